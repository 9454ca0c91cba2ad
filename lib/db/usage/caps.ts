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

export const UsageCaps = z.record(z.string(), UsageCap)
export type UsageCaps = z.infer<typeof UsageCaps>

/** Keeps the spending caps that users set for themselves. */
export type SpendingCaps = {
  /** By meter. A meter without a cap is left out. Strongly consistent. */
  get(userId: string): Promise<UsageCaps>
  /** Sets a meter's cap; `null` removes it. */
  set(userId: string, meter: string, cap: UsageCap | null): Promise<void>
}
