import { z } from 'zod'

const Clock = z.object({ now: z.iso.datetime() })

/** How soon the app notices that somebody moved the local Stripe's clock. */
const everyMs = 500

/**
 * The local Stripe's time, so that a trial or a grace period that it was moved past is over here
 * too. Asked for in the background; between two answers, and while nobody answers, the last known
 * difference from this machine's time holds.
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
      // Milliseconds on the way are no move of the clock.
      aheadMs = Math.abs(ahead) < 2_000 ? 0 : ahead
    } catch {
      // The stack is starting, or gone; there is nothing to be done about either from here.
    }
    setTimeout(look, everyMs).unref()
  }
  void look()
  return () => new Date(Date.now() + aheadMs)
}
