import { z } from 'zod'

const Clock = z.object({ now: z.iso.datetime() })

/** How often the app reads the local Stripe's clock, which the user can move. */
const everyMs = 500

/**
 * Returns a clock that follows the local Stripe's time, so that a trial or grace period ends here
 * when its clock is moved. It is polled in the background. Between polls, and while the local
 * Stripe doesn't answer, the last known difference from this machine's time is used.
 */
export function followLocalClock(stripeUrl: string, request: typeof fetch = fetch): () => Date {
  let aheadMs = 0
  const look = async () => {
    try {
      const response = await request(new URL('/_control/clock', stripeUrl), {
        signal: AbortSignal.timeout(2_000),
      })
      const { now } = Clock.parse(await response.json())
      const ahead = Date.parse(now) - Date.now()
      // A small difference is network latency, not a moved clock.
      aheadMs = Math.abs(ahead) < 2_000 ? 0 : ahead
    } catch {
      // The local stack is starting or has stopped. The next poll tries again.
    }
    setTimeout(look, everyMs).unref()
  }
  void look()
  return () => new Date(Date.now() + aheadMs)
}
