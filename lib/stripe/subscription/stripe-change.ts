import type Stripe from 'stripe'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Target } from '@/lib/billing/subscription/change'
import { idOf } from '@/lib/stripe/customer/stripe-facts'
import type { PriceBook } from './price-book'
import { changeMark } from './stripe-running'
import type { PlannedChange, RunningSubscription } from './subscriptions'

/** What Stripe is asked for to make a change at once. */
export function updateFor(change: PlannedChange, book: PriceBook): Stripe.SubscriptionUpdateParams {
  const { subscription, trial, prorationDate, promotionCodeId } = change
  const items = itemsFor(change, book)
  if (trial === 'kept') {
    // Nothing is charged, so nothing can fail; nor would an invoice show that it was changed.
    return { items, ...discountsOf(change), proration_behavior: 'none', ...markOf(subscription) }
  }
  return {
    items,
    ...discountsOf(change),
    proration_behavior: 'always_invoice',
    proration_date: unix(prorationDate),
    ...(trial === 'ends' && { trial_end: 'now' as const }),
    // A change that waits for its payment can't carry a discount: that one is paid at once, or isn't made.
    payment_behavior: promotionCodeId ? 'error_if_incomplete' : 'pending_if_incomplete',
  }
}

/** The plan's own item under the new terms, and the metered prices of the new plan in place of the old. */
export function itemsFor(
  { subscription, to }: PlannedChange,
  book: PriceBook,
): Stripe.SubscriptionUpdateParams.Item[] {
  const { itemId, plan, interval, metered } = subscription
  // Who only changes how many keeps the price they have, though it may not be sold any more.
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

/** The list replaces what is there: a code is added to the discounts that somebody has. */
export const discountsOf = ({ subscription, promotionCodeId }: PlannedChange) =>
  promotionCodeId
    ? {
        discounts: [
          ...subscription.discounts.map((discount) => ({ discount })),
          { promotion_code: promotionCodeId },
        ],
      }
    : {}

/** The same whenever an act is repeated in its turn, as its key demands, and never again later. */
export const markOf = ({ turn }: Pick<RunningSubscription, 'turn'>) => ({
  metadata: { [changeMark]: turn },
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

/** One period of the new terms, after which nothing is left to lead. */
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
  // Where a period begins nothing is left to even out, except for usage: of a metered price that is taken
  // away with `none` Stripe bills nothing.
  // https://docs.stripe.com/billing/subscriptions/usage-based/manage-billing-setup (November 2026)
  proration_behavior: isMetered ? 'create_prorations' : 'none',
  ...phaseDiscounts(before),
})

/** A phase has the discounts that it names, and no others. */
const phaseDiscounts = ({ discounts }: Stripe.SubscriptionSchedule.Phase) => {
  const kept = discounts.flatMap(({ discount }) => (discount ? [{ discount: idOf(discount) }] : []))
  return kept.length > 0 ? { discounts: kept } : {}
}

export const unix = (date: Date) => Math.floor(date.getTime() / 1000)
