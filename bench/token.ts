import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { cognitoTokens } from '@/lib/auth/token'
import { startIssuer } from '@/testing/issuer'
import { median, spread } from './support/statistics'

/**
 * `npx tsx bench/token.ts`: our check of an access token over a raw RS256 verification of the same
 * token, in process, keys at hand. The target is a ratio of at least 0.65.
 */
const rounds = 9
const checks = 4_000

const issuer = await startIssuer()
const now = Math.floor(Date.now() / 1000)
const jwt = issuer.sign({
  sub: 'b0c1f7c4-7a52-4a4c-9a35-6e0d3f3f5c11',
  username: 'b0c1f7c4-7a52-4a4c-9a35-6e0d3f3f5c11',
  'cognito:groups': ['pro'],
  iat: now,
  exp: now + 900,
})
const keys = await fetch(`${issuer.issuer}/.well-known/jwks.json`)
const { keys: jwks } = (await keys.json()) as { keys: JsonWebKey[] }
const key = createPublicKey({ key: jwks[0] ?? {}, format: 'jwk' })
const tokens = cognitoTokens(issuer)

const raw = () => {
  const at = jwt.lastIndexOf('.')
  return verify(
    'RSA-SHA256',
    Buffer.from(jwt.slice(0, at)),
    key,
    Buffer.from(jwt.slice(at + 1), 'base64url'),
  )
}
const ours = async () => (await tokens.verify(jwt)) !== null

const times: { raw: number[]; ours: number[] } = { raw: [], ours: [] }
for (let round = -2; round < rounds; round++) {
  const one = { raw: await microseconds(raw), ours: await microseconds(ours) }
  // The first two only warm up.
  if (round < 0) continue
  times.raw.push(one.raw)
  times.ours.push(one.ours)
}
console.table({
  'raw RS256': { µs: median(times.raw).toFixed(1), 'of raw speed': '1' },
  'our check': {
    µs: median(times.ours).toFixed(1),
    'of raw speed': spread(times.raw.map((time, at) => time / (times.ours[at] ?? 0))),
  },
})
console.log(`${rounds} rounds of ${checks} checks: median (min-max). Target: ≥ 0.65.`)

async function microseconds(check: () => boolean | Promise<boolean>): Promise<number> {
  const startedAt = performance.now()
  for (let i = 0; i < checks; i++) {
    if (!(await check())) throw new Error('A good token was refused')
  }
  return ((performance.now() - startedAt) * 1000) / checks
}
