import type { SubscriptionFact } from '@/lib/billing/access/facts'

/** Whether it ends with the period that is paid for, or before. An end far ahead may be months away. */
export const hasFinalPeriod = ({
  cancelAt,
  currentPeriodEnd,
}: {
  cancelAt: Date | null
  currentPeriodEnd: Date
}): boolean => cancelAt !== null && cancelAt <= currentPeriodEnd

/**
 * Whether its final period is paid for, and ends when the subscription does. Then a higher plan can
 * be sold for the rest of it: if the end came sooner, its proration would charge time that never
 * comes.
 */
export const isPaidToItsEnd = ({
  status,
  cancelAt,
  currentPeriodEnd,
}: Pick<SubscriptionFact, 'status' | 'cancelAt' | 'currentPeriodEnd'>): boolean =>
  status === 'active' && cancelAt?.getTime() === currentPeriodEnd.getTime()
