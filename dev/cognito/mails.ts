import type { NewMail } from '../mailbox/mails'

/** The mail that carries a code; `source` is what Cognito calls the occasion. */
export function codeMail(source: string, to: string, code: string): NewMail {
  const { subject, text } = occasions[source] ?? occasions.SignUp
  return { to, subject, text: text.replace('{code}', code), code }
}

const occasions: Record<string, { subject: string; text: string }> & {
  SignUp: { subject: string; text: string }
} = {
  SignUp: {
    subject: 'Confirm your e-mail address',
    text: 'Your confirmation code is {code}. Enter it where you signed up.',
  },
  ResendCode: {
    subject: 'Your new confirmation code',
    text: 'Your new confirmation code is {code}. Codes sent before no longer work.',
  },
  ForgotPassword: {
    subject: 'Reset your password',
    text: 'Your code to choose a new password is {code}. If you did not ask for it, ignore this mail.',
  },
  UpdateUserAttribute: {
    subject: 'Confirm your new e-mail address',
    text: 'The code to confirm your new address is {code}.',
  },
  VerifyUserAttribute: {
    subject: 'Confirm your e-mail address',
    text: 'Your confirmation code is {code}.',
  },
  AdminCreateUser: {
    subject: 'Your account is ready',
    text: 'An account was made for you. Your temporary password is {code}',
  },
}
