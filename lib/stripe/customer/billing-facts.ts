import type Stripe from 'stripe'
import {
  type BillingFact,
  BillingInterval,
  CouponDuration,
  type DiscountFact,
  type PriceFact,
} from '@/lib/billing/access/facts'
import { dateOrNull, idOf } from './values'

/** The expansions of a subscription that `billingFact` reads. Stripe allows four levels. */
export const billingExpands = [
  'latest_invoice',
  'discounts.source.coupon',
  'items.data.discounts',
] as const

/** Objects that a subscription only names, as far as they were found. */
export type MoneyLookups = {
  coupon: (couponId: string) => Stripe.Coupon | null
  /** A price with its `currency_options`. */
  price: (priceId: string) => Stripe.Price | null
}

/** Facts from a subscription's open invoices, if more than the latest one was read. */
export type OpenInvoices = { dueAt?: Date | null; owedCents?: number }

/** Returns how a subscription is billed. */
export function billingFact(
  subscription: Stripe.Subscription,
  { dueAt, owedCents, lookups }: OpenInvoices & { lookups: MoneyLookups },
): BillingFact {
  const { default_payment_method: method } = subscription
  const owed = owedCents ?? latestOwed(subscription)
  return {
    currency: subscription.currency,
    anchor: new Date(subscription.billing_cycle_anchor * 1000),
    collectionMethod:
      subscription.collection_method === 'send_invoice' ? 'send_invoice' : 'charge_automatically',
    dueAt: dueAt ?? latestDueAt(subscription),
    ...(owed > 0 && { owedCents: owed }),
    ...nextTryOf(subscription),
    defaultPaymentMethod: method && idOf(method),
    discounts: discountFacts(subscription.discounts, lookups),
  }
}

/** What an item costs in the subscription's currency, and how often. */
export function itemMoney(
  { price, discounts = [] }: Stripe.SubscriptionItem,
  currency: string,
  lookups: MoneyLookups,
): Pick<PriceFact, 'amountCents' | 'interval' | 'intervalCount' | 'discounts'> {
  const interval = BillingInterval.safeParse(price.recurring?.interval)
  const own = discountFacts(discounts, lookups)
  return {
    amountCents: amountOf(price, currency, lookups),
    ...(interval.success && {
      interval: interval.data,
      intervalCount: price.recurring?.interval_count ?? 1,
    }),
    ...(own.length > 0 && { discounts: own }),
  }
}

/** Whether a price has to be read on its own, because it is sold in another currency here. */
export const needsOwnRead = (price: Stripe.Price, currency: string): boolean =>
  isPerUnit(price) && price.currency !== currency

function amountOf(price: Stripe.Price, currency: string, { price: found }: MoneyLookups) {
  if (!isPerUnit(price)) return null
  if (!needsOwnRead(price, currency)) return price.unit_amount
  return found(price.id)?.currency_options?.[currency]?.unit_amount ?? null
}

const isPerUnit = ({ billing_scheme, transform_quantity }: Stripe.Price): boolean =>
  billing_scheme === 'per_unit' && transform_quantity === null

/** The coupons that are named but not expanded: Stripe's depth doesn't reach those of items. */
export const unreadCoupons = ({ discounts, items }: Stripe.Subscription): string[] =>
  [...discounts, ...items.data.flatMap((item) => item.discounts ?? [])].flatMap((discount) =>
    typeof discount === 'object' && typeof discount.source.coupon === 'string'
      ? [discount.source.coupon]
      : [],
  )

function discountFacts(
  discounts: readonly (string | Stripe.Discount)[],
  lookups: MoneyLookups,
): DiscountFact[] {
  return discounts.map((discount) => {
    if (typeof discount === 'string') return unknownDiscount
    const { coupon: named } = discount.source
    const coupon = typeof named === 'string' ? lookups.coupon(named) : named
    return {
      couponId: named && idOf(named),
      percentOff: coupon?.percent_off ?? null,
      amountOffCents: coupon?.amount_off ?? null,
      duration: CouponDuration.safeParse(coupon?.duration).data ?? null,
      endsAt: dateOrNull(discount.end),
    }
  })
}

const unknownDiscount: DiscountFact = {
  couponId: null,
  percentOff: null,
  amountOffCents: null,
  duration: null,
  endsAt: null,
}

/** When the latest invoice is due, while it is open. Only an invoice that is sent has a due date. */
const latestDueAt = ({ latest_invoice: invoice }: Stripe.Subscription): Date | null =>
  typeof invoice === 'object' && invoice?.status === 'open' ? dateOrNull(invoice.due_date) : null

/** When Stripe retries the payment of the latest invoice, while it is open. */
const nextTryOf = ({
  latest_invoice: invoice,
}: Stripe.Subscription): Pick<BillingFact, 'nextTryAt'> => {
  if (typeof invoice !== 'object' || invoice?.status !== 'open') return {}
  const nextTryAt = dateOrNull(invoice.next_payment_attempt)
  return nextTryAt ? { nextTryAt } : {}
}

/** The unpaid amount of the latest invoice, while it is open. */
const latestOwed = ({ latest_invoice: invoice }: Stripe.Subscription): number =>
  typeof invoice === 'object' && invoice?.status === 'open' ? invoice.amount_remaining : 0

/**
 * Whether an older invoice than the latest may be open although nothing is late: the terms of
 * payment reach into the next period. A draft is sent up to three days after its period began.
 */
export function mayOweSeveral({
  status,
  collection_method,
  days_until_due: days,
  latest_invoice: invoice,
  items,
}: Stripe.Subscription): boolean {
  if (status !== 'active' || collection_method !== 'send_invoice' || days === null) return false
  const isOwed =
    typeof invoice === 'object' && (invoice?.status === 'open' || invoice?.status === 'draft')
  const shortest = Math.min(
    ...items.data.map((item) => item.current_period_end - item.current_period_start),
  )
  return isOwed && (days + 3) * 86_400 >= shortest
}
