import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { isFree, planItem } from '@/lib/billing/access/plan-item'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { SubscriptionClaim } from './claims'
import { nothingPaid, subscriptionVerdict } from './verdict'

/** Turns a subscription into a claim to its plan. */
export function subscriptionClaim(
  fact: SubscriptionFact,
  rules: AccessRules,
  now: Date,
): SubscriptionClaim {
  const { catalog } = rules
  const found = planItem(fact.prices, rules)
  const plan = found.kind === 'none' ? undefined : found.plan
  // Grace continues paid access, so a subscription that was never paid for gets none.
  const hasGrace = fact.status === 'past_due' && fact.firstPayment === undefined
  const graceUntil = plan && hasGrace ? graceEnd(fact, plan, catalog) : null
  const { open, status, why } = plan
    ? found.kind !== 'none' && isFree(found.item)
      ? nothingPaid(plan.name)
      : subscriptionVerdict(fact, plan.name, graceUntil, now)
    : {
        open: false,
        status: 'none' as const,
        why: 'Your subscription’s price isn’t linked to a current plan. Please contact us.',
      }

  return {
    kind: 'subscription',
    id: fact.id,
    plan,
    open,
    why,
    since: fact.createdAt,
    fact,
    status,
    graceUntil,
    nextChecks: plan ? [...nextChecksOf(fact, graceUntil), ...resumptionChecks(fact)] : [],
  }
}

/**
 * Returns when to check again. Stripe sends an event about a renewal and about the end of a trial. A
 * check two hours later finds one whose event we missed, even if Stripe's clock is behind ours.
 */
function nextChecksOf(fact: SubscriptionFact, graceUntil: Date | null): (Date | null)[] {
  switch (fact.status) {
    case 'active':
      return [fact.cancelAt, addHours(fact.currentPeriodEnd, 2), ...invoiceChecks(fact)]
    case 'trialing':
      return [fact.cancelAt, fact.trialEnd, fact.trialEnd && addHours(fact.trialEnd, 2)]
    case 'past_due':
      return [fact.cancelAt, graceUntil]
    default:
      return []
  }
}

/** How many days before its due date we send a reminder of an invoice. */
export const reminderDays = 7

/**
 * Returns when to check an invoice that is sent. Stripe finalizes it an hour after the period began,
 * and only then has it a due date. Two hours after that date Stripe has marked it as past due.
 */
function invoiceChecks({ billing, currentPeriodStart }: SubscriptionFact): Date[] {
  if (billing?.collectionMethod !== 'send_invoice') return []
  const { dueAt } = billing
  return dueAt
    ? [addHours(dueAt, -24 * reminderDays), addHours(dueAt, 2)]
    : [addHours(currentPeriodStart, 2)]
}

const resumptionChecks = ({ pause }: SubscriptionFact): Date[] =>
  pause?.resumesAt ? [pause.resumesAt, addHours(pause.resumesAt, 2)] : []

/**
 * Returns when grace ends, which is never later than the subscription itself. It starts with the
 * unpaid period, or at the invoice's due date if that is later.
 */
function graceEnd(fact: SubscriptionFact, plan: Plan, catalog: Catalog): Date {
  const days = plan.graceDays ?? catalog.graceDays
  const since = fact.unpaidSince ?? fact.currentPeriodStart
  const dueAt = fact.billing?.dueAt
  const end = addHours(dueAt && dueAt > since ? dueAt : since, 24 * days)
  return fact.cancelAt && fact.cancelAt < end ? fact.cancelAt : end
}

const addHours = (date: Date, hours: number) => new Date(date.getTime() + hours * 3_600_000)
