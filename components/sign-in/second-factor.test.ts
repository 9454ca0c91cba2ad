import { Amplify } from 'aws-amplify'
import { signOut } from 'aws-amplify/auth'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Listening, listen } from '@/dev/listen'
import { advanceBy } from './flow'
import type { Given, Outcome, Step } from './steps'

/**
 * The challenges of a pool with second factors, which the local Cognito doesn't have: Amplify itself,
 * against the answers that Cognito's reference shows.
 */
let pool: Listening
let answers: Record<string, object>
let asked: { operation: string; ChallengeResponses?: Record<string, string> }[]

const encode = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
const jwt = (claims: object) =>
  `${encode({ alg: 'RS256' })}.${encode({ sub: 'ada', iat: 1, exp: 4_000_000_000, ...claims })}.x`
const signedIn = {
  AuthenticationResult: {
    AccessToken: jwt({ username: 'ada' }),
    IdToken: jwt({ email: 'ada@example.com', email_verified: true }),
    RefreshToken: 'refresh',
  },
}

beforeAll(async () => {
  pool = await listen(async (request) => {
    const operation = request.headers.get('x-amz-target')?.split('.')[1] ?? ''
    asked.push({ operation, ...(await request.json()) })
    return Response.json(answers[operation] ?? {})
  }, 0)
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: 'us-east-1_Factors',
        userPoolClientId: 'client-of-factors',
        userPoolEndpoint: `http://localhost:${pool.port}`,
      },
    },
  })
})
afterAll(async () => {
  await signOut()
  await pool.close()
})
beforeEach(async () => {
  asked = []
  answers = {}
  await signOut()
  answers = { RespondToAuthChallenge: signedIn }
})

const email = 'ada@example.com'
const act = (step: Step, typed: Partial<Given> = {}): Promise<Outcome> =>
  advanceBy({ sendsPassword: true, appName: 'Tollgate' }, step, {
    email,
    password: 'Correct-horse-1',
    confirmation: '',
    code: '123456',
    ...typed,
  })
/** Signs in to a pool that answers with this challenge. */
async function challenged(ChallengeName: string, ChallengeParameters = {}): Promise<Step> {
  answers.InitiateAuth = { ChallengeName, ChallengeParameters, Session: 'a session' }
  const outcome = await act({ kind: 'signIn', email })
  if (outcome.kind !== 'step') throw new Error('There was no challenge')
  return outcome.step
}
const lastResponses = () => asked.findLast((each) => each.ChallengeResponses)?.ChallengeResponses

it('asks for the code of an app, and lets its user in', async () => {
  const step = await challenged('SOFTWARE_TOKEN_MFA')
  expect(step).toEqual({ kind: 'secondFactor', email, sentTo: null })

  expect(await act(step)).toEqual({ kind: 'signed_in' })
  expect(lastResponses()).toMatchObject({ SOFTWARE_TOKEN_MFA_CODE: '123456' })
})

it('says where a code was sent', async () => {
  const step = await challenged('SMS_MFA', {
    CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
    CODE_DELIVERY_DESTINATION: '+*******1234',
  })
  expect(step).toEqual({ kind: 'secondFactor', email, sentTo: '+*******1234' })

  expect(await act(step)).toEqual({ kind: 'signed_in' })
})

it('sets up an app with a key, where the pool requires one', async () => {
  answers.AssociateSoftwareToken = { SecretCode: 'JBSWY3DPEHPK3PXP', Session: 'next' }
  answers.VerifySoftwareToken = { Status: 'SUCCESS', Session: 'verified' }

  const step = await challenged('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' })

  expect(step).toMatchObject({
    kind: 'setUpTotp',
    secret: 'JBSWY3DPEHPK3PXP',
    uri: expect.stringMatching(/^otpauth:\/\/totp\/Tollgate:.*secret=JBSWY3DPEHPK3PXP/),
  })
  expect(await act(step)).toEqual({ kind: 'signed_in' })
})

it('chooses the app where the user has several', async () => {
  answers.RespondToAuthChallenge = { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'next' }

  const step = await challenged('SELECT_MFA_TYPE', {
    MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]',
  })

  expect(step).toMatchObject({ kind: 'secondFactor', sentTo: null })
  expect(lastResponses()).toMatchObject({ ANSWER: 'SOFTWARE_TOKEN_MFA' })
})

it('says that it has no step for another challenge', async () => {
  await expect(challenged('CUSTOM_CHALLENGE')).rejects.toMatchObject({ name: 'UnsupportedStep' })
})
