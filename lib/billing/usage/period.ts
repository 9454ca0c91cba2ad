import { z } from 'zod'
import { subscriptionClaim } from '@/lib/billing/access/claims/subscription'
import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import type { AccessRules } from '@/lib/billing/access/status'
import type { Plan } from '@/lib/billing/catalog/schema'
import { periodAt } from '@/lib/billing/subscription/billing-cycle'
import { Time } from '@/lib/billing/time'
import { factsAt } from './facts-at'

/**
 * The month in which a meter counts: from `start` until just before `end`. `source` says whose month
 * it is: a subscription's id, or `account`.
 */
export const UsagePeriod = z.object({ start: Time, end: Time, source: z.string() })
export type UsagePeriod = z.infer<typeof UsagePeriod>

/** The part of an account row that says when its periods begin. */
export type PeriodHolder = { facts: Facts; createdAt: Date }

/**
 * The usage period that `at` is in. It is computed and never stored, so a new period begins on its
 * millisecond, whether or not Stripe's event about the renewal has come.
 *
 * Periods are months, on yearly plans as well. They count from Stripe's billing anchor of the user's
 * best subscription at that time, even if a grant gives a better plan; without one, from the
 * account's creation.
 */
export function usagePeriod(
  { facts, createdAt }: PeriodHolder,
  rules: AccessRules,
  at: Date,
): UsagePeriod {
  const best = billedSubscription(facts, rules, at)
  const fact = best && facts.subscriptions.find(({ id }) => id === best.fact.id)
  if (fact) return periodOfSubscription(fact, at)
  return { ...periodAt(monthsFrom(createdAt), at), source: 'account' }
}

/** Before the anchor, as in a trial, months count backwards. The first is cut at the start. */
function periodOfSubscription(fact: SubscriptionFact, at: Date): UsagePeriod {
  const { start, end } = periodAt(monthsFrom(fact.billing?.anchor ?? fact.currentPeriodStart), at)
  return {
    start: new Date(Math.max(start.getTime(), fact.createdAt.getTime())),
    end: new Date(Math.min(end.getTime(), fact.endedAt?.getTime() ?? Number.POSITIVE_INFINITY)),
    source: fact.id,
  }
}

/** The highest subscription that gave a plan at that time, by whose periods Stripe bills usage. */
export function billedSubscription(
  facts: Facts,
  rules: AccessRules,
  at: Date,
): { fact: SubscriptionFact; plan: Plan } | undefined {
  return ownFacts(factsAt(facts, at), rules)
    .subscriptions.flatMap((fact) => {
      const { plan, open, status } = subscriptionClaim(fact, rules, at)
      return plan && status !== 'none' && (open || isPastTrial(fact, at)) ? [{ fact, plan }] : []
    })
    .sort(
      (a, b) =>
        b.plan.rank - a.plan.rank ||
        b.fact.createdAt.getTime() - a.fact.createdAt.getTime() ||
        (a.fact.id < b.fact.id ? -1 : 1),
    )[0]
}

/** Its trial is over, and we haven't heard yet how it goes on: the first paid period has begun. */
const isPastTrial = ({ status, trialEnd, cancelAt, pause }: SubscriptionFact, at: Date): boolean =>
  status === 'trialing' && trialEnd !== null && trialEnd <= at && !cancelAt && !pause

const monthsFrom = (anchor: Date) => ({ anchor, unit: 'month' as const, count: 1 })
