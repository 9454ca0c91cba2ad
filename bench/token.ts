import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { cognitoTokens } from '@/lib/auth/token'
import { startIssuer } from '@/testing/issuer'
import { median, spread } from './support/statistics'

/**
 * `npx tsx bench/token.ts`: how long our check of an access token takes, compared with aws-jwt-verify
 * alone and with a raw RS256 verification of the same token. In process, with the keys in memory.
 */
const rounds = 9
const checks = 4_000

const issuer = await startIssuer()
const now = Math.floor(Date.now() / 1000)
const userId = 'b0c1f7c4-7a52-4a4c-9a35-6e0d3f3f5c11'
const jwt = issuer.sign({
  sub: userId,
  username: userId,
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
const verifier = JwtVerifier.create(
  { issuer: issuer.issuer, audience: null, jwksUri: `${issuer.issuer}/.well-known/jwks.json` },
  { jwksCache: new SimpleJwksCache() },
)
verifier.cacheJwks({ keys: jwks.map((jwk) => ({ ...jwk, kty: 'RSA', kid: String(jwk.kid) })) })
const library = () => verifier.verifySync(jwt).sub === userId
const ours = async () => (await tokens.verify(jwt)) !== null

const times: { raw: number[]; library: number[]; ours: number[] } = {
  raw: [],
  library: [],
  ours: [],
}
for (let round = -2; round < rounds; round++) {
  const one = {
    raw: await microseconds(raw),
    library: await microseconds(library),
    ours: await microseconds(ours),
  }
  // Two rounds of warm-up.
  if (round < 0) continue
  times.raw.push(one.raw)
  times.library.push(one.library)
  times.ours.push(one.ours)
}
const row = (who: keyof typeof times, target = '') => ({
  µs: median(times[who]).toFixed(1),
  '÷ raw RS256': spread(times[who].map((time, at) => time / (times.raw[at] ?? 0))),
  '÷ aws-jwt-verify': spread(times[who].map((time, at) => time / (times.library[at] ?? 0))),
  target,
})
console.table({
  'raw RS256': row('raw'),
  'aws-jwt-verify alone': row('library'),
  'our check': row('ours', '≤ 1.1 × aws-jwt-verify'),
})
console.log(`${rounds} rounds of ${checks} checks: median (min-max).`)
console.log('Left out: fetching the keys, and the cache that checks the same token only once.')

async function microseconds(check: () => boolean | Promise<boolean>): Promise<number> {
  const startedAt = performance.now()
  for (let i = 0; i < checks; i++) {
    if (!(await check())) throw new Error('A good token was refused')
  }
  return ((performance.now() - startedAt) * 1000) / checks
}
