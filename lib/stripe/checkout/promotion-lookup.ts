import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import type { Log } from '@/lib/log'
import type { Promotions } from './promotions'

/**
 * Looks codes up for a page that anybody may load as often as they like. Stripe's rate limit is shared
 * with everything that lets people in, so each process asks at most `perSecond` times a second and
 * remembers answers for a minute. That also leaves whoever guesses codes with little to try.
 */
export function promotionLookup(
  { promotions, log }: { promotions: Promotions; log: Log },
  clock: () => number = () => performance.now(),
): (code: string, now: Date) => Promise<PromotionLookup> {
  const remembered = new Map<string, { lookup: PromotionLookup; until: number }>()
  let free = Number.NEGATIVE_INFINITY

  return async (code, now) => {
    const key = code.toLowerCase()
    const at = clock()
    const known = remembered.get(key)
    if (known && known.until > at) return known.lookup
    // A bucket of `burst` turns, refilled at `perSecond`.
    const turn = Math.max(free, at - (burst - 1) * turnMs)
    if (turn > at) return { kind: 'unavailable' }
    free = turn + turnMs
    try {
      const promotion = await promotions.find(code, now)
      const lookup: PromotionLookup = promotion ? { kind: 'found', promotion } : { kind: 'none' }
      remember(remembered, key, { lookup, until: at + rememberedMs })
      return lookup
    } catch (error) {
      log.warn({ err: error }, 'A promotion code could not be looked up')
      return { kind: 'unavailable' }
    }
  }
}

const perSecond = 5
const turnMs = 1_000 / perSecond
const burst = 10
const rememberedMs = 60_000
const mostRemembered = 500

/** The oldest goes first: an endless list of guesses must not fill the memory. */
function remember<T>(map: Map<string, T>, key: string, value: T) {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest)
}
