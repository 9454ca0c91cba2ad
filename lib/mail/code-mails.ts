import type { MailContent, MailSite } from './content'

/** Why Cognito sends a code: the second half of the trigger source, `CustomMessage_SignUp`. */
export const codeReasons = [
  'SignUp',
  'ResendCode',
  'ForgotPassword',
  'UpdateUserAttribute',
  'VerifyUserAttribute',
  'Authentication',
  'AdminCreateUser',
] as const
export type CodeReason = (typeof codeReasons)[number]

/** Returns the mail with a code, or with the temporary password of a new account. */
export function codeMail(
  reason: CodeReason,
  code: string,
  { brand: { name }, appUrl }: MailSite,
  username = '',
): MailContent {
  const ignore = 'If you didn’t request this, you can ignore this email.'
  const mails: Record<CodeReason, Omit<MailContent, 'code'>> = {
    SignUp: {
      subject: `Confirm your email for ${name}`,
      heading: 'Confirm your email',
      paragraphs: ['Enter this code on the sign-up page to finish creating your account.'],
      reason: `You get this email because this address was used to sign up for ${name}. ${ignore}`,
    },
    ResendCode: {
      subject: `Your new code for ${name}`,
      heading: 'Your new code',
      paragraphs: ['Enter this code to confirm your email. Earlier codes no longer work.'],
      reason: `You get this email because a new code was requested for your account at ${name}. ${ignore}`,
    },
    ForgotPassword: {
      subject: `Reset your password for ${name}`,
      heading: 'Reset your password',
      paragraphs: ['Enter this code to choose a new password. Don’t share it with anyone.'],
      reason: `You get this email because a new password was requested for your account at ${name}. ${ignore} Your password stays the same.`,
    },
    UpdateUserAttribute: {
      subject: `Confirm your new email for ${name}`,
      heading: 'Confirm your new email',
      paragraphs: ['Enter this code to use this address for your account.'],
      reason: `You get this email because this address was entered for an account at ${name}. ${ignore}`,
    },
    VerifyUserAttribute: {
      subject: `Confirm your email for ${name}`,
      heading: 'Confirm your email',
      paragraphs: ['Enter this code to confirm this address.'],
      reason: `You get this email because this address belongs to an account at ${name}. ${ignore}`,
    },
    Authentication: {
      subject: `Your sign-in code for ${name}`,
      heading: 'Your sign-in code',
      paragraphs: ['Enter this code to sign in. Don’t share it with anyone.'],
      reason: `You get this email because someone is signing in to your account at ${name}. If it isn’t you, change your password.`,
    },
    AdminCreateUser: {
      subject: `Your account at ${name} is ready`,
      heading: 'Your account is ready',
      paragraphs: [
        `Sign in as ${username} with this temporary password. You choose your own right after.`,
      ],
      button: { url: `${appUrl}/signin`, text: 'Sign in' },
      reason: `You get this email because an account at ${name} was created for you.`,
    },
  }
  return { ...mails[reason], code }
}
