import type { Given, Step, StepKind } from './steps'

type StepText = { heading: string; submit: string; busy: string }

const texts: Record<StepKind, StepText> = {
  signIn: { heading: 'Welcome back', submit: 'Sign in', busy: 'Signing in…' },
  signUp: {
    heading: 'Create your account',
    submit: 'Create account',
    busy: 'Creating your account…',
  },
  confirmSignUp: { heading: 'Check your email', submit: 'Confirm', busy: 'Confirming…' },
  forgotPassword: { heading: 'Reset your password', submit: 'Send code', busy: 'Sending…' },
  resetPassword: {
    heading: 'Choose a new password',
    submit: 'Reset password',
    busy: 'Resetting your password…',
  },
  newPassword: { heading: 'Choose a new password', submit: 'Save password', busy: 'Saving…' },
  secondFactor: { heading: 'Enter your verification code', submit: 'Continue', busy: 'Checking…' },
  setUpTotp: { heading: 'Set up your authenticator app', submit: 'Continue', busy: 'Checking…' },
  verifyEmail: { heading: 'Verify your email', submit: 'Verify email', busy: 'Verifying…' },
}

export const stepText = (kind: StepKind): StepText => texts[kind]

/** The page's title during a step. */
export const titleOf = (kind: StepKind): string =>
  kind === 'signIn' ? 'Sign in' : texts[kind].heading

/** What is to be done in this step, or was done before it. */
export function introOf(step: Step): string {
  switch (step.kind) {
    case 'signIn':
    case 'signUp':
      return step.done ?? ''
    case 'forgotPassword':
      return 'Enter the email of your account. We’ll send you a code.'
    case 'confirmSignUp':
      return step.email
        ? `We sent a 6-digit code to ${step.email}. Enter it to finish signing up.`
        : 'Enter your email and the 6-digit code that we sent to it.'
    case 'resetPassword':
      // It must not tell a stranger whether there is an account.
      return `If ${step.email} has an account, we sent a 6-digit code to it. Enter the code and a new password.`
    case 'newPassword':
      return 'Your password was for one use. Choose your own.'
    case 'secondFactor':
      return step.sentTo
        ? `We sent a code to ${step.sentTo}.`
        : 'Enter the code that your authenticator app shows.'
    case 'setUpTotp':
      return 'Add this key to an authenticator app on your phone. Then enter the code that it shows.'
    case 'verifyEmail':
      return `We sent a 6-digit code to ${step.email}. Enter it to show that this address is yours.`
  }
}

/** Shown for an address that has an account: sign-up adds a link to sign-in. */
export const accountExists = 'An account with this email already exists.'

/** What is wrong, and in which field, if it is in one. */
export type SignInProblem = { text: string; field?: keyof Given }

const unknown = 'Something went wrong. Try again in a moment.'
const tooMany = 'Too many attempts. Wait a few minutes, then try again.'

/**
 * Says in our words what Cognito refused. A wrong password and an unknown address get the same
 * words, so that a stranger can't find out whether an address has an account.
 */
export function problemOf(error: unknown): SignInProblem {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' }
  // Cognito has one name for many refusals.
  if (name === 'NotAuthorizedException') {
    if (/attempts exceeded/i.test(message)) return { text: tooMany }
    if (/session/i.test(message)) return { text: 'This took too long. Sign in again.' }
  }
  // "PreSignUp failed with error Ask your school first." is from a function of the pool's owner.
  const own = name === 'UserLambdaValidationException' && /failed with error (.+)/i.exec(message)
  return own ? { text: own[1] ?? unknown } : (problems[name] ?? { text: unknown })
}

const incorrect: SignInProblem = { text: 'Incorrect email or password.' }

const problems: Record<string, SignInProblem> = {
  NotAuthorizedException: incorrect,
  UserNotFoundException: incorrect,
  UsernameExistsException: { text: accountExists },
  AliasExistsException: { text: accountExists },
  CodeMismatchException: { text: 'That code is incorrect. Use the newest one.', field: 'code' },
  EnableSoftwareTokenMFAException: {
    text: 'That code is incorrect. Use the newest one.',
    field: 'code',
  },
  ExpiredCodeException: { text: 'That code has expired. Get a new one.', field: 'code' },
  CodeDeliveryFailureException: {
    text: 'We couldn’t send an email there. Check the address, then try again.',
  },
  InvalidPasswordException: {
    text: 'Use at least 8 characters, including uppercase, lowercase, a number, and a symbol.',
    field: 'password',
  },
  PasswordHistoryPolicyViolationException: {
    text: 'You had this password before. Choose another.',
    field: 'password',
  },
  InvalidParameterException: { text: 'We can’t use that. Check what you entered.' },
  LimitExceededException: { text: tooMany },
  TooManyRequestsException: { text: tooMany },
  TooManyFailedAttemptsException: { text: tooMany },
  NetworkError: { text: 'We couldn’t connect. Check your internet connection and try again.' },
  ChunkLoadError: { text: 'Part of this page didn’t load. Reload it, then try again.' },
  Outage: { text: 'Sign-in isn’t answering right now. Try again in a moment.' },
  UnsupportedStep: {
    text: 'Your account needs a way to sign in that this page doesn’t have. Contact us.',
  },
}
