import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '@/dev/listen'
import { cognitoRenewals } from './renewals'

let status: number
let body: unknown
let requests: { target: string | null; body: unknown }[]
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  server = await listen(async (request) => {
    requests.push({ target: request.headers.get('x-amz-target'), body: await request.json() })
    return Response.json(body, { status })
  }, 0)
})
afterAll(() => server.close())

/** What a renewal comes to, if Cognito answers this. */
function renew(answer: { status: number; body: unknown }, deviceKey: string | null = null) {
  status = answer.status
  body = answer.body
  requests = []
  return cognitoRenewals({
    userPoolId: 'eu-central-1_Test',
    clientId: 'client-1',
    endpoint: `http://localhost:${server.port}`,
    timeoutMs: 5_000,
  }).renew({ refreshToken: 'refresh', deviceKey })
}
const refused = (__type: string) => renew({ status: 400, body: { __type, message: 'No.' } })

describe('a renewal', () => {
  const answer = { status: 200, body: { AuthenticationResult: { AccessToken: 'a', IdToken: 'i' } } }

  it('brings new tokens, and a refresh token only if the pool rotates them', async () => {
    expect(await renew(answer)).toEqual({
      kind: 'renewed',
      tokens: { accessToken: 'a', idToken: 'i', refreshToken: null },
    })
    const rotated = { AccessToken: 'a', RefreshToken: 'next' }
    expect(await renew({ status: 200, body: { AuthenticationResult: rotated } })).toMatchObject({
      tokens: { idToken: null, refreshToken: 'next' },
    })
  })

  it('is one request, which names the device if the pool remembers it', async () => {
    await renew(answer, 'device-1')

    expect(requests).toEqual([
      {
        target: 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
        body: { ClientId: 'client-1', RefreshToken: 'refresh', DeviceKey: 'device-1' },
      },
    ])
  })

  it.each(['NotAuthorizedException', 'com.amazonaws.cognito#UserNotFoundException'])(
    'finds by %s that the session has ended',
    async (name) => {
      expect(await refused(name)).toEqual({ kind: 'ended' })
    },
  )

  it('does not take a request that was not understood for an outage, nor for the end', async () => {
    expect(await refused('InvalidParameterException')).toEqual({ kind: 'refused' })
  })

  it.each(['TooManyRequestsException', 'UnexpectedLambdaException'])(
    'keeps the session after %s',
    async (name) => {
      await expect(refused(name)).rejects.toMatchObject({ name: 'Outage' })
    },
  )

  it.each([
    { status: 503, body: { message: 'away' } },
    { status: 200, body: {} },
    { status: 200, body: { AuthenticationResult: { AccessToken: 1 } } },
  ])('keeps the session if Cognito answers %j', async (odd) => {
    await expect(renew(odd)).rejects.toMatchObject({ name: 'Outage' })
  })
})
