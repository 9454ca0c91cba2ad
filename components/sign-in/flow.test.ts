import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { Amplify } from 'aws-amplify'
import { fetchUserAttributes, signOut } from 'aws-amplify/auth'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LocalCognito, startCognito } from '@/dev/cognito/cognito'
import type { NewMail } from '@/dev/mailbox/mails'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { advanceBy } from './flow'
import type { Given, Outcome, Step } from './steps'

/** Amplify itself, signing in to the local Cognito. */
let folder: string
let cognito: LocalCognito
let email: string
let people = 0
const mails: NewMail[] = []
const password = 'Correct-horse-1'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-'))
  cognito = await startCognito({ folder, mail: (mail) => mails.push(mail) })
  const { userPoolId, clientId: userPoolClientId, endpoint: userPoolEndpoint } = cognito
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } })
})
afterAll(async () => {
  await cognito.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  await signOut()
  people += 1
  email = `person-${people}@example.com`
})

const way = { sendsPassword: true, appName: 'Tollgate' }
const act = (step: Step, typed: Partial<Given> = {}): Promise<Outcome> =>
  advanceBy(way, step, { email: step.email, password, confirmation: '', code: '', ...typed })
const stepOf = (outcome: Outcome): Step => {
  if (outcome.kind !== 'step') throw new Error('The user is signed in already')
  return outcome.step
}
const codesTo = (to: string) => mails.filter((mail) => mail.to === to).map(({ code }) => code ?? '')
const newestCode = () => codesTo(email).at(-1) ?? ''
const signUp = async () => stepOf(await act({ kind: 'signUp', email }))
const signIn = () => act({ kind: 'signIn', email })

/** An account that was confirmed without a code. */
const createdByAdmin = async (isVerified: boolean) => {
  const { endpoint, userPoolId: UserPoolId } = cognito
  await cognitoClient({ region: 'us-east-1', endpoint }).send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      TemporaryPassword: 'Temporary-1',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: String(isVerified) },
      ],
    }),
  )
  return stepOf(await act({ kind: 'signIn', email }, { password: 'Temporary-1' }))
}

describe('signing up', () => {
  it('ends signed in, once the code of the mail is entered', async () => {
    const step = await signUp()
    expect(step).toMatchObject({ kind: 'confirmSignUp', email })

    await expect(act(step, { code: '000' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    })
    expect(await act(step, { code: newestCode() })).toEqual({ kind: 'signed_in' })
    expect(await fetchUserAttributes()).toMatchObject({ email, email_verified: 'true' })
  })

  it('asks for the password after a reload, which forgot it', async () => {
    await signUp()

    expect(await act({ kind: 'confirmSignUp', email }, { code: newestCode() })).toMatchObject({
      step: { kind: 'signIn', email, done: expect.stringContaining('confirmed') },
    })
  })

  it('refuses an address that has an account', async () => {
    await signUp()

    await expect(signUp()).rejects.toMatchObject({ name: 'UsernameExistsException' })
  })
})

describe('signing in', () => {
  it('sends a new code to an account that is not confirmed yet, and then lets its user in', async () => {
    await signUp()

    const step = stepOf(await signIn())

    expect(step.kind).toBe('confirmSignUp')
    await vi.waitFor(() => expect(codesTo(email)).toHaveLength(2))
    expect(await act(step, { code: newestCode() })).toEqual({ kind: 'signed_in' })
  })

  it('replaces the session of another user, from another tab', async () => {
    await act(await signUp(), { code: newestCode() })
    const first = email
    email = `second-of-${email}`
    const step = await signUp()

    expect(await act(step, { code: newestCode() })).toEqual({ kind: 'signed_in' })

    expect(await fetchUserAttributes()).toMatchObject({ email })
    expect(await act({ kind: 'signIn', email: first })).toEqual({ kind: 'signed_in' })
    expect(await fetchUserAttributes()).toMatchObject({ email: first })
  })

  it('asks for a password of one’s own, if an administrator made the account', async () => {
    const step = await createdByAdmin(true)
    expect(step).toEqual({ kind: 'newPassword', email })

    expect(await act(step)).toEqual({ kind: 'signed_in' })
    await signOut()
    expect(await signIn()).toEqual({ kind: 'signed_in' })
  })

  it('asks for a code, if the address was never verified', async () => {
    const step = stepOf(await act(await createdByAdmin(false)))
    expect(step).toEqual({ kind: 'verifyEmail', email })

    expect(await act(step, { code: newestCode() })).toMatchObject({ kind: 'signed_in' })
    await signOut()
    expect(await signIn()).toEqual({ kind: 'signed_in' })
  })
})

describe('a forgotten password', () => {
  it('is replaced with the code of the mail, and its user is signed in', async () => {
    await act(await signUp(), { code: newestCode() })
    await signOut()

    const step = stepOf(await act({ kind: 'forgotPassword', email }))
    expect(step).toEqual({ kind: 'resetPassword', email })
    const outcome = await act(step, { code: newestCode(), password: 'Another-horse-2' })

    expect(outcome).toEqual({ kind: 'signed_in', said: 'Your password has been changed.' })
    await signOut()
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('of an address without an account is answered the same', async () => {
    expect(await act({ kind: 'forgotPassword', email })).toEqual({
      kind: 'step',
      step: { kind: 'resetPassword', email },
    })
    expect(codesTo(email)).toEqual([])
  })
})
