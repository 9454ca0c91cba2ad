import { clientAddress } from '@/lib/client-address'
import type { Settings } from '@/lib/env'
import type { Log } from '@/lib/log'
import type { RateLimiter, Taken } from '@/lib/rate-limits'
import { withTimeout } from '@/lib/with-timeout'
import { type Budget, budgetsOf, type LimitSettings } from './budgets'
import { localCounts } from './local-counts'
import { type RequestCounts, windowMs } from './request-counts'

/** How long a request waits for the shared count. */
const timeoutMs = 1_000
/** How long the shared counts are left alone once they failed. */
const outageMs = 5_000

/**
 * Counts requests in fixed windows of a minute, first in this process and then in the table.
 *
 * A process never counts more than all processes together, so what its own count refuses, the table
 * would refuse as well: a flood costs no writes. While the table can't be reached, the process's
 * own count decides alone. Then each process allows the whole limit, so no user is locked out.
 */
export function rateLimiter({
  counts,
  settings,
  wallClock,
  log,
}: {
  counts: RequestCounts
  settings: LimitSettings & Pick<Settings, 'TRUSTED_PROXIES'>
  wallClock: () => Date
  log: Log
}): RateLimiter {
  const local = localCounts()
  let awayUntil = Number.NEGATIVE_INFINITY

  const takeOne = async ({ key, max }: Budget, start: Date): Promise<boolean> => {
    if (!local.add(key, max, start)) return false
    const shared = await sharedCount(key, start)
    if (shared === null) return true
    local.raise(key, shared, start)
    return shared <= max
  }

  /** `null` if the table doesn't answer. */
  const sharedCount = async (key: string, start: Date): Promise<number | null> => {
    if (performance.now() < awayUntil) return null
    try {
      return await withTimeout(counts.add(key, start), timeoutMs)
    } catch (error) {
      awayUntil = performance.now() + outageMs
      log.warn({ err: error }, 'Rate limits are counted in this process only')
      return null
    }
  }

  return {
    requesterOf: (headers, userId) => ({
      userId,
      address: clientAddress(headers, settings.TRUSTED_PROXIES),
    }),

    async take(name, requester): Promise<Taken> {
      const now = wallClock().getTime()
      const start = new Date(Math.floor(now / windowMs) * windowMs)
      for (const budget of budgetsOf(name, requester, settings)) {
        if (await takeOne(budget, start)) continue
        const leftMs = start.getTime() + windowMs - now
        return { kind: 'used_up', retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) }
      }
      return { kind: 'taken' }
    },
  }
}
