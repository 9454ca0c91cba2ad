import type { Token, Tokens } from './token'

declare global {
  /**
   * By pool, then by token. Next bundles the middleware apart from pages, each with its own
   * modules.
   */
  var tollgateVerifiedTokens: Map<string, Map<string, Verified>> | undefined
}

type Verified = { token: Token; until: number }

/** Longer than a request needs from the middleware to its page. */
const rememberedMs = 5_000
const maxTokens = 1_000

/**
 * Verifies a token once for the middleware and for the page that follows it. Remembers the whole
 * token, signature included, for five seconds in this process. That cannot be forged, unlike a
 * header from the middleware to the page, which anyone could send. `pool` keeps the tokens of
 * different pools and clients apart.
 */
export function verifyOnce<Given extends Pick<Tokens, 'verify'>>(
  tokens: Given,
  pool: string,
  now: () => number = Date.now,
): Given {
  globalThis.tollgateVerifiedTokens ??= new Map()
  const verified = globalThis.tollgateVerifiedTokens.get(pool) ?? new Map<string, Verified>()
  globalThis.tollgateVerifiedTokens.set(pool, verified)
  return {
    ...tokens,
    async verify(jwt) {
      const known = verified.get(jwt)
      if (known && now() < known.until) return known.token
      verified.delete(jwt)
      const token = await tokens.verify(jwt)
      if (!token) return null
      // A map keeps its entries in insertion order: the first is the oldest.
      const [oldest] = verified.keys()
      if (verified.size >= maxTokens && oldest !== undefined) verified.delete(oldest)
      verified.set(jwt, {
        token,
        until: Math.min(now() + rememberedMs, token.expiresAt.getTime()),
      })
      return token
    },
  }
}
