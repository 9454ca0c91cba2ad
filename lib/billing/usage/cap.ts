import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/**
 * What a user lets a meter cost in a period, in addition to their plan, in cents of the currency
 * that they pay in. `notify` only tells them, `stop` refuses what would cost more.
 */
export const UsageCap = z.object({
  mode: z.enum(['notify', 'stop']),
  cents: z.int().nonnegative(),
  setAt: Time,
})
export type UsageCap = z.infer<typeof UsageCap>

/** How many units of overage cost at most so many cents. */
export function unitsFor(cents: number, overageCents: number): number {
  const units = Math.floor(cents / overageCents)
  // 30 ¢ at 0.1 ¢ each are 300 units, though 0.3 / 0.001 is a little less.
  return (units + 1) * overageCents <= cents * (1 + Number.EPSILON) ? units + 1 : units
}
