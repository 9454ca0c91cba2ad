/** What tells time and lets it pass: the machine's own, or a simulation's. */
export type Timing = { clock: () => number; wait: (ms: number) => Promise<void> }

export const realTime: Timing = {
  clock: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/**
 * A token bucket that holds one token: whoever takes one waits until its turn, first come, first
 * served. Our own, because no library that is kept up lets a test give it the time: `limiter`,
 * `bottleneck` and `p-throttle` all ask the machine.
 */
export function tokenBucket(perSecond: number, { clock, wait }: Timing) {
  let free = Number.NEGATIVE_INFINITY
  return async (tokens = 1): Promise<void> => {
    const now = clock()
    const turn = Math.max(now, free)
    free = turn + (tokens * 1_000) / perSecond
    if (turn > now) await wait(turn - now)
  }
}

/** 63 seconds in all: an outage that lasts longer is worth a failure. */
const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]

/** Calls again, later and later, while the far end says that we ask too much. */
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

/** By name or status, since each SDK has classes of its own, and none of them is worth an import. */
export function isThrottled(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, type, statusCode }: { name: string; type?: unknown; statusCode?: unknown } = error
  return statusCode === 429 || throttled.includes(name) || throttled.includes(String(type ?? ''))
}

/**
 * The port with each call waiting its turn and trying again when the far end is busy. `turn` says
 * which verbs wait for what; others go straight through.
 */
export function paced<Port extends object>(
  port: Port,
  turn: { [Verb in keyof Port]?: () => Promise<void> },
  pacing: Timing,
): Port {
  const verbs = Object.entries(port).map(([verb, call]) => [
    verb,
    (...given: unknown[]) =>
      withRetry(async () => {
        await turn[verb as keyof Port]?.()
        return call(...given)
      }, pacing),
  ])
  // Each verb takes and promises what it did: all of a port's verbs return promises.
  return Object.fromEntries(verbs) as Port
}
