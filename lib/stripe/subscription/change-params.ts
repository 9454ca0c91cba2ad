import type Stripe from 'stripe'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Target } from '@/lib/billing/subscription/change'
import { idOf } from '@/lib/stripe/customer/stripe-facts'
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
    // A pending update can't carry a discount: with one the change is paid at once, or not made.
    payment_behavior: promotionCodeId ? 'error_if_incomplete' : 'pending_if_incomplete',
  }
}

/** The plan's item on the new terms, and the new plan's metered prices in place of the old ones. */
export function itemsFor(
  { subscription, to }: PlannedChange,
  book: PriceBook,
): Stripe.SubscriptionUpdateParams.Item[] {
  const { itemId, plan, interval, metered } = subscription
  // A quantity change keeps the current price, even an archived one.
  const isSamePrice = plan?.key === to.plan.key && interval === to.price.interval
  const wanted = meteredLookupKeys(to.plan)
  const dropped = isSamePrice
    ? []
    : metered.filter(({ lookupKey }) => !lookupKey || !wanted.includes(lookupKey))
  const added = isSamePrice
    ? []
    : wanted.filter((key) => !metered.some(({ lookupKey }) => lookupKey === key))
  return [
    {
      id: itemId,
      quantity: to.quantity,
      ...(!isSamePrice && { price: book.idOf(to.price.lookupKey) }),
    },
    ...dropped.map(({ itemId }) => ({ id: itemId, deleted: true })),
    ...added.map((lookupKey) => ({ price: book.idOf(lookupKey) })),
  ]
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

export const phaseAsItIs = (
  phase: Stripe.SubscriptionSchedule.Phase,
): Stripe.SubscriptionScheduleUpdateParams.Phase => ({
  start_date: phase.start_date,
  end_date: phase.end_date,
  items: phase.items.map(({ price, quantity }) => ({
    price: idOf(price),
    ...(quantity !== undefined && { quantity }),
  })),
  ...phaseDiscounts(phase),
})

/** One period on the new terms, after which the schedule releases the subscription. */
export const phaseOf = (
  { isMetered }: Pick<RunningSubscription, 'isMetered'>,
  { plan, price, quantity }: Target,
  before: Stripe.SubscriptionSchedule.Phase,
  book: PriceBook,
): Stripe.SubscriptionScheduleUpdateParams.Phase => ({
  items: [
    { price: book.idOf(price.lookupKey), quantity },
    ...meteredLookupKeys(plan).map((lookupKey) => ({ price: book.idOf(lookupKey) })),
  ],
  duration: { interval: price.interval, interval_count: 1 },
  // At the start of a period there is nothing to prorate except usage: Stripe doesn't bill the
  // usage of a metered price that is removed with `none`.
  // https://docs.stripe.com/billing/subscriptions/usage-based/manage-billing-setup (November 2026)
  proration_behavior: isMetered ? 'create_prorations' : 'none',
  ...phaseDiscounts(before),
})

/** A phase has only the discounts that it names. */
const phaseDiscounts = ({ discounts }: Stripe.SubscriptionSchedule.Phase) => {
  const kept = discounts.flatMap(({ discount }) => (discount ? [{ discount: idOf(discount) }] : []))
  return kept.length > 0 ? { discounts: kept } : {}
}

export const unix = (date: Date) => Math.floor(date.getTime() / 1000)
