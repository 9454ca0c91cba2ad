import { describe, expect, it } from 'vitest'
import type { Token, Tokens } from './token'
import { users } from './users'

const appUrl = 'https://app.example.com'

/** Accepts `good.<user>.x` and nothing else. */
const tokens: Pick<Tokens, 'verify'> = {
  async verify(jwt) {
    const userId = /^good\.(\w+)\.x$/.exec(jwt)?.[1]
    return userId ? token(userId) : null
  },
}
const token = (userId: string): Token => ({
  userId,
  username: userId,
  groups: [],
  issuedAt: new Date('2026-03-01T12:00:00Z'),
  expiresAt: new Date('2026-03-01T12:15:00Z'),
})
const site = users(tokens, { appUrl, clientId: 'client-1' })

const cookieOf = (user: string, jwt = `good.${user}.x`) =>
  `CognitoIdentityServiceProvider.client-1.LastAuthUser=${user}; CognitoIdentityServiceProvider.client-1.${user}.accessToken=${jwt}`
const request = (headers: Record<string, string>, method = 'GET') =>
  new Request(`${appUrl}/api/entitlements`, { method, headers })

describe('the user of a request', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['is the one of the Bearer token', { authorization: 'Bearer good.ada.x' }, 'ada'],
    ['is found with bearer in lower case too', { authorization: 'bearer good.ada.x' }, 'ada'],
    ['is the one of the cookie', { cookie: cookieOf('bob') }, 'bob'],
    [
      'is the one of the Bearer token if there is a cookie too',
      { authorization: 'Bearer good.ada.x', cookie: cookieOf('bob') },
      'ada',
    ],
    [
      'is none with a bad Bearer token and a good cookie',
      { authorization: 'Bearer bad', cookie: cookieOf('bob') },
      null,
    ],
    [
      'is none with an empty Bearer and a good cookie',
      { authorization: 'Bearer', cookie: cookieOf('bob') },
      null,
    ],
    ['is none with two Bearer tokens', { authorization: 'Bearer good.ada.x good.bob.x' }, null],
    [
      'is none with two Authorization headers',
      { authorization: 'Bearer good.ada.x, Bearer good.bob.x' },
      null,
    ],
    [
      'is none with a scheme that only begins like Bearer',
      { authorization: 'Bearerer good.ada.x' },
      null,
    ],
    ['is none with a token without a scheme', { authorization: 'good.ada.x' }, null],
    [
      'is the cookie’s next to a host’s own Basic password',
      { authorization: 'Basic eDp5', cookie: cookieOf('bob') },
      'bob',
    ],
    ['is none with a Basic password', { authorization: 'Basic good.ada.x' }, null],
    ['is none with a bad cookie', { cookie: cookieOf('bob', 'bad') }, null],
    ['is none without a token', {}, null],
  ])('%s', async (_, headers, userId) => {
    expect((await site.find(request(headers)))?.userId ?? null).toBe(userId)
    if (userId) expect((await site.require(request(headers))).userId).toBe(userId)
    else {
      await expect(site.require(request(headers))).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
  })
})

describe('a write with the cookie', () => {
  const write = (origin: string | null, method = 'POST') =>
    site.require(request({ cookie: cookieOf('bob'), ...(origin !== null && { origin }) }, method))

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('by %s needs our own origin', async (method) => {
    expect((await write(appUrl, method)).userId).toBe('bob')
    await expect(write('https://evil.example', method)).rejects.toMatchObject({
      code: 'foreign_origin',
    })
  })

  it.each([
    ['none', null],
    ['an empty one', ''],
    ['null, as from a sandbox or a file', 'null'],
    ['another host', 'https://evil.example'],
    ['a subdomain of ours', 'https://x.app.example.com'],
    ['our parent domain', 'https://example.com'],
    ['a sibling domain', 'https://blog.example.com'],
    ['our host without encryption', 'http://app.example.com'],
    ['our host on another port', 'https://app.example.com:8443'],
    ['our host with the default port', 'https://app.example.com:443'],
    ['our name as a prefix', 'https://app.example.com.evil.example'],
    ['our name as a suffix', 'https://evilapp.example.com'],
    ['our name as a user', 'https://app.example.com@evil.example'],
    ['our name in capitals', 'https://APP.EXAMPLE.COM'],
    ['our name with a dot after it', 'https://app.example.com.'],
    ['our origin with a slash', 'https://app.example.com/'],
    ['ours next to another', 'https://app.example.com, https://evil.example'],
    ['a look-alike', 'https://аpp.example.com'.replace('а', 'xn--pp-7kc')],
  ])('is refused from %s', async (_, origin) => {
    await expect(write(origin)).rejects.toMatchObject({ code: 'foreign_origin' })
  })

  it('needs no origin to read', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await write(null, method)).userId).toBe('bob')
    }
  })

  it('is not allowed by a Basic password', async () => {
    const headers = { cookie: cookieOf('bob'), authorization: 'Basic eDp5' }
    await expect(site.require(request(headers, 'POST'))).rejects.toMatchObject({
      code: 'foreign_origin',
    })
  })

  it('needs no origin with a Bearer token, which no other site can send', async () => {
    const headers = { authorization: 'Bearer good.ada.x', origin: 'https://evil.example' }
    expect((await site.require(request(headers, 'POST'))).userId).toBe('ada')
  })
})
