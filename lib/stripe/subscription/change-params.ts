import type Stripe from 'stripe'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { PriceBook } from './price-book'
import { changeMark } from './running'
import type { PlannedChange, RunningSubscription } from './subscriptions'

/** The request that makes a change at once. */
export function updateFor(change: PlannedChange, book: PriceBook): Stripe.SubscriptionUpdateParams {
  const { subscription, trial, prorationDate, promotionCodeId } = change
  const items = itemsFor(change, book)
  if (trial === 'kept') {
    // Nothing is charged, so no payment can fail. No invoice shows the change either: mark it.
    return { items, ...discountsOf(change), proration_behavior: 'none', ...markOf(subscription) }
  }
  return {
    items,
    ...discountsOf(change),
    proration_behavior: 'always_invoice',
    proration_date: unix(prorationDate),
    ...(trial === 'ends' && { trial_end: 'now' as const }),
    ...newCycleFor(change),
    // A pending update can't carry a discount: with one the change is paid at once, or not made.
    payment_behavior: promotionCodeId ? 'error_if_incomplete' : 'pending_if_incomplete',
  }
}

/**
 * Begins a new period with a price of another interval. In flexible billing mode, Stripe keeps the
 * billing cycle unless the request says otherwise.
 * https://docs.stripe.com/billing/subscriptions/billing-mode/compare (November 2026)
 */
export const newCycleFor = ({
  subscription,
  to,
  trial,
}: Pick<PlannedChange, 'subscription' | 'to' | 'trial'>) =>
  trial === 'none' && subscription.interval !== to.price.interval
    ? { billing_cycle_anchor: { type: 'now' as const } }
    : {}

/** The plan's item on the new terms, and the new plan's metered prices in place of the old ones. */
export function itemsFor(
  change: PlannedChange,
  book: PriceBook,
): Stripe.SubscriptionUpdateParams.Item[] {
  const { dropped, added } = itemChanges(change, book)
  return [
    ...planItemFor(change, book),
    ...dropped.map(({ itemId }) => ({ id: itemId, deleted: true })),
    ...added.map((price) => ({ price })),
  ]
}

/** The plan's item alone on the new terms. */
export function planItemFor(
  change: PlannedChange,
  book: PriceBook,
): Stripe.SubscriptionUpdateParams.Item[] {
  const { item, price } = itemChanges(change, book)
  return [{ id: item.id, quantity: change.to.quantity, ...(price && { price }) }]
}

export type ItemChange = Pick<PlannedChange, 'to'> & {
  subscription: Pick<RunningSubscription, 'id' | 'item' | 'plan' | 'interval' | 'metered'>
}

/**
 * What a change does to the items of a subscription. `price` is the plan's new price, or `null` if
 * it keeps its own: a quantity change keeps the current price, even an archived one. Every item
 * that isn't named here stays as it is.
 */
export function itemChanges({ subscription, to }: ItemChange, book: PriceBook) {
  const { id, item, plan, interval, metered } = subscription
  if (!item) throw new Error(`Subscription ${id} has no single item that is its plan`)
  const isSamePrice = plan?.key === to.plan.key && interval === to.price.interval
  if (isSamePrice) return { item, price: null, dropped: [], added: [] }
  const wanted = meteredLookupKeys(to.plan)
  return {
    item,
    price: book.idOf(to.price.lookupKey),
    dropped: metered.filter(({ lookupKey }) => !lookupKey || !wanted.includes(lookupKey)),
    added: wanted
      .filter((key) => !metered.some(({ lookupKey }) => lookupKey === key))
      .map((lookupKey) => book.idOf(lookupKey)),
  }
}

/** The list replaces the present discounts, so it repeats them before the code. */
export const discountsOf = ({ subscription, promotionCodeId }: PlannedChange) =>
  promotionCodeId
    ? {
        discounts: [
          ...subscription.discounts.map((discount) => ({ discount })),
          { promotion_code: promotionCodeId },
        ],
      }
    : {}

/**
 * Marks a change that makes no invoice. A retry under the same idempotency key must send the same
 * body, so the mark is the change token; later changes have other tokens.
 */
export const markOf = ({ changeToken }: Pick<RunningSubscription, 'changeToken'>) => ({
  metadata: { [changeMark]: changeToken },
})

export const unix = (date: Date) => Math.floor(date.getTime() / 1000)
