import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { hasEnded } from '@/lib/billing/access/subscription-status'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { boughtPlan, priceIn } from '@/lib/billing/checkout/order'
import type { BillingCycle } from './billing-cycle'
import { hasFinalPeriod, isPaidToItsEnd } from './final-period'

export type RecurringInterval = Exclude<Price['interval'], 'once'>

/** What a subscription pays for. `plan` is `null` if its price maps to no plan that we sell. */
export type SubscriptionTerms = {
  plan: Plan | null
  interval: RecurringInterval | null
  quantity: number
}

/** What the decisions about a change need of a subscription, as Stripe has it now. */
export type Running = SubscriptionTerms & {
  /** How many of its items are a plan. Unless it is one, it isn't known what a change is for. */
  planItems: 'one' | 'none' | 'several'
  status: SubscriptionFact['status']
  currency: string
  currentPeriodStart: Date
  currentPeriodEnd: Date
  trialEnd: Date | null
  cancelAt: Date | null
  /** It was canceled for the end of a period. Any other end was set by staff. */
  endsWithPeriod: boolean
  /** Every item renews when the plan's does. An add-on of another interval may be in mid-period then. */
  renewsTogether: boolean
  /** `null` if we don't know how often it bills. */
  cycle: BillingCycle | null
  pause: { resumesAt: Date | null } | null
  /** The next scheduled change. `own` if the user scheduled it, and not staff. */
  scheduled: (SubscriptionTerms & { at: Date; own: boolean }) | null
  /** A change that takes effect once it is paid for, and expires at `expiresAt`. */
  pendingUpdate: (SubscriptionTerms & { expiresAt: Date }) | null
  /** Stripe sends invoices for it, by arrangement with staff, instead of charging a card. */
  byInvoice: boolean
  /** Paid by bank debit, which takes days to succeed or fail. */
  byDebit: boolean
  /** Usage is billed when the period ends. */
  isMetered: boolean
  /** It bills usage that isn't its plan's, by arrangement with staff. */
  billsOtherUsage: boolean
  /** Its own payment method, or its customer's. */
  hasPaymentMethod: boolean
  /** Its period started during a pause, so it isn't paid for. */
  isUnbilled: boolean
}

/** What a user wants to change to. Whatever is missing stays as it is. */
export type PlanChangeRequest = {
  plan: string
  interval?: RecurringInterval | undefined
  quantity?: number | undefined
}

export type Target = {
  plan: Plan
  price: Price & { interval: RecurringInterval }
  quantity: number
}

export type PlanChange =
  /**
   * Takes effect and is charged immediately, unless a trial is kept. A plan without trial ends it.
   */
  | { kind: 'now'; to: Target; trial: 'none' | 'kept' | 'ends' }
  | { kind: 'at_period_end'; to: Target; at: Date }
  /** The subscription has these terms already, or a scheduled change will give it them. */
  | { kind: 'same'; to: Target }
  | { kind: 'refused'; reason: ChangeRefusal }

export type ChangeRefusal =
  | 'no_subscription'
  | 'unknown_plan'
  | 'cancel_instead'
  | 'not_sold'
  | 'other_currency'
  | 'too_many'
  | 'owned'
  | 'bank_debit'
  | 'no_card'
  | ChangeBlocker

/** Why a subscription can't be changed for now: not at all, or only upgraded if it is `ending`. */
export type ChangeBlocker =
  | 'first_payment_open'
  | 'payment_due'
  | 'payment_waiting'
  | 'paused'
  | 'ending'
  | 'change_scheduled'
  | 'several_plans'
  | 'by_arrangement'

/**
 * Decides how a subscription changes. An upgrade takes effect and is charged immediately, a
 * downgrade waits for the end of the paid period. During a trial every change is immediate. It is
 * free until the trial's end, except for a higher plan, which ends the trial and is charged. A
 * subscription that ends with its paid period can be upgraded within it, and still ends then.
 */
export function decideChange(
  wanted: PlanChangeRequest,
  { running, facts }: { running: Running | null; facts: Facts },
  catalog: Catalog,
): PlanChange {
  const refused = (reason: ChangeRefusal): PlanChange => ({ kind: 'refused', reason })
  const plan = planByKey(catalog, wanted.plan)
  if (!plan) return refused('unknown_plan')
  if (plan.key === catalog.defaultPlan && plan.prices.length === 0) return refused('cancel_instead')
  if (!running || hasEnded(running.status)) return refused('no_subscription')

  const interval = wanted.interval ?? running.interval ?? 'month'
  const sold = plan.prices.find((price) => price.interval === interval)
  // Who has the plan already may still change how many.
  const isTrial = plan.trialOnly && plan.key !== running.plan?.key
  if (!sold || plan.custom || isTrial) return refused('not_sold')
  // Stripe can't change a subscription's currency.
  const price = priceIn(sold, running.currency)
  if (!price) return refused('other_currency')
  // Stripe's dashboard lets staff set a quantity of 0. That is nothing to carry into another plan.
  const quantity = wanted.quantity ?? Math.max(1, running.quantity)
  if (quantity > plan.maxQuantity) return refused('too_many')
  const to = { plan, price: { ...price, interval }, quantity }

  // The first bank payment is processing or has failed, though Stripe may report `active`.
  if (facts.subscriptions.some(({ firstPayment }) => firstPayment)) {
    return refused('first_payment_open')
  }
  if (running.scheduled && hasTerms(running.scheduled, to)) return { kind: 'same', to }
  const blocker = changeBlocker(running)
  if (blocker && blocker !== 'ending') return refused(blocker)
  const owned = boughtPlan(facts, catalog)
  if (owned && owned.rank >= plan.rank) return refused('owned')
  if (hasTerms(running, to)) return { kind: 'same', to }
  const startsAnew = running.interval !== to.price.interval
  if (blocker === 'ending') {
    // Another interval would start a period beyond the end.
    const canBuy = isPaidToItsEnd(running) && isUpgrade(running, to) && !startsAnew
    if (!canBuy) return refused(blocker)
  }
  if (running.status === 'trialing') {
    // Only what is being tried is free: a higher plan is paid for before it opens.
    const isHigher = running.plan === null || plan.rank > running.plan.rank
    if (plan.trialDays !== 0 && !isHigher) return { kind: 'now', to, trial: 'kept' }
    if (running.byDebit) return refused('bank_debit')
    // Without a card, Stripe would end the trial as if it were over, and the subscription with it.
    return running.hasPaymentMethod ? { kind: 'now', to, trial: 'ends' } : refused('no_card')
  }
  // A schedule would continue the subscription beyond the end that staff have set.
  if (!isUpgrade(running, to) && running.cancelAt) return refused('by_arrangement')
  // Another interval begins new periods for all items, and an add-on would be billed again too early.
  if (!isUpgrade(running, to) && startsAnew && !running.renewsTogether) {
    return refused('by_arrangement')
  }
  if (!isUpgrade(running, to)) return { kind: 'at_period_end', to, at: running.currentPeriodEnd }
  // An upgrade needs the payment first, and Stripe's pending update expires before a bank pays.
  return running.byDebit ? refused('bank_debit') : { kind: 'now', to, trial: 'none' }
}

/**
 * Why no change may start now, or `null`. What is pending must be finished or discarded first. Only
 * an upgrade may pass `ending`: see `decideChange`.
 */
export function changeBlocker(running: Running): ChangeBlocker | null {
  if (running.status === 'incomplete') return 'first_payment_open'
  if (running.status === 'past_due' || running.status === 'unpaid') return 'payment_due'
  if (running.planItems === 'several') return 'several_plans'
  if (running.planItems === 'none') return 'by_arrangement'
  if (running.byInvoice || running.status === 'unknown') return 'by_arrangement'
  if (running.status === 'paused' || running.pause) return 'paused'
  if (running.pendingUpdate) return 'payment_waiting'
  if (running.scheduled) return running.scheduled.own ? 'change_scheduled' : 'by_arrangement'
  if (hasFinalPeriod(running)) return 'ending'
  return null
}

/** Compares the plans' ranks first, then the intervals, then the quantities. */
function isUpgrade(from: SubscriptionTerms, to: Target): boolean {
  const rank = (plan: Plan | null) => plan?.rank ?? -1
  const steps = [
    rank(to.plan) - rank(from.plan),
    months(to.price.interval) - months(from.interval ?? 'month'),
    to.quantity - from.quantity,
  ]
  return (steps.find((step) => step !== 0) ?? 0) > 0
}

const hasTerms = (terms: SubscriptionTerms, to: Target) =>
  terms.plan?.key === to.plan.key &&
  terms.interval === to.price.interval &&
  terms.quantity === to.quantity

const months = (interval: RecurringInterval) => (interval === 'year' ? 12 : 1)
