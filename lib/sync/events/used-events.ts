import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { hasEnded } from '@/lib/billing/access/subscription-status'
import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Account } from '@/lib/db/accounts/accounts'

type Kind = keyof Account['stripeReadAt']

/**
 * The event types that can change access, and which kinds of fact each may have changed. Any other
 * type is answered without a call. The webhook endpoint subscribes to exactly these.
 */
const kinds: Record<string, readonly Kind[]> = {
  'checkout.session.completed': ['subscriptions', 'purchases'],
  'checkout.session.async_payment_succeeded': ['subscriptions', 'purchases'],
  'checkout.session.async_payment_failed': ['subscriptions', 'purchases'],
  'customer.deleted': ['subscriptions', 'purchases'],
  'customer.subscription.created': ['subscriptions'],
  'customer.subscription.updated': ['subscriptions'],
  'customer.subscription.deleted': ['subscriptions'],
  'customer.subscription.paused': ['subscriptions'],
  'customer.subscription.resumed': ['subscriptions'],
  'invoice.paid': ['subscriptions'],
  'invoice.payment_failed': ['subscriptions'],
  'invoice.voided': ['subscriptions'],
  'invoice.marked_uncollectible': ['subscriptions'],
  'charge.refunded': ['purchases'],
  'charge.dispute.created': ['purchases'],
  'charge.dispute.closed': ['purchases'],
  'refund.failed': ['purchases'],
  // Changes nothing by itself: `troubled-payments.ts` answers it.
  'radar.early_fraud_warning.created': [],
}

/** Everything an endpoint must be told of; the catalog in use may leave some of it unused. */
export const usedEventTypes = Object.keys(kinds)

/**
 * Types that tell of nothing new to somebody who pays and owes nothing: a change of status, which is
 * all that they could bring, has an event of its own, `customer.subscription.…`.
 */
const echoes = ['checkout.session.completed', 'invoice.paid', 'invoice.payment_failed']

/** The kinds of fact an event may have changed, of those that are read for this catalog. */
export function affectedFacts(type: string, catalog: Catalog): readonly Kind[] {
  const touched = Object.hasOwn(kinds, type) ? (kinds[type] ?? []) : []
  return sellsOneTime(catalog) ? touched : touched.filter((kind) => kind !== 'purchases')
}

/**
 * Whether the row already shows an event: every kind of fact it may have changed was read after
 * the event's whole second had ended. An event from the second of the read is never covered, and
 * nothing is by a read from the future: a clock was wrong then, or has been moved back.
 */
export const isCovered = (
  createdAt: Date,
  touched: readonly Kind[],
  stripeReadAt: Account['stripeReadAt'],
  now: Date,
): boolean =>
  touched.every((kind) => {
    const readAt = stripeReadAt[kind]
    return readAt !== null && readAt <= now && createdAt.getTime() + 1_000 <= readAt.getTime()
  })

/**
 * Whether an event only repeats what another one tells, seen from a row that shows `facts`. As long as
 * a payment is awaited it doesn't: an older invoice may be paid while the status stays what it was.
 */
export const isRedundant = (
  type: string,
  touched: readonly Kind[],
  { subscriptions }: Pick<Facts, 'subscriptions'>,
): boolean =>
  echoes.includes(type) &&
  !touched.includes('purchases') &&
  subscriptions.some(isPaying) &&
  subscriptions.every((fact) => isPaying(fact) || hasEnded(fact.status))

const isPaying = ({ status, unpaidSince, firstPayment }: SubscriptionFact) =>
  (status === 'active' || status === 'trialing') && !unpaidSince && !firstPayment
