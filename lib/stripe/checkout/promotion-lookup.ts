import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import type { Log } from '@/lib/log'
import { withTimeout } from '@/lib/with-timeout'
import type { Promotions } from './promotions'

/**
 * Looks up codes for a public page. Stripe's rate limit is shared with everything that grants
 * access, so each process asks at most `perSecond` times a second and caches answers for a minute.
 * That also slows down guessing codes.
 */
export function promotionLookup(
  { promotions, log }: { promotions: Promotions; log: Log },
  clock: () => number = () => performance.now(),
  timeoutMs = 3_000,
): (code: string, now: Date) => Promise<PromotionLookup> {
  const cache = new Map<string, { lookup: PromotionLookup; until: number }>()
  let free = Number.NEGATIVE_INFINITY

  return async (code, now) => {
    const key = code.toLowerCase()
    const at = clock()
    const known = cache.get(key)
    if (known && known.until > at) return known.lookup
    // A token bucket of `burst` tokens, refilled at `perSecond`.
    const start = Math.max(free, at - (burst - 1) * tokenMs)
    if (start > at) return { kind: 'unavailable' }
    free = start + tokenMs
    try {
      const promotion = await withTimeout(promotions.find(code, now), timeoutMs)
      const lookup: PromotionLookup = promotion ? { kind: 'found', promotion } : { kind: 'none' }
      store(cache, key, { lookup, until: at + cachedMs })
      return lookup
    } catch (error) {
      log.warn({ err: error }, 'A promotion code could not be looked up')
      return { kind: 'unavailable' }
    }
  }
}

const perSecond = 5
const tokenMs = 1_000 / perSecond
const burst = 10
const cachedMs = 60_000
const maxEntries = 500

/** Drops the oldest entry when the cache is full: endless guesses must not fill the memory. */
function store<T>(map: Map<string, T>, key: string, value: T) {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > maxEntries && oldest !== undefined) map.delete(oldest)
}
