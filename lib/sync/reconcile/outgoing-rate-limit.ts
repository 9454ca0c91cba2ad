import type { Timing } from '@/lib/timing'

/**
 * Makes a token bucket that holds one token. Callers wait for a token in their order. No maintained
 * library lets a test supply the clock: `limiter`, `bottleneck` and `p-throttle` all use the
 * machine's.
 */
export function tokenBucket(perSecond: number, { clock, wait }: Timing) {
  let free = Number.NEGATIVE_INFINITY
  return async (tokens = 1): Promise<void> => {
    const now = clock()
    const start = Math.max(now, free)
    free = start + (tokens * 1_000) / perSecond
    if (start > now) await wait(start - now)
  }
}

/** 63 seconds in all. If it lasts longer, the run fails. */
const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]

/** Retries with exponential backoff while the backend throttles us. */
export async function withRetry<T>(call: () => Promise<T>, { wait }: Timing): Promise<T> {
  for (const ms of waitsMs) {
    try {
      return await call()
    } catch (error) {
      if (!isThrottled(error)) throw error
    }
    await wait(ms)
  }
  return call()
}

const throttled = [
  'StripeRateLimitError',
  'TooManyRequestsException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]

/** Checks names and statuses, because each SDK has its own error classes. */
export function isThrottled(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, type, statusCode }: { name: string; type?: unknown; statusCode?: unknown } = error
  return statusCode === 429 || throttled.includes(name) || throttled.includes(String(type ?? ''))
}

/**
 * Wraps a port, so that every verb is retried while its backend throttles us. Before each attempt a
 * verb waits for its entry in `limits`, if it has one.
 */
export function rateLimited<Port extends object>(
  port: Port,
  limits: { [Verb in keyof Port]?: () => Promise<void> },
  timing: Timing,
): Port {
  const verbs = Object.entries(port).map(([verb, call]) => [
    verb,
    (...given: unknown[]) =>
      withRetry(async () => {
        await limits[verb as keyof Port]?.()
        return call(...given)
      }, timing),
  ])
  // Each verb takes and promises what it did: all of a port's verbs return promises.
  return Object.fromEntries(verbs) as Port
}
