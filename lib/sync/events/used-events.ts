import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { hasEnded } from '@/lib/billing/access/subscription-status'
import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Account } from '@/lib/db/accounts/accounts'

type FactKind = keyof Account['stripeReadAt']

/**
 * The event types that can change access, and which kinds of fact each may change. The webhook
 * endpoint subscribes to exactly these. Any other type is answered without a call.
 */
const factsByType: Record<string, readonly FactKind[]> = {
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
  // Changes no fact by itself. `payment-policies.ts` acts on it.
  'radar.early_fraud_warning.created': [],
}

/** The types to subscribe to. The catalog in use may leave some of them unused. */
export const usedEventTypes = Object.keys(factsByType)

/**
 * Types that add nothing for a user who pays and owes nothing: all they could report is a change of
 * status, which has its own event, `customer.subscription.…`.
 */
const redundantTypes = ['checkout.session.completed', 'invoice.paid', 'invoice.payment_failed']

/** The kinds of fact that an event may have changed, limited to those read for this catalog. */
export function affectedFacts(type: string, catalog: Catalog): readonly FactKind[] {
  const affected = Object.hasOwn(factsByType, type) ? (factsByType[type] ?? []) : []
  return sellsOneTime(catalog) ? affected : affected.filter((kind) => kind !== 'purchases')
}

/**
 * Whether the row already shows an event: every kind of fact that the event may have changed was
 * read after the event's whole second had ended. An event from the second of the read is not
 * covered, and a read from the future covers nothing, because a clock was wrong or has been moved
 * back.
 */
export const isCovered = (
  createdAt: Date,
  affected: readonly FactKind[],
  stripeReadAt: Account['stripeReadAt'],
  now: Date,
): boolean =>
  affected.every((kind) => {
    const readAt = stripeReadAt[kind]
    return readAt !== null && readAt <= now && createdAt.getTime() + 1_000 <= readAt.getTime()
  })

/**
 * Whether an event only repeats what another event reports, given the row's `facts`. While a
 * payment is due it may report something new: an older invoice may be paid without a change of
 * status.
 */
export const isRedundant = (
  type: string,
  affected: readonly FactKind[],
  { subscriptions }: Pick<Facts, 'subscriptions'>,
): boolean =>
  redundantTypes.includes(type) &&
  !affected.includes('purchases') &&
  subscriptions.some(isPaying) &&
  subscriptions.every((fact) => isPaying(fact) || hasEnded(fact.status))

const isPaying = ({ status, unpaidSince, firstPayment, billing }: SubscriptionFact) =>
  (status === 'active' || status === 'trialing') && !unpaidSince && !firstPayment && !billing?.dueAt
