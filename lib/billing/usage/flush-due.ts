import type { UsagePeriod } from './period'

/**
 * How long Stripe may not know what was used. Longer than the preview of a change is valid, which
 * begins with a flush: what it says would be charged must not move meanwhile.
 */
const delayMs = 15 * 60_000
/** How long before the end of a period Stripe must know: its invoice is made at the end. */
const marginMs = 60_000

/** When Stripe must be told what was recorded now: at once, if the period has ended. */
export function flushDue({ end }: UsagePeriod, now: Date): Date {
  const soon = now.getTime() + delayMs
  return new Date(Math.max(now.getTime(), Math.min(soon, end.getTime() - marginMs)))
}
