import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Amplify } from 'aws-amplify'
import {
  autoSignIn,
  confirmResetPassword,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { NewMail } from '../mailbox/mails'
import { type LocalCognito, startCognito } from './cognito'

let folder: string
let cognito: LocalCognito
const mails: NewMail[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-'))
  cognito = await startCognito({ folder, mail: (mail) => mails.push(mail) })
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: cognito.userPoolId,
        userPoolClientId: cognito.clientId,
        userPoolEndpoint: cognito.endpoint,
      },
    },
  })
})
afterAll(async () => {
  await cognito.close()
  rmSync(folder, { recursive: true })
})

it('answers each of Amplify’s calls, from sign-up to signing out everywhere', async () => {
  const username = 'ada@example.com'
  const options = { authFlowType: 'USER_PASSWORD_AUTH' } as const

  const signedUp = await signUp({
    username,
    password: 'Correct-horse-1',
    options: { userAttributes: { email: username }, autoSignIn: options },
  })
  expect(signedUp.nextStep.signUpStep).toBe('CONFIRM_SIGN_UP')
  await resendSignUpCode({ username })
  await confirmSignUp({ username, confirmationCode: latestCode() })
  expect(await autoSignIn()).toMatchObject({ isSignedIn: true })

  const first = await fetchAuthSession()
  const second = await fetchAuthSession({ forceRefresh: true })
  expect(second.tokens?.accessToken.toString()).not.toBe(first.tokens?.accessToken.toString())
  expect(await fetchUserAttributes()).toMatchObject({ email: username, email_verified: 'true' })

  await signOut()
  await resetPassword({ username })
  await confirmResetPassword({
    username,
    confirmationCode: latestCode(),
    newPassword: 'Another-horse-2',
  })
  await signIn({ username, password: 'Another-horse-2', options })
  await signOut({ global: true })
  expect((await fetchAuthSession()).tokens).toBeUndefined()
})

const latestCode = () => mails.at(-1)?.code ?? ''
