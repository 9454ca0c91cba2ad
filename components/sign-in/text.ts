/** The heading of each step of Amplify's Authenticator. */
const headings: Record<string, string> = {
  signIn: 'Welcome back',
  signUp: 'Create your account',
  confirmSignUp: 'Check your email',
  confirmSignIn: 'Enter your verification code',
  setupTotp: 'Set up your authenticator app',
  forceNewPassword: 'Choose a new password',
  forgotPassword: 'Reset your password',
  confirmResetPassword: 'Choose a new password',
  verifyUser: 'Verify your email',
  confirmVerifyUser: 'Check your email',
}

export type Step = 'signIn' | 'signUp' | 'forgotPassword'

export const headingOf = (step: string): string => headings[step] ?? 'Just a moment'

/** Shown for an address that has an account: sign-up adds a link to sign-in. */
export const accountExists = 'An account with this email already exists.'

/**
 * Cognito's error with a message that helps the user. A wrong password and an unknown address get
 * the same message, so that a stranger can't find out whether an address has an account.
 */
export function readable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('Something went wrong. Try again in a moment.')
  const message = messages[error.name]
  return message ? Object.assign(new Error(message), { name: error.name }) : error
}

const messages: Record<string, string> = {
  NotAuthorizedException: 'Incorrect email or password.',
  UserNotFoundException: 'Incorrect email or password.',
  UsernameExistsException: accountExists,
  CodeMismatchException: 'That code is incorrect. Use the code from the most recent email.',
  ExpiredCodeException: 'That code has expired. Request a new one.',
  InvalidPasswordException:
    'Use at least 8 characters, including uppercase, lowercase, a number, and a symbol.',
  LimitExceededException: 'Too many attempts. Wait a few minutes, then try again.',
  TooManyRequestsException: 'Too many attempts. Wait a few minutes, then try again.',
  NetworkError: 'We couldn’t connect. Check your internet connection and try again.',
  Outage: 'Sign-in isn’t answering right now. Try again in a moment.',
  EmptySignInUsername: 'Enter your email.',
  EmptySignInPassword: 'Enter your password.',
  EmptySignUpUsername: 'Enter your email.',
  EmptySignUpPassword: 'Enter your password.',
  EmptyConfirmSignUpCode: 'Enter your code.',
  EmptyResetPasswordUsername: 'Enter your email.',
  EmptyConfirmResetPasswordConfirmationCode: 'Enter your code.',
  EmptyConfirmResetPasswordNewPassword: 'Enter your new password.',
}

/** Our wording of Amplify's own labels, by its English text. */
export const labels: Record<string, string> = {
  'Create Account': 'Create account',
  'Creating Account': 'Creating account',
  'Resend Code': 'Resend code',
  'Back to Sign In': 'Back to sign in',
  'Change Password': 'Change password',
  'Your passwords must match': 'The passwords don’t match.',
  'This field is required': 'This field is required.',
  'Please enter a valid email': 'Enter a valid email.',
}
