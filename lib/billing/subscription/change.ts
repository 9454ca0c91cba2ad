import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { hasEnded } from '@/lib/billing/access/subscription-status'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { boughtPlan, priceIn } from '@/lib/billing/checkout/order'

export type RecurringInterval = Exclude<Price['interval'], 'once'>

/** What a subscription is for. `plan` is `null` if its price belongs to none that we sell. */
export type SubscriptionTerms = {
  plan: Plan | null
  interval: RecurringInterval | null
  quantity: number
}

/** A subscription as it runs at Stripe this moment: what a change of it looks at. */
export type Running = SubscriptionTerms & {
  /** How many of its items are a plan. Unless it is one, it isn't known what a change is for. */
  planItems: 'one' | 'none' | 'several'
  status: SubscriptionFact['status']
  currency: string
  currentPeriodStart: Date
  currentPeriodEnd: Date
  trialEnd: Date | null
  cancelAt: Date | null
  pause: { resumesAt: Date | null } | null
  /** The next of the changes that are planned; `own` if its owner planned it, not somebody of ours. */
  scheduled: (SubscriptionTerms & { at: Date; own: boolean }) | null
  /** A change that happens once it is paid for, and is forgotten at `expiresAt`. */
  pendingUpdate: (SubscriptionTerms & { expiresAt: Date }) | null
  /** Paid by invoice, as agreed with us, and not by card. */
  byInvoice: boolean
  /** Paid by bank debit, which takes days to say whether it worked. */
  byDebit: boolean
  /** What is used is billed when the period ends. */
  isMetered: boolean
  /** Its period began while it was paused, so nobody paid for it. */
  isUnbilled: boolean
}

/** What somebody wants instead. What they don't say stays as it is. */
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
  /** Charged at once, but for a trial that goes on (`kept`). A plan that has no trial ends it. */
  | { kind: 'now'; to: Target; trial: 'none' | 'kept' | 'ends' }
  | { kind: 'at_period_end'; to: Target; at: Date }
  /** It is so already, or will be. */
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
  | ChangeBlocker

/** Why a subscription can't be changed as it is, whatever is wanted. */
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
 * What changing a subscription means: more is opened and charged at once; less waits for the end of what
 * is paid. A trial costs nothing, so within one everything is at once, and free until its end.
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
  if (!sold || plan.custom) return refused('not_sold')
  // A subscription keeps its currency: Stripe has no way to change it.
  const price = priceIn(sold, running.currency)
  if (!price) return refused('other_currency')
  // Stripe's dashboard lets staff set a quantity of 0. That is nothing to carry into another plan.
  const quantity = wanted.quantity ?? Math.max(1, running.quantity)
  if (quantity > plan.maxQuantity) return refused('too_many')
  const to = { plan, price: { ...price, interval }, quantity }

  // A bank is still at the first payment, or it bounced: Stripe may call that active.
  if (facts.subscriptions.some(({ firstPayment }) => firstPayment)) {
    return refused('first_payment_open')
  }
  if (running.scheduled && hasTerms(running.scheduled, to)) return { kind: 'same', to }
  const standstill = changeBlocker(running)
  if (standstill) return refused(standstill)
  const owned = boughtPlan(facts, catalog)
  if (owned && owned.rank >= plan.rank) return refused('owned')
  if (hasTerms(running, to)) return { kind: 'same', to }
  if (running.status === 'trialing') {
    if (plan.trialDays !== 0) return { kind: 'now', to, trial: 'kept' }
    return running.byDebit ? refused('bank_debit') : { kind: 'now', to, trial: 'ends' }
  }
  if (!isUpgrade(running, to)) return { kind: 'at_period_end', to, at: running.currentPeriodEnd }
  // More isn't opened on a promise, and Stripe holds no change back for as long as a bank takes.
  return running.byDebit ? refused('bank_debit') : { kind: 'now', to, trial: 'none' }
}

/** One thing at a time: what is under way is finished or dropped before another change begins. */
export function changeBlocker(running: Running): ChangeBlocker | null {
  if (running.status === 'incomplete') return 'first_payment_open'
  if (running.status === 'past_due' || running.status === 'unpaid') return 'payment_due'
  if (running.planItems === 'several') return 'several_plans'
  if (running.planItems === 'none') return 'by_arrangement'
  if (running.byInvoice || running.status === 'unknown') return 'by_arrangement'
  if (running.status === 'paused' || running.pause) return 'paused'
  if (running.pendingUpdate) return 'payment_waiting'
  if (running.scheduled) return running.scheduled.own ? 'change_scheduled' : 'by_arrangement'
  if (running.cancelAt) return 'ending'
  return null
}

/** A higher plan is more, whatever else; of the same plan a year is more than a month, then quantity counts. */
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
