import type { Token, Tokens } from './token'

declare global {
  /**
   * By pool, then by token. Next bundles the middleware apart from pages, each with its own
   * modules.
   */
  var tollgateVerifiedTokens: Map<string, Map<string, Verified>> | undefined
}

type Verified = { token: Token; until: number }

/** Longer than a request takes from the middleware to its page. */
const rememberedMs = 5_000
const mostTokens = 1_000

/**
 * Verifies a token once for the middleware and the page that follows it. What is remembered are the
 * very characters that were verified, in this process and for seconds, so there is nothing to
 * forge: a header from the middleware to the page could be sent from outside. `pool` names whose
 * tokens these are; another pool's or client's are never mixed up with them.
 */
export function verifyOnce(tokens: Tokens, pool: string, now: () => number = Date.now): Tokens {
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
      // A map keeps its entries in the order they were put in: the first is the oldest.
      const [oldest] = verified.keys()
      if (verified.size >= mostTokens && oldest !== undefined) verified.delete(oldest)
      verified.set(jwt, {
        token,
        until: Math.min(now() + rememberedMs, token.expiresAt.getTime()),
      })
      return token
    },
  }
}
