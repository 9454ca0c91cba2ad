import type { NewMail } from '../mailbox/mails'

/** The mail that carries a code; `source` is Cognito's name for its trigger. */
export function cognitoDefaultMail(source: string, to: string, code: string): NewMail {
  const { subject, text } = mailsBySource[source] ?? mailsBySource.SignUp
  return { to, subject, text: text.replace('{code}', code), code }
}

const mailsBySource: Record<string, { subject: string; text: string }> & {
  SignUp: { subject: string; text: string }
} = {
  SignUp: {
    subject: 'Confirm your email',
    text: 'Your code is {code}. Enter it on the sign-up page to finish creating your account.',
  },
  ResendCode: {
    subject: 'Your new code',
    text: 'Your new code is {code}. Earlier codes no longer work.',
  },
  ForgotPassword: {
    subject: 'Reset your password',
    text: 'Use code {code} to reset your password. If you didn’t request this, you can ignore this email.',
  },
  UpdateUserAttribute: {
    subject: 'Confirm your new email',
    text: 'Use code {code} to confirm your new email.',
  },
  VerifyUserAttribute: {
    subject: 'Confirm your email',
    text: 'Your code is {code}.',
  },
  AdminCreateUser: {
    subject: 'Your account is ready',
    text: 'An account was created for you. Your temporary password is {code}.',
  },
}
