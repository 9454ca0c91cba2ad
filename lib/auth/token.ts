import { JwtVerifier } from 'aws-jwt-verify'
import { FetchError, JwksValidationError, JwkValidationError } from 'aws-jwt-verify/error'
import { type Fetcher, SimpleFetcher } from 'aws-jwt-verify/https'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt'
import { z } from 'zod'
import { Outage } from '@/lib/outages'

/**
 * The claims of a verified access token. `groups` are Cognito's: with the prefix, staff groups
 * included.
 */
export type Token = {
  userId: string
  username: string
  groups: string[]
  issuedAt: Date
  expiresAt: Date
}

/**
 * What aws-jwt-verify does not check: it accepts a token without `exp`, and a `cognito:groups` that
 * is one string, in which `.includes` would find a group inside the name of another.
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
  /** The token's claims; `null` unless it is a valid access token of our pool and our client. */
  verify(jwt: string): Promise<Token | null>
  /** The same, also for a token that has expired since. It proves who had it, and lets no one in. */
  verifyOnceValid(jwt: string): Promise<Token | null>
  /** Throws if the pool's keys can't be fetched. */
  ping(): Promise<void>
}

/**
 * Verifies the access tokens of one user pool and one client. The only algorithm is RS256. The
 * pool's keys are fetched once from `jwksUri`, and again only if a token names an unknown key.
 */
export function cognitoTokens(pool: {
  issuer: string
  clientId: string
  jwksUri?: string
  /** Refuses tokens that were issued for longer, and reports them. */
  lifeLimit?: { minutes: number; report: (minutes: number) => void }
}): Tokens {
  const keys = new SimpleJwksCache({
    fetcher: pool.issuer.startsWith('http:') ? plainHttpFetcher : httpsFetcher,
  })
  const verifier = JwtVerifier.create(
    {
      issuer: pool.issuer,
      // An access token carries `client_id` and no audience.
      audience: null,
      jwksUri: pool.jwksUri ?? `${pool.issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ header, payload }) => {
        if (header.crit !== undefined) throw new Error('The token requires unknown extensions')
        if (payload.client_id !== pool.clientId) throw new Error('The token is for another client')
      },
    },
    { jwksCache: keys },
  )
  const verify = async (jwt: string, graceSeconds: number): Promise<Token | null> => {
    try {
      if (!mayBeOurs(jwt, pool.issuer)) return null
      const claims = Claims.parse(await verifier.verify(jwt, { graceSeconds }))
      const minutes = (claims.exp - claims.iat) / 60
      if (pool.lifeLimit && minutes > pool.lifeLimit.minutes) {
        pool.lifeLimit.report(minutes)
        return null
      }
      return {
        userId: claims.sub,
        username: claims.username,
        groups: claims['cognito:groups'],
        issuedAt: new Date(claims.iat * 1000),
        expiresAt: new Date(claims.exp * 1000),
      }
    } catch (error) {
      if (lacksKeys(error)) {
        throw new Outage('The keys of the user pool can’t be fetched', { cause: error })
      }
      return null
    }
  }
  return {
    verify: (jwt) => verify(jwt, 0),
    verifyOnceValid: (jwt) => verify(jwt, yearSeconds),
    ping: () => verifier.hydrate(),
  }
}

/** No refresh token that is younger could renew what expired earlier. */
const yearSeconds = 366 * 86_400

/** In characters. A token with a hundred groups, the most Cognito allows, is far shorter. */
const maxLength = 16_384

/**
 * Whether the signature is worth checking. aws-jwt-verify keeps an entry for each issuer that a
 * token names, before it checks the signature, so tokens with invented issuers would fill the
 * memory.
 */
function mayBeOurs(jwt: string, issuer: string): boolean {
  if (jwt.length > maxLength) return false
  const { header, payload } = decomposeUnverifiedJwt(jwt)
  return header.alg === 'RS256' && payload.iss === issuer
}

/**
 * Whether the pool's keys could not be fetched: an outage, which says nothing about the token. A
 * key id that is missing in keys which were just fetched is a forgery; invented key ids must not
 * cause a 5xx.
 */
const lacksKeys = (error: unknown) =>
  error instanceof FetchError ||
  error instanceof JwksValidationError ||
  error instanceof JwkValidationError

/**
 * How long the pool's keys may take. For a page both the middleware and the page itself may wait for
 * them and get none, and within 6 seconds it must be shown.
 */
const keysTimeoutMs = 2_500

/** Tries twice. */
const httpsFetcher = new SimpleFetcher({
  defaultRequestOptions: { timeout: keysTimeoutMs / 2, responseTimeout: keysTimeoutMs / 2 },
})

/** For the local Cognito: aws-jwt-verify's own fetcher refuses plain HTTP. */
const plainHttpFetcher: Fetcher = {
  async fetch(uri) {
    try {
      const response = await fetch(uri, {
        cache: 'no-store',
        signal: AbortSignal.timeout(keysTimeoutMs),
      })
      if (!response.ok) throw new Error(`it answered ${response.status}`)
      return await response.arrayBuffer()
    } catch (error) {
      throw new FetchError(uri, error)
    }
  },
}

/** The `iss` claim of the pool's tokens. */
export const cognitoIssuer = (pool: {
  region: string
  poolId: string
  endpoint?: string | undefined
}) =>
  pool.endpoint
    ? `${pool.endpoint.replace(/\/$/, '')}/${pool.poolId}`
    : `https://cognito-idp.${pool.region}.amazonaws.com/${pool.poolId}`

/**
 * By how much our clock may be ahead of Cognito's. Both follow NTP, which keeps them within
 * milliseconds; a machine that lost it drifts by seconds a day.
 */
const clockSkewMs = 30_000

/**
 * Whether a token was certainly issued before its owner's access last changed. It may carry old
 * groups and must be refreshed. `iat` is a whole second of Cognito's clock and the change is a time
 * of ours, so a token counts as fresh until it is older by more than the clocks may differ: refusing
 * one that was just issued would send its owner in circles. The row decides anyway.
 */
export const isStale = (token: Token, account: { accessChangedAt: Date }): boolean =>
  token.issuedAt.getTime() + 1_000 + clockSkewMs <= account.accessChangedAt.getTime()
