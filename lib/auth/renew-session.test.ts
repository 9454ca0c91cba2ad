import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type LocalCognito, startCognito } from '@/dev/cognito/cognito'
import { claimsOf, openSigner } from '@/dev/cognito/tokens'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { silentLog } from '@/lib/log'
import { type Stoppable, stoppable } from '@/testing/stoppable'
import { sessionToken } from './cookies'
import { type RenewalServices, renewSession } from './renew-session'
import { cognitoRenewals } from './renewals'
import { cognitoTokens } from './token'

let folder: string
let cognito: LocalCognito
/** Our way to Cognito. The browser, and the tests, have one of their own. */
let way: Stoppable
let client: ReturnType<typeof cognitoClient>
let people = 0
let asked: string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-'))
  cognito = await startCognito({ folder, mail: () => {} })
  way = await stoppable(cognito.endpoint)
  client = cognitoClient({ region: 'us-east-1', endpoint: cognito.endpoint })
})
afterAll(async () => {
  await way.close()
  await cognito.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  asked = []
})

/** Counts what a renewal asks. */
function services(issuer = cognito.issuer): RenewalServices {
  const { userPoolId, clientId } = cognito
  const tokens = cognitoTokens({ issuer, clientId })
  const renewals = cognitoRenewals({ userPoolId, clientId, endpoint: way.url, timeoutMs: 300 })
  return {
    tokens: {
      verify: (jwt) => tokens.verify(jwt),
      verifyOnceValid(jwt) {
        asked.push('signature')
        return tokens.verifyOnceValid(jwt)
      },
    },
    renewals: {
      renew(session) {
        asked.push('Cognito')
        return renewals.renew(session)
      },
    },
    settings: { COGNITO_CLIENT_ID: clientId, SESSION_DAYS: 30 },
    log: silentLog,
  }
}

async function signIn() {
  people += 1
  const Username = `person-${people}@example.com`
  const { userPoolId: UserPoolId, clientId: ClientId } = cognito
  const Password = 'Correct-horse-1'
  const UserAttributes = [{ Name: 'email', Value: Username }]
  await client.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }))
  await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }))
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  )
  const { AccessToken = '', RefreshToken = '' } = AuthenticationResult ?? {}
  return { username: Username, accessToken: AccessToken, refreshToken: RefreshToken }
}

/** The same token, as it is when its time is over. */
const expired = (jwt: string, claims: object = {}) => {
  const now = Math.floor(Date.now() / 1000)
  const past = { iat: now - 1_000, exp: now - 100 }
  return openSigner(folder).sign({ ...claimsOf(jwt), ...past, ...claims })
}

function headersOf(session: { accessToken: string; refreshToken?: string }, more = ''): Headers {
  const name = `CognitoIdentityServiceProvider.${cognito.clientId}`
  const cookies = [
    `${name}.LastAuthUser=ada%40example.com`,
    `${name}.ada%40example.com.accessToken=${session.accessToken}`,
    `${name}.ada%40example.com.idToken=old.id.token`,
    ...(session.refreshToken
      ? [`${name}.ada%40example.com.refreshToken=${session.refreshToken}`]
      : []),
    'theme=dark',
  ]
  return new Headers({ cookie: cookies.join('; ') + more })
}

it('renews an expired token, for the page that is rendered and for the browser', async () => {
  const { accessToken, refreshToken } = await signIn()

  const renewed = await renewSession(
    services(),
    headersOf({ accessToken: expired(accessToken), refreshToken }),
  )

  const token = sessionToken(renewed?.cookie ?? '', cognito.clientId) ?? ''
  expect(await services().tokens.verify(token)).toMatchObject({
    userId: claimsOf(accessToken).sub,
  })
  expect(renewed?.cookie).toContain('theme=dark')
  expect(renewed?.cookie).not.toContain('old.id.token')
  const name = `CognitoIdentityServiceProvider.${cognito.clientId}.ada%40example.com`
  expect(renewed?.setCookies[0]).toBe(
    `${name}.accessToken=${token}; Path=/; Max-Age=2592000; Secure; SameSite=Lax`,
  )
  // Not who is signed in: an answer that comes after a sign-out must not bring the session back.
  expect(renewed?.setCookies.join()).not.toContain('LastAuthUser')
})

it('asks nothing while the token is valid', async () => {
  const { accessToken, refreshToken } = await signIn()

  expect(await renewSession(services(), headersOf({ accessToken, refreshToken }))).toBeNull()
  expect(asked).toEqual([])
})

it('asks nothing without a refresh token, and nothing for a client with a Bearer token', async () => {
  const { accessToken, refreshToken } = await signIn()
  const session = { accessToken: expired(accessToken), refreshToken }
  const bearer = headersOf(session)
  bearer.set('authorization', `Bearer ${accessToken}`)

  expect(await renewSession(services(), bearer)).toBeNull()
  expect(await renewSession(services(), headersOf({ accessToken: session.accessToken }))).toBeNull()
  expect(await renewSession(services(), new Headers())).toBeNull()
  expect(asked).toEqual([])
})

it('asks Cognito nothing for a token that was never ours', async () => {
  const { accessToken, refreshToken } = await signIn()
  const forged = expired(accessToken).replace(/.{8}$/, 'AAAAAAAA')

  for (const jwt of [forged, 'a.b.c', expired(accessToken, { client_id: 'another' })]) {
    expect(await renewSession(services(), headersOf({ accessToken: jwt, refreshToken }))).toBeNull()
  }
  expect(asked).not.toContain('Cognito')
})

it('gives no one the session of another user', async () => {
  const ada = await signIn()
  const bob = await signIn()
  const mixed = { accessToken: expired(ada.accessToken), refreshToken: bob.refreshToken }

  expect(await renewSession(services(), headersOf(mixed))).toBeNull()
  expect(asked).toContain('Cognito')
})

it('brings no session back that was revoked, or whose user is disabled', async () => {
  const revoked = await signIn()
  await client.send(new GlobalSignOutCommand({ AccessToken: revoked.accessToken }))
  const disabled = await signIn()
  const { userPoolId: UserPoolId } = cognito
  await client.send(new AdminDisableUserCommand({ UserPoolId, Username: disabled.username }))

  for (const { accessToken, refreshToken } of [revoked, disabled]) {
    const session = { accessToken: expired(accessToken), refreshToken }
    expect(await renewSession(services(), headersOf(session))).toBeNull()
  }
  expect(asked).toEqual(['signature', 'Cognito', 'signature', 'Cognito'])
})

it('does not wait for a Cognito that hangs, and leaves the cookies as they are', async () => {
  const { accessToken, refreshToken } = await signIn()
  const headers = headersOf({ accessToken: expired(accessToken), refreshToken })

  way.stop()
  const renewed = await renewSession(services(), headers).finally(() => way.resume())

  expect(renewed).toBeNull()
  expect(await renewSession(services(), headers)).not.toBeNull()
})

it('tells an outage of the pool’s keys from a token that is not ours', async () => {
  const issuer = 'http://127.0.0.1:1/us-east-1_Test'
  const { accessToken, refreshToken } = await signIn()
  const session = { accessToken: expired(accessToken, { iss: issuer }), refreshToken }

  await expect(renewSession(services(issuer), headersOf(session))).rejects.toMatchObject({
    name: 'Outage',
  })
})
