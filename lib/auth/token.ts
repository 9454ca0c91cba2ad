import { JwtVerifier } from 'aws-jwt-verify'
import { FetchError, JwksValidationError, JwkValidationError } from 'aws-jwt-verify/error'
import { type Fetcher, SimpleFetcher } from 'aws-jwt-verify/https'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt'
import { z } from 'zod'

/** What a verified access token says. Groups are Cognito's, prefix included, staff among them. */
export type Token = {
  userId: string
  username: string
  groups: string[]
  issuedAt: Date
  expiresAt: Date
}

/**
 * What aws-jwt-verify leaves open: it accepts a token without `exp`, and a `cognito:groups` that is
 * one string, in which `.includes` would find a group inside another's name.
 */
const Claims = z.object({
  sub: z.string().min(1),
  username: z.string().min(1),
  token_use: z.literal('access'),
  exp: z.int().positive(),
  iat: z.int().nonnegative(),
  'cognito:groups': z.array(z.string()).default([]),
})

export type Tokens = {
  /** `null` for anything but a valid access token of our pool and our client. */
  verify(jwt: string): Promise<Token | null>
  /** Throws if the pool's keys can't be fetched. */
  ping(): Promise<void>
}

/**
 * `issuer` and `clientId` are pinned; the algorithm is RS256 and nothing else. Keys are fetched
 * once from `jwksUri` and again only when a token names one that isn't known.
 */
export function cognitoTokens(pool: {
  issuer: string
  clientId: string
  jwksUri?: string
}): Tokens {
  const keys = new SimpleJwksCache({
    fetcher: pool.issuer.startsWith('http:') ? plainHttpFetcher : new SimpleFetcher(),
  })
  const verifier = JwtVerifier.create(
    {
      issuer: pool.issuer,
      // An access token carries `client_id` and no audience.
      audience: null,
      jwksUri: pool.jwksUri ?? `${pool.issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ header, payload }) => {
        if (header.crit !== undefined) throw new Error('Asks for extensions we do not know')
        if (payload.client_id !== pool.clientId) throw new Error('For another client')
      },
    },
    { jwksCache: keys },
  )
  return {
    async verify(jwt) {
      try {
        if (!isWorthChecking(jwt, pool.issuer)) return null
        const claims = Claims.parse(await verifier.verify(jwt))
        return {
          userId: claims.sub,
          username: claims.username,
          groups: claims['cognito:groups'],
          issuedAt: new Date(claims.iat * 1000),
          expiresAt: new Date(claims.exp * 1000),
        }
      } catch (error) {
        if (isOurs(error)) throw error
        return null
      }
    },
    ping: () => verifier.hydrate(),
  }
}

/** Far beyond a token with a hundred groups. */
const longest = 16_384

/**
 * Turned away before any key is looked for. aws-jwt-verify remembers a key for each issuer that a
 * token names, before it checks the signature: made-up issuers would fill the memory.
 */
function isWorthChecking(jwt: string, issuer: string): boolean {
  if (jwt.length > longest) return false
  const { header, payload } = decomposeUnverifiedJwt(jwt)
  return header.alg === 'RS256' && payload.iss === issuer
}

/**
 * Keys that can't be fetched are an outage at our end, and no reason to call anybody a forger. A key
 * that wasn't in the set we fetched a moment ago is: or else made-up key ids would draw 5xx from us.
 */
const isOurs = (error: unknown) =>
  error instanceof FetchError ||
  error instanceof JwksValidationError ||
  error instanceof JwkValidationError

/** The local Cognito speaks plain HTTP, which aws-jwt-verify's own fetcher refuses. */
const plainHttpFetcher: Fetcher = {
  async fetch(uri) {
    try {
      const response = await fetch(uri, { cache: 'no-store', signal: AbortSignal.timeout(3_000) })
      if (!response.ok) throw new Error(`it answered ${response.status}`)
      return await response.arrayBuffer()
    } catch (error) {
      throw new FetchError(uri, error)
    }
  },
}

export const cognitoIssuer = (pool: {
  region: string
  poolId: string
  endpoint?: string | undefined
}) =>
  pool.endpoint
    ? `${pool.endpoint.replace(/\/$/, '')}/${pool.poolId}`
    : `https://cognito-idp.${pool.region}.amazonaws.com/${pool.poolId}`

/**
 * Whether a token was surely issued before its owner's access last changed. It may carry groups
 * that are no longer theirs, so it must be refreshed. A token from the very second passes: the row
 * decides anyway.
 */
export const isStale = (token: Token, account: { accessChangedAt: Date }): boolean =>
  token.issuedAt.getTime() + 1_000 <= account.accessChangedAt.getTime()
