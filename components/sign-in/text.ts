/** The Authenticator's steps that a person meets here, and what each is called. */
const headings: Record<string, string> = {
  signIn: 'Welcome back',
  signUp: 'Create your account',
  confirmSignUp: 'Check your mail',
  confirmSignIn: 'One more code',
  setupTotp: 'Set up your authenticator app',
  forceNewPassword: 'Choose a new password',
  forgotPassword: 'Reset your password',
  confirmResetPassword: 'Choose a new password',
  verifyUser: 'Confirm your address',
  confirmVerifyUser: 'Check your mail',
}

export type Step = 'signIn' | 'signUp' | 'forgotPassword'

export const headingOf = (step: string): string => headings[step] ?? 'One moment'

/**
 * Cognito's errors, in words that help. Whether an address has an account is not told to strangers
 * trying to sign in; Cognito keeps that too, where the pool prevents user existence errors.
 */
export function readable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('Something went wrong. Try again in a moment.')
  const words = sentences[error.name]
  return words ? Object.assign(new Error(words), { name: error.name }) : error
}

const sentences: Record<string, string> = {
  NotAuthorizedException: 'E-mail and password do not match an account.',
  UserNotFoundException: 'E-mail and password do not match an account.',
  UsernameExistsException: 'There is an account with this e-mail already. Sign in instead?',
  CodeMismatchException: 'That code is not right. Look for the newest mail.',
  ExpiredCodeException: 'That code has expired. Ask for a new one.',
  InvalidPasswordException:
    'Choose a password with at least 8 characters: upper case, lower case, a digit and a symbol.',
  LimitExceededException: 'Too many attempts. Wait a few minutes, then try again.',
  TooManyRequestsException: 'Too many attempts. Wait a few minutes, then try again.',
  NetworkError: 'We could not be reached. Check your connection and try again.',
}
