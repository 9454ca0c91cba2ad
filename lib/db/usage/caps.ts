import { z } from 'zod'
import { UsageCap } from '@/lib/billing/usage/cap'

export const UsageCaps = z.record(z.string(), UsageCap)
export type UsageCaps = z.infer<typeof UsageCaps>

/** Keeps the spending caps that users set for themselves. */
export type SpendingCaps = {
  /** By meter. A meter without a cap is left out. Strongly consistent. */
  get(userId: string): Promise<UsageCaps>
  /** Sets a meter's cap; `null` removes it. */
  set(userId: string, meter: string, cap: UsageCap | null): Promise<void>
}
