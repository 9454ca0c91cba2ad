import { longDate } from '@/components/ui/dates'
import type { Access, AccessStatus } from '@/lib/billing/access/access'

/** Statuses as people read them. */
export const statusName: Record<AccessStatus, string> = {
  none: 'No subscription',
  incomplete: 'Waiting for the first payment',
  active: 'Active',
  trialing: 'On trial',
  past_due: 'Payment overdue',
  unpaid: 'Unpaid',
  paused: 'Paused',
  canceled: 'Ended',
}

/** The one date that matters most to the person, and what happens on it. */
export function nextDate(access: Access, now: Date): { what: string; on: string } | null {
  if (access.cancelAt) return { what: 'Ends on', on: longDate(access.cancelAt) }
  if (access.graceUntil && access.graceUntil > now) {
    return { what: 'Works until', on: longDate(access.graceUntil) }
  }
  if (access.trialExpiresAt) return { what: 'Trial ends on', on: longDate(access.trialExpiresAt) }
  if (access.currentPeriodEnd) return { what: 'Renews on', on: longDate(access.currentPeriodEnd) }
  return null
}
