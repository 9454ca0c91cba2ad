import { JwtVerifier } from 'aws-jwt-verify'
import { z } from 'zod'
import type { Account } from '@/lib/db/accounts'

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
  const verifier = JwtVerifier.create({
    issuer: pool.issuer,
    // An access token carries `client_id` and no audience.
    audience: null,
    jwksUri: pool.jwksUri ?? `${pool.issuer}/.well-known/jwks.json`,
    customJwtCheck: ({ header, payload }) => {
      if (header.alg !== 'RS256') throw new Error('Not RS256')
      if (header.crit !== undefined) throw new Error('Asks for extensions we do not know')
      if (payload.client_id !== pool.clientId) throw new Error('For another client')
    },
  })
  return {
    async verify(jwt) {
      try {
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

/** Keys that can't be fetched are an outage at our end, and no reason to call anybody a forger. */
const isOurs = (error: unknown) =>
  error instanceof Error && ['FetchError', 'WaitPeriodNotYetEndedJwkError'].includes(error.name)

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
export const isStale = (token: Token, account: Pick<Account, 'accessChangedAt'>): boolean =>
  token.issuedAt.getTime() + 1_000 <= account.accessChangedAt.getTime()
