import type { Access } from '@/lib/billing/access/access'
import { purchaseClaim } from '@/lib/billing/access/claims/purchase'
import type { Facts } from '@/lib/billing/access/facts'
import { isLive, liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { trialDaysFor } from '@/lib/billing/access/trial'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { amountIn, currenciesOf } from '@/lib/billing/pricing/cost'
import { hasFinalPeriod } from '@/lib/billing/subscription/final-period'

/** What a user asks to buy. */
export type OrderRequest = {
  plan: string
  interval: Price['interval']
  quantity?: number
  currency?: string | undefined
  /** They agree that this one-time purchase replaces the running subscription. */
  endSubscription?: boolean
}

/** What the decision needs to know about the user. */
export type Buyer = {
  /** Without the subscriptions of other products: see `ownFacts`. */
  facts: Facts
  access: Access
  /** They had a trial that isn't in their facts: with another account or a deleted customer. */
  hadTrial?: boolean
  /**
   * The currency of their last subscription or invoice. While a subscription runs, Stripe bills the
   * customer only in this currency.
   */
  currency?: string | null
}

export type Order =
  | {
      kind: 'order'
      plan: Plan
      /** In the buyer's currency. */
      price: Price
      quantity: number
      trialDays: number | null
      /** Lookup keys of the prices that bill overage. */
      meteredPrices: string[]
      /** Subscriptions whose first payment is open. They are canceled before the new one starts. */
      abandon: string[]
      /** Subscriptions that end with their period once this is paid. */
      ends: string[]
    }
  | { kind: 'unknown_plan' }
  | { kind: 'not_sold'; plan: Plan }
  | { kind: 'not_sold_in'; plan: Plan; currency: string; currencies: string[] }
  | { kind: 'other_currency'; currency: string }
  | { kind: 'too_many'; plan: Plan }
  | { kind: 'already_subscribed'; plan: string }
  | { kind: 'already_bought'; plan: Plan }
  /** A bank payment is still processing. Buying again would pay twice. */
  | { kind: 'payment_pending' }
  /** The user must first agree that the subscription ends. */
  | { kind: 'subscription_running'; plan: Plan; ends: string[] }

/** Decides whether a user may buy something now. A user has one base subscription at most. */
export function decideOrder(
  wanted: OrderRequest,
  buyer: Buyer,
  catalog: Catalog,
  defaultTrialDays: number | undefined,
): Order {
  const plan = planByKey(catalog, wanted.plan)
  if (!plan) return { kind: 'unknown_plan' }
  const price = plan.prices.find((price) => price.interval === wanted.interval)
  if (!price || plan.custom) return { kind: 'not_sold', plan }
  const quantity = wanted.quantity ?? 1
  if (quantity > plan.maxQuantity) return { kind: 'too_many', plan }

  const owned = boughtPlan(buyer.facts, catalog)
  if (owned && owned.rank >= plan.rank) return { kind: 'already_bought', plan: owned }
  if (isPaymentPending(buyer.facts)) return { kind: 'payment_pending' }
  const isOnce = wanted.interval === 'once'
  const running = liveSubscriptions(buyer.facts)
  if (!isOnce && running.length > 0) return { kind: 'already_subscribed', plan: buyer.access.plan }
  const ends = running.filter((fact) => !hasFinalPeriod(fact)).map(({ id }) => id)
  if (ends.length > 0 && !wanted.endSubscription)
    return { kind: 'subscription_running', plan, ends }

  const billedIn = buyer.currency ?? null
  const isBilled = running.length > 0
  if (isBilled && billedIn && wanted.currency && wanted.currency !== billedIn) {
    return { kind: 'other_currency', currency: billedIn }
  }
  const usual = isBilled || (billedIn && priceIn(price, billedIn)) ? billedIn : null
  const currency = wanted.currency ?? usual ?? price.currency
  const localPrice = priceIn(price, currency)
  if (!localPrice) {
    return { kind: 'not_sold_in', plan, currency, currencies: currenciesOf([{ prices: [price] }]) }
  }
  const trialDays = isOnce ? null : trialDaysFor(plan, buyer, defaultTrialDays)
  if (plan.trialOnly && trialDays === null) return { kind: 'not_sold', plan }
  return {
    kind: 'order',
    plan,
    price: localPrice,
    quantity,
    trialDays,
    meteredPrices: isOnce ? [] : meteredLookupKeys(plan),
    abandon: incompleteSubscriptions(buyer.facts),
    ends,
  }
}

/** The price in a currency; `null` if it isn't sold in it. */
export function priceIn(price: Price, currency: string): Price | null {
  const amountCents = amountIn(price, currency)
  return amountCents === undefined ? null : { ...price, currency, amountCents }
}

/**
 * The lowest amount that Stripe collects in any currency. A free purchase would leave no charge.
 */
const minimumChargeCents = 100

/** Returns how much of the unused time's value can be credited on a price. */
export const creditFor = (
  unusedCents: number,
  { amountCents }: Pick<Price, 'amountCents'>,
): number => Math.max(0, Math.min(unusedCents, amountCents - minimumChargeCents))

/** The highest plan that a user owns through a one-time purchase. */
export const boughtPlan = (facts: Facts, catalog: Catalog): Plan | undefined =>
  facts.purchases
    .map((fact) => purchaseClaim(fact, catalog))
    .flatMap((claim) => (claim.open && claim.plan ? [claim.plan] : []))
    .sort((a, b) => b.rank - a.rank)[0]

const isPaymentPending = (facts: Facts): boolean =>
  facts.purchases.some(({ payment }) => payment === 'processing') ||
  facts.subscriptions.some(
    ({ status, firstPayment }) =>
      firstPayment === 'processing' && (status === 'incomplete' || isLive(status)),
  )

/**
 * Subscriptions with an open first payment. They must not block a retry, nor be collected later.
 */
const incompleteSubscriptions = (facts: Facts): string[] =>
  facts.subscriptions.filter(({ status }) => status === 'incomplete').map(({ id }) => id)
