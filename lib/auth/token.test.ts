import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Outage } from '@/lib/outages'
import { cognitoIssuer, cognitoTokens, isStale, type Tokens } from './token'

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 })
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const jwk = (key: KeyObject, kid: string) => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
})

let server: Server
let issuer: string
let tokens: Tokens
let fetches = 0
let respond = () => JSON.stringify({ keys: [jwk(ours.publicKey, 'key-1')] })
let status = 200

beforeAll(async () => {
  server = createServer((_, response) => {
    fetches++
    response.writeHead(status, { 'content-type': 'application/json' }).end(respond())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/local_pool`
})

afterAll(async () => {
  await new Promise((closed) => server.close(closed))
})

beforeEach(() => {
  fetches = 0
  status = 200
  respond = () => JSON.stringify({ keys: [jwk(ours.publicKey, 'key-1')] })
  tokens = cognitoTokens({ issuer, clientId: 'client-1' })
})

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

/** What Cognito puts into an access token. `undefined` leaves a claim out. */
const claims = (changes: Record<string, unknown> = {}) => ({
  sub: 'user-1',
  username: 'ada@example.com',
  iss: issuer,
  client_id: 'client-1',
  token_use: 'access',
  'cognito:groups': ['app-pro', 'app-admins'],
  auth_time: now(),
  iat: now(),
  exp: now() + 900,
  jti: 'jti-1',
  ...changes,
})

const header = (changes: Record<string, unknown> = {}) => ({
  alg: 'RS256',
  kid: 'key-1',
  ...changes,
})

function jwt(
  payload: unknown,
  head: unknown = header(),
  signer: (input: string) => Buffer = rs256(ours.privateKey),
) {
  const input = `${part(head)}.${part(payload)}`
  return `${input}.${signer(input).toString('base64url')}`
}

const rs256 = (key: KeyObject) => (input: string) => sign('sha256', Buffer.from(input), key)
const rs512 = (input: string) => sign('sha512', Buffer.from(input), ours.privateKey)
const es256 = (input: string) =>
  sign('sha256', Buffer.from(input), { key: curve.privateKey, dsaEncoding: 'ieee-p1363' })
const unsigned = () => Buffer.alloc(0)
const hs256 = (secret: string | Buffer) => (input: string) =>
  createHmac('sha256', secret).update(input).digest()
const publicPem = ours.publicKey.export({ type: 'spki', format: 'pem' })

describe('a valid access token', () => {
  it('says whose it is, with groups and times', async () => {
    const at = now()
    expect(await tokens.verify(jwt(claims({ iat: at, exp: at + 900 })))).toEqual({
      userId: 'user-1',
      username: 'ada@example.com',
      groups: ['app-pro', 'app-admins'],
      issuedAt: new Date(at * 1000),
      expiresAt: new Date((at + 900) * 1000),
    })
  })

  it('may come without groups', async () => {
    expect(await tokens.verify(jwt(claims({ 'cognito:groups': undefined })))).toMatchObject({
      groups: [],
    })
  })

  it('is checked against keys that are fetched once', async () => {
    for (let i = 0; i < 5; i++) expect(await tokens.verify(jwt(claims()))).not.toBeNull()
    expect(fetches).toBe(1)
  })

  it('is accepted with a key that the pool has rotated to', async () => {
    expect(await tokens.verify(jwt(claims()))).not.toBeNull()
    respond = () =>
      JSON.stringify({ keys: [jwk(ours.publicKey, 'key-1'), jwk(theirs.publicKey, 'key-2')] })

    const rolled = jwt(claims(), header({ kid: 'key-2' }), rs256(theirs.privateKey))
    expect(await tokens.verify(rolled)).not.toBeNull()
    expect(fetches).toBe(2)
  })
})

describe('a token is refused', () => {
  const tampered = () => {
    const [head, , signature] = jwt(claims()).split('.')
    return `${head}.${part(claims({ 'cognito:groups': ['app-enterprise'] }))}.${signature}`
  }
  const otherHead = (head: Record<string, unknown>) => {
    const [, payload, signature] = jwt(claims()).split('.')
    return `${part(header(head))}.${payload}.${signature}`
  }

  it.each<[kind: string, make: () => string]>([
    ['that is not signed (alg none)', () => jwt(claims(), header({ alg: 'none' }), unsigned)],
    ['with alg none and a real signature', () => jwt(claims(), header({ alg: 'none' }))],
    ['with alg NONE in capitals', () => jwt(claims(), header({ alg: 'NONE' }))],
    ['without alg', () => jwt(claims(), header({ alg: undefined }))],
    ['with alg rs256 in lower case', () => jwt(claims(), header({ alg: 'rs256' }))],
    ['with alg as a list', () => jwt(claims(), header({ alg: ['RS256'] }))],
    [
      'signed HS256 with our public key as the secret',
      () => jwt(claims(), header({ alg: 'HS256' }), hs256(publicPem)),
    ],
    ['signed HS256 but called RS256', () => jwt(claims(), header(), hs256(publicPem))],
    ['signed HS256 with an empty secret', () => jwt(claims(), header({ alg: 'HS256' }), hs256(''))],
    ['signed RS512 with our own key', () => jwt(claims(), header({ alg: 'RS512' }), rs512)],
    ['signed RS512 but called RS256', () => jwt(claims(), header(), rs512)],
    ['signed ES256 with another kind of key', () => jwt(claims(), header({ alg: 'ES256' }), es256)],
    ['signed with another key pair', () => jwt(claims(), header(), rs256(theirs.privateKey))],
    ['with an unknown key id', () => jwt(claims(), header({ kid: 'key-9' }))],
    ['without a key id', () => jwt(claims(), header({ kid: undefined }))],
    [
      'with a key id that is a path',
      () => jwt(claims(), header({ kid: '../../dev/null' }), hs256('')),
    ],
    ['with a key id that every object has', () => jwt(claims(), header({ kid: '__proto__' }))],
    ['of another pool', () => jwt(claims({ iss: issuer.replace('local', 'other') }))],
    [
      'of an issuer whose name only begins like ours',
      () => jwt(claims({ iss: `${issuer}.evil.example` })),
    ],
    ['of no issuer', () => jwt(claims({ iss: undefined }))],
    ['of several issuers', () => jwt(claims({ iss: [issuer] }))],
    ['for another client', () => jwt(claims({ client_id: 'client-2' }))],
    ['for no client', () => jwt(claims({ client_id: undefined }))],
    ['for several clients', () => jwt(claims({ client_id: ['client-1'] }))],
    [
      'with the client as audience, one of a list',
      () => jwt(claims({ client_id: undefined, aud: ['client-1', 'x'] })),
    ],
    ['that is an id token', () => jwt(claims({ token_use: 'id', aud: 'client-1' }))],
    ['that does not say its use', () => jwt(claims({ token_use: undefined }))],
    ['without an expiry', () => jwt(claims({ exp: undefined }))],
    ['that has expired', () => jwt(claims({ exp: now() - 1 }))],
    ['whose expiry is text', () => jwt(claims({ exp: String(now() + 900) }))],
    ['whose expiry is null', () => jwt(claims({ exp: null }))],
    ['whose expiry is beyond all dates', () => jwt(claims({ exp: 1e300 }))],
    ['that is not valid yet', () => jwt(claims({ nbf: now() + 60 }))],
    ['without its time of issue', () => jwt(claims({ iat: undefined }))],
    ['whose groups are one string', () => jwt(claims({ 'cognito:groups': 'app-admins' }))],
    ['whose groups are not strings', () => jwt(claims({ 'cognito:groups': [{ app: 'admins' }] }))],
    ['whose groups are null', () => jwt(claims({ 'cognito:groups': null }))],
    ['without a subject', () => jwt(claims({ sub: undefined }))],
    ['with an empty subject', () => jwt(claims({ sub: '' }))],
    ['without a user name', () => jwt(claims({ username: undefined }))],
    ['that requires unknown extensions (crit)', () => jwt(claims(), header({ crit: ['exp'] }))],
    [
      'that brings its own key (jwk)',
      () =>
        jwt(claims(), header({ jwk: jwk(theirs.publicKey, 'key-1') }), rs256(theirs.privateKey)),
    ],
    [
      'that brings its own key and names it',
      () =>
        jwt(
          claims(),
          header({ kid: 'mine', jwk: jwk(theirs.publicKey, 'mine') }),
          rs256(theirs.privateKey),
        ),
    ],
    [
      'that says where its key is (jku)',
      () => jwt(claims(), header({ jku: 'http://127.0.0.1:1/keys' }), rs256(theirs.privateKey)),
    ],
    [
      'that says where its certificate is (x5u)',
      () => jwt(claims(), header({ x5u: 'http://127.0.0.1:1/cert' }), rs256(theirs.privateKey)),
    ],
    ['whose payload was changed', tampered],
    ['whose header was changed', () => otherHead({ typ: 'JWT' })],
    ['whose signature was cut', () => jwt(claims()).slice(0, -10)],
    ['whose signature is missing', () => jwt(claims()).replace(/[^.]+$/, '')],
    ['of two parts', () => jwt(claims()).replace(/\.[^.]+$/, '')],
    ['of four parts', () => `${jwt(claims())}.x`],
    ['with a space before it', () => ` ${jwt(claims())}`],
    ['that is empty', () => ''],
    ['of dots', () => '..'],
    ['whose payload is no object', () => jwt('admin')],
    ['whose payload is null', () => jwt(null)],
    ['that is valid but huge', () => jwt(claims({ padding: 'x'.repeat(20_000) }))],
    ['that is a megabyte of the letter a', () => 'a'.repeat(1_000_000)],
  ])('%s', async (_, make) => {
    expect(await tokens.verify(jwt(claims()))).not.toBeNull()
    expect(await tokens.verify(make())).toBeNull()
  })

  it('again and again with an invented key id, and never with an error of ours', async () => {
    const forged = (kid: string) => jwt(claims(), header({ kid }), rs256(theirs.privateKey))
    for (let i = 0; i < 20; i++) expect(await tokens.verify(forged(`key-${i + 2}`))).toBeNull()
    expect(await tokens.verify(jwt(claims()))).not.toBeNull()
    expect(fetches).toBeLessThanOrEqual(2)
  })

  it('of another issuer without fetching its keys', async () => {
    expect(await tokens.verify(jwt(claims({ iss: 'https://evil.example' })))).toBeNull()
    expect(fetches).toBe(0)
  })
})

describe('keys that cannot be fetched', () => {
  it.each<[string, () => void]>([
    [
      'because the pool answers 500',
      () => {
        status = 500
      },
    ],
    [
      'because the answer is no JSON',
      () => {
        respond = () => '<html>'
      },
    ],
    [
      'because the answer has no keys',
      () => {
        respond = () => '{}'
      },
    ],
  ])('%s are an outage, not a forgery', async (_, breakIt) => {
    breakIt()
    await expect(tokens.verify(jwt(claims()))).rejects.toThrow()
    await expect(tokens.ping()).rejects.toThrow()

    status = 200
    respond = () => JSON.stringify({ keys: [jwk(ours.publicKey, 'key-1')] })
    expect(await tokens.verify(jwt(claims()))).not.toBeNull()
    await expect(tokens.ping()).resolves.toBeUndefined()
  })

  it('because nothing listens there are an outage too', async () => {
    const away = cognitoTokens({ issuer: 'http://127.0.0.1:1/pool', clientId: 'client-1' })
    const token = jwt(claims({ iss: 'http://127.0.0.1:1/pool' }))
    await expect(away.verify(token)).rejects.toThrow(Outage)
    await expect(away.ping()).rejects.toThrow('Failed to fetch')
  })

  it('may be at another address than the issuer', async () => {
    const pool = { issuer: 'http://cognito.example/pool', clientId: 'client-1' }
    const moved = cognitoTokens({ ...pool, jwksUri: `${issuer}/.well-known/jwks.json` })
    expect(await moved.verify(jwt(claims({ iss: pool.issuer })))).not.toBeNull()
  })
})

it('names the issuer as Cognito does, or the local Cognito', () => {
  const pool = { region: 'eu-west-1', poolId: 'eu-west-1_abc' }
  expect(cognitoIssuer(pool)).toBe('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc')
  for (const endpoint of ['http://localhost:9229', 'http://localhost:9229/']) {
    expect(cognitoIssuer({ ...pool, endpoint })).toBe('http://localhost:9229/eu-west-1_abc')
  }
})

describe('a token that was issued for longer than allowed', () => {
  const reported: number[] = []
  const limited = (minutes: number) =>
    cognitoTokens({
      issuer,
      clientId: 'client-1',
      lifeLimit: { minutes, report: (life) => void reported.push(life) },
    })
  beforeEach(() => {
    reported.length = 0
  })

  it('is refused however new it is, and reported', async () => {
    const dayLong = jwt(claims({ exp: now() + 86_400 }))

    expect(await limited(60).verify(dayLong)).toBeNull()
    expect(reported).toEqual([1_440])
  })

  it('is refused from the first second beyond', async () => {
    const iat = now() - 10
    const lasting = (seconds: number) => jwt(claims({ iat, exp: iat + seconds }))

    expect(await limited(15).verify(lasting(900))).toMatchObject({ userId: 'user-1' })
    expect(await limited(15).verify(lasting(901))).toBeNull()
  })

  it('is not reported if it is forged', async () => {
    const forged = jwt(claims({ exp: now() + 86_400 }), header(), rs256(theirs.privateKey))

    expect(await limited(60).verify(forged)).toBeNull()
    expect(reported).toEqual([])
  })
})

describe('a token is stale', () => {
  const token = (issuedAt: string) => ({
    userId: 'user-1',
    username: 'ada',
    groups: [],
    issuedAt: new Date(issuedAt),
    expiresAt: new Date('2026-03-01T13:00:00Z'),
  })
  // A token's time is its whole second: issued at 12:00:05, it may be from 12:00:05.999.
  it.each([
    ['2026-03-01T12:00:05Z', '2026-03-01T12:00:04.999Z', false],
    ['2026-03-01T12:00:05Z', '2026-03-01T12:00:05.000Z', false],
    ['2026-03-01T12:00:05Z', '2026-03-01T12:00:05.999Z', false],
    // Our clock may be 30 seconds ahead of Cognito's.
    ['2026-03-01T12:00:05Z', '2026-03-01T12:00:25.000Z', false],
    ['2026-03-01T12:00:05Z', '2026-03-01T12:00:35.999Z', false],
    ['2026-03-01T12:00:05Z', '2026-03-01T12:00:36.000Z', true],
    ['2026-03-01T12:00:05Z', '2026-03-02T00:00:00.000Z', true],
  ])('or not: issued %s, access changed %s: %s', (issued, changed, expected) => {
    expect(isStale(token(issued), { accessChangedAt: new Date(changed) })).toBe(expected)
  })
})
