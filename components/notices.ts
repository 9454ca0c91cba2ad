import type { Access } from '@/lib/billing/access'

/** What a person should know about their subscription before anything else. */
export type Notice =
  | { kind: 'payment_failed'; worksUntil: Date | null }
  | { kind: 'first_payment_open' }
  | { kind: 'paused' }
  | { kind: 'trial'; endsAt: Date }
  | { kind: 'ending'; at: Date }

export function noticesFor(access: Access, now: Date): Notice[] {
  const notices: Notice[] = []
  if (access.status === 'past_due' || access.status === 'unpaid') {
    const inGrace = access.graceUntil !== null && access.graceUntil > now
    notices.push({ kind: 'payment_failed', worksUntil: inGrace ? access.graceUntil : null })
  }
  if (access.status === 'incomplete') notices.push({ kind: 'first_payment_open' })
  if (access.status === 'paused') notices.push({ kind: 'paused' })
  if (access.cancelAt && access.cancelAt > now) {
    // A trial that is called off just ends: one date, not two that mean the same.
    notices.push({ kind: 'ending', at: access.cancelAt })
  } else if (access.trialExpiresAt && access.trialExpiresAt > now) {
    notices.push({ kind: 'trial', endsAt: access.trialExpiresAt })
  }
  return notices
}

/** Whether Stripe still has a subscription for them: then the portal changes it, not a checkout. */
export const isSubscribed = (access: Access): boolean =>
  access.currentPeriodEnd !== null || ['past_due', 'unpaid', 'paused'].includes(access.status)
