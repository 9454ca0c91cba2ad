import type { Tone } from '@/components/ui/badge'
import { longDate } from '@/components/ui/dates'
import type { Access } from '@/lib/billing/access/access'
import type { AccessStatus } from '@/lib/billing/access/status'

/** The name of each status, as users see it. */
export const statusName: Record<AccessStatus, string> = {
  none: 'No subscription',
  incomplete: 'Awaiting first payment',
  active: 'Active',
  trialing: 'Free trial',
  past_due: 'Past due',
  unpaid: 'Unpaid',
  paused: 'Paused',
  canceled: 'Canceled',
}

export const statusTone: Record<AccessStatus, Tone> = {
  none: 'neutral',
  incomplete: 'signal',
  active: 'go',
  trialing: 'brand',
  past_due: 'bad',
  unpaid: 'bad',
  paused: 'signal',
  canceled: 'neutral',
}

/** Returns the next date of the user's access and what happens on it, the most important one first. */
export function nextDate(access: Access, now: Date): { what: string; on: string } | null {
  if (access.cancelAt) return { what: 'Ends on', on: longDate(access.cancelAt) }
  if (access.graceUntil && access.graceUntil > now) {
    return { what: 'Access until', on: longDate(access.graceUntil) }
  }
  if (access.status === 'active' && access.invoiceDueAt) {
    return { what: 'Invoice due on', on: longDate(access.invoiceDueAt) }
  }
  if (access.trialExpiresAt) return { what: 'Trial ends on', on: longDate(access.trialExpiresAt) }
  if (access.currentPeriodEnd) return { what: 'Renews on', on: longDate(access.currentPeriodEnd) }
  return null
}
