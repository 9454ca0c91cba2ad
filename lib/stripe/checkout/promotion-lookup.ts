import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import { AppError } from '@/lib/errors'
import type { Log } from '@/lib/log'
import type { Requester } from '@/lib/rate-limits'
import { withTimeout } from '@/lib/with-timeout'
import type { Promotions } from './promotions'

/**
 * Looks up codes for a page, which shows its prices whether or not the lookup succeeds. Answers are
 * cached for a minute, because a page with a code in its URL is often reloaded.
 */
export function promotionLookup(
  { promotions, log }: { promotions: Promotions; log: Log },
  clock: () => number = () => performance.now(),
  timeoutMs = 3_000,
): (code: string, now: Date, requester: Requester) => Promise<PromotionLookup> {
  const cache = new Map<string, { lookup: PromotionLookup; until: number }>()

  return async (code, now, requester) => {
    const key = code.toLowerCase()
    const at = clock()
    const known = cache.get(key)
    if (known && known.until > at) return known.lookup
    try {
      const promotion = await withTimeout(promotions.find(code, now, requester), timeoutMs)
      const lookup: PromotionLookup = promotion ? { kind: 'found', promotion } : { kind: 'none' }
      store(cache, key, { lookup, until: at + cachedMs })
      return lookup
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_many_requests') {
        return { kind: 'too_many' }
      }
      log.warn({ err: error }, 'A promotion code could not be looked up')
      return { kind: 'unavailable' }
    }
  }
}

const cachedMs = 60_000
const maxEntries = 500

/** Drops the oldest entry when the cache is full: endless guesses must not fill the memory. */
function store<T>(map: Map<string, T>, key: string, value: T) {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > maxEntries && oldest !== undefined) map.delete(oldest)
}
