import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import type { ChangeBlocker } from './change'
import { hasFinalPeriod } from './final-period'

/**
 * Why a subscription can't be changed now, from the facts alone, or `null`. Only Stripe knows of
 * scheduled changes and pending updates, so `changeBlocker` may find one where this finds none. Only
 * an upgrade may pass `ending`: see `decideChange`.
 */
export function knownBlocker(
  subscription: SubscriptionFact,
  { subscriptions }: Pick<Facts, 'subscriptions'>,
): ChangeBlocker | null {
  const { status, pause, billing } = subscription
  if (subscriptions.some(({ firstPayment }) => firstPayment)) return 'first_payment_open'
  if (status === 'incomplete') return 'first_payment_open'
  if (status === 'past_due' || status === 'unpaid') return 'payment_due'
  if (billing?.collectionMethod === 'send_invoice' || status === 'unknown') return 'by_arrangement'
  if (status === 'paused' || pause) return 'paused'
  if (hasFinalPeriod(subscription)) return 'ending'
  return null
}
