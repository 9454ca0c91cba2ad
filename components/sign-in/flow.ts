/**
 * The way in, step by step, with Amplify's calls to Cognito. Amplify weighs more than the forms:
 * load this file with `import()`.
 */
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  fetchAuthSession,
  resendSignUpCode,
  resetPassword,
  type SignInOutput,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth'
import { cognitoTimeoutMs } from '@/components/ui/browser-session'
import { readSignInPool } from '@/components/ui/sign-in-pool'
import { withTimeout } from '@/lib/with-timeout'
import { configureAmplify } from './amplify'
import type { Given, Outcome, Step } from './steps'

/** How to sign in to this pool. The local Cognito doesn't support SRP: there the password is sent. */
export type Way = { sendsPassword: boolean; appName: string }

/** Cognito asks for something that no step here can give. */
export class UnsupportedStep extends Error {
  override readonly name = 'UnsupportedStep'
}

/** Does a step, with what was typed. Throws Cognito's refusals as they are. */
export function advance(step: Step, given: Given): Promise<Outcome> {
  return advanceBy(here(), step, given)
}

/** Sends the code of this step again. The one before no longer works. */
export async function sendCodeAgain(step: Step): Promise<void> {
  here()
  const username = step.email
  if (step.kind === 'confirmSignUp') await inTime(resendSignUpCode({ username }))
  else if (step.kind === 'resetPassword') await sendResetCode(username)
  else if (step.kind === 'verifyEmail') await inTime(sendUserAttributeVerificationCode(theEmail))
}

/** Where this code runs: configures Amplify for the pool of the page. */
function here(): Way {
  configureAmplify()
  return {
    sendsPassword: readSignInPool().endpoint !== null,
    appName: document.title.split(' · ').at(-1) ?? document.title,
  }
}

/** The same, for a Cognito that Amplify was configured for already. */
export async function advanceBy(way: Way, step: Step, given: Given): Promise<Outcome> {
  const { email, password, code } = given
  switch (step.kind) {
    case 'signIn':
      return signInWith(way, email, password)
    case 'signUp':
      return register(way, email, password)
    case 'confirmSignUp':
      return confirm(way, email, code, step.password)
    case 'forgotPassword':
      await sendResetCode(email)
      return { kind: 'step', step: { kind: 'resetPassword', email } }
    case 'resetPassword':
      return replacePassword(way, email, code, password)
    case 'newPassword':
      return after(await inTime(confirmSignIn({ challengeResponse: password })), way, email)
    case 'secondFactor':
    case 'setUpTotp':
      return after(await inTime(confirmSignIn({ challengeResponse: code })), way, email)
    case 'verifyEmail':
      await inTime(confirmUserAttribute({ ...theEmail, confirmationCode: code }))
      return { kind: 'signed_in', said: 'Your email is verified.' }
  }
}

const theEmail = { userAttributeKey: 'email' } as const

async function signInWith(way: Way, email: string, password: string): Promise<Outcome> {
  const ask = () =>
    inTime(
      signIn({
        username: email,
        password,
        ...(way.sendsPassword && { options: { authFlowType: 'USER_PASSWORD_AUTH' } as const }),
      }),
    )
  try {
    return await after(await ask(), way, email, password)
  } catch (error) {
    if (nameOf(error) !== 'UserAlreadyAuthenticatedException') throw error
    // Another tab signed in meanwhile, perhaps as another user. What was typed here counts.
    await inTime(signOut())
    return after(await ask(), way, email, password)
  }
}

/** What Cognito wants next, before or after it lets the user in. */
async function after(
  { isSignedIn, nextStep }: SignInOutput,
  way: Way,
  email: string,
  password?: string,
): Promise<Outcome> {
  if (isSignedIn) return signedIn()
  const to = (step: Step): Outcome => ({ kind: 'step', step })
  switch (nextStep.signInStep) {
    case 'CONFIRM_SIGN_UP':
      await inTime(resendSignUpCode({ username: email }))
      return to({ kind: 'confirmSignUp', email, ...(password && { password }) })
    case 'RESET_PASSWORD':
      await sendResetCode(email)
      return to({ kind: 'resetPassword', email })
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return to({ kind: 'newPassword', email })
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return to({ kind: 'secondFactor', email, sentTo: null })
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE': {
      const sentTo = nextStep.codeDeliveryDetails?.destination ?? email
      return to({ kind: 'secondFactor', email, sentTo })
    }
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP': {
      const { sharedSecret, getSetupUri } = nextStep.totpSetupDetails
      const uri = getSetupUri(way.appName, email).toString()
      return to({ kind: 'setUpTotp', email, secret: sharedSecret, uri })
    }
    case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION':
    case 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION': {
      // An app is safer than a message, and never late.
      const allowed = nextStep.allowedMFATypes ?? []
      const challengeResponse = allowed.includes('TOTP') ? 'TOTP' : allowed[0]
      if (!challengeResponse) throw new UnsupportedStep(nextStep.signInStep)
      return after(await inTime(confirmSignIn({ challengeResponse })), way, email)
    }
    default:
      throw new UnsupportedStep(nextStep.signInStep)
  }
}

/** Signed in. Asks for a code, if no code has shown yet that the address is the user's. */
async function signedIn(): Promise<Outcome> {
  try {
    const { tokens } = await inTime(fetchAuthSession())
    const { email, email_verified: isVerified } = tokens?.idToken?.payload ?? {}
    if (!email || String(isVerified) === 'true') return { kind: 'signed_in' }
    await inTime(sendUserAttributeVerificationCode(theEmail))
    return { kind: 'step', step: { kind: 'verifyEmail', email: String(email) } }
  } catch {
    // The user is in. A code that can't be sent now is asked for at the next sign-in.
    return { kind: 'signed_in' }
  }
}

async function register(way: Way, email: string, password: string): Promise<Outcome> {
  const { isSignUpComplete } = await inTime(
    signUp({ username: email, password, options: { userAttributes: { email } } }),
  )
  // A pool may confirm its users by itself.
  if (isSignUpComplete) return signInWith(way, email, password)
  return { kind: 'step', step: { kind: 'confirmSignUp', email, password } }
}

async function confirm(
  way: Way,
  email: string,
  confirmationCode: string,
  password: string | undefined,
): Promise<Outcome> {
  try {
    await inTime(confirmSignUp({ username: email, confirmationCode }))
  } catch (error) {
    if (!isConfirmed(error)) throw error
  }
  if (password) return signInWith(way, email, password)
  const done = 'Your email is confirmed. Enter your password to sign in.'
  return { kind: 'step', step: { kind: 'signIn', email, done } }
}

/** Confirmed before, in another tab or by an attempt whose answer got lost. */
const isConfirmed = (error: unknown): boolean =>
  nameOf(error) === 'NotAuthorizedException' &&
  error instanceof Error &&
  /current status is confirmed/i.test(error.message)

/**
 * Sends a code to an address that has an account. Of an address without one, and of one that was
 * never verified, it says nothing, so that a stranger can't tell them apart.
 */
async function sendResetCode(username: string): Promise<void> {
  try {
    await inTime(resetPassword({ username }))
  } catch (error) {
    if (!['UserNotFoundException', 'InvalidParameterException'].includes(nameOf(error))) throw error
  }
}

async function replacePassword(
  way: Way,
  email: string,
  confirmationCode: string,
  newPassword: string,
): Promise<Outcome> {
  await inTime(confirmResetPassword({ username: email, confirmationCode, newPassword }))
  const done = 'Your password has been changed.'
  try {
    const outcome = await signInWith(way, email, newPassword)
    return outcome.kind === 'signed_in' ? { ...outcome, said: done } : outcome
  } catch {
    const step = { kind: 'signIn' as const, email, done: `${done} Sign in with it.` }
    return { kind: 'step', step }
  }
}

/** Amplify itself would wait for ever. */
const inTime = <T>(work: Promise<T>): Promise<T> => withTimeout(work, cognitoTimeoutMs)

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
