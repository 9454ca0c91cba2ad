import type { Access } from '@/lib/billing/access/access'
import { purchaseClaim } from '@/lib/billing/access/claims'
import type { Facts } from '@/lib/billing/access/facts'
import { isLive, liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { trialDaysFor } from '@/lib/billing/access/trial'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { amountIn, currenciesOf } from '@/lib/billing/pricing/cost'

/** What somebody asks to buy. */
export type OrderRequest = {
  plan: string
  interval: Price['interval']
  quantity?: number
  currency?: string | undefined
  /** They agree that what they buy for good ends the subscription that is running. */
  endSubscription?: boolean
}

/** Who asks, as far as it matters. */
export type Buyer = {
  facts: Facts
  access: Access
  /** They had a trial that their facts don't show: under another account, or before Stripe forgot it. */
  hadTrial?: boolean
  /** What Stripe bills them in already: nobody is billed in two currencies. */
  currency?: string | null
}

export type Order =
  | {
      kind: 'order'
      plan: Plan
      /** In the currency that they pay in. */
      price: Price
      quantity: number
      trialDays: number | null
      /** Lookup keys of what bills the usage beyond what is included. */
      meteredPrices: string[]
      /** Subscriptions whose first payment is open, to be ended before another is begun. */
      abandon: string[]
      /** Subscriptions to be ended when this is paid, at the end of their period. */
      ends: string[]
    }
  | { kind: 'unknown_plan' }
  | { kind: 'not_sold'; plan: Plan }
  | { kind: 'not_sold_in'; plan: Plan; currency: string; currencies: string[] }
  | { kind: 'other_currency'; currency: string }
  | { kind: 'too_many'; plan: Plan }
  | { kind: 'already_subscribed'; plan: string }
  | { kind: 'already_bought'; plan: Plan }
  /** A bank is still at it: paying again would pay twice. */
  | { kind: 'payment_pending' }
  /** To be asked first: may the subscription end? */
  | { kind: 'subscription_running'; plan: Plan; ends: string[] }

/** What somebody may buy now. A person has one base subscription: changing plan updates that one. */
export function decideOrder(
  wanted: OrderRequest,
  person: Buyer,
  catalog: Catalog,
  defaultTrialDays: number | undefined,
): Order {
  const plan = planByKey(catalog, wanted.plan)
  if (!plan) return { kind: 'unknown_plan' }
  const price = plan.prices.find((price) => price.interval === wanted.interval)
  if (!price || plan.custom) return { kind: 'not_sold', plan }
  const quantity = wanted.quantity ?? 1
  if (quantity > plan.maxQuantity) return { kind: 'too_many', plan }

  const owned = boughtPlan(person.facts, catalog)
  if (owned && owned.rank >= plan.rank) return { kind: 'already_bought', plan: owned }
  if (isPaymentPending(person.facts)) return { kind: 'payment_pending' }
  const isOnce = wanted.interval === 'once'
  const running = liveSubscriptions(person.facts)
  if (!isOnce && running.length > 0) return { kind: 'already_subscribed', plan: person.access.plan }
  const ends = running.filter(({ cancelAt }) => cancelAt === null).map(({ id }) => id)
  if (ends.length > 0 && !wanted.endSubscription)
    return { kind: 'subscription_running', plan, ends }

  const has = person.currency ?? null
  if (has && wanted.currency && wanted.currency !== has) {
    return { kind: 'other_currency', currency: has }
  }
  const tag = priceIn(price, wanted.currency ?? has ?? price.currency)
  if (!tag) {
    const currency = wanted.currency ?? has ?? price.currency
    return { kind: 'not_sold_in', plan, currency, currencies: currenciesOf([{ prices: [price] }]) }
  }
  return {
    kind: 'order',
    plan,
    price: tag,
    quantity,
    trialDays: isOnce ? null : trialDaysFor(plan, person, defaultTrialDays),
    meteredPrices: isOnce ? [] : meteredLookupKeys(plan),
    abandon: incompleteSubscriptions(person.facts),
    ends,
  }
}

/** The price as people of a currency pay it; `null` if it has none in that. */
export function priceIn(price: Price, currency: string): Price | null {
  const amountCents = amountIn(price, currency)
  return amountCents === undefined ? null : { ...price, currency, amountCents }
}

/** Less than this Stripe collects in no currency, and nothing would leave no payment behind. */
const minimumChargeCents = 100

/** What is left of a running period, as far as it can be taken off a price. */
export const creditFor = (
  unusedCents: number,
  { amountCents }: Pick<Price, 'amountCents'>,
): number => Math.max(0, Math.min(unusedCents, amountCents - minimumChargeCents))

/** The highest plan that somebody has bought for good. */
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

/** A declined first payment must not keep anybody from trying again, nor be collected later. */
const incompleteSubscriptions = (facts: Facts): string[] =>
  facts.subscriptions.filter(({ status }) => status === 'incomplete').map(({ id }) => id)
