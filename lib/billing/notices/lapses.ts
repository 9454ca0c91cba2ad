import type { Access } from '@/lib/billing/access/access'
import { grantClaim } from '@/lib/billing/access/claims/grant'
import { subscriptionClaim } from '@/lib/billing/access/claims/subscription'
import type { Facts, Grant, SubscriptionFact } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Plan } from '@/lib/billing/catalog/schema'

/** Access that ended: what it came from, when it ended, and the plan that would restore it. */
export type Lapse = {
  what: 'subscription' | 'trial' | 'grant'
  plan: Plan
  endedAt: Date
  /** Stripe ended it because it wasn't paid. */
  isUnpaid: boolean
}

/** For how long a lapse is shown. */
const shownForDays = 30

/**
 * The last lapse, if it gave more access than the user has now. A late payment or a pause is not a
 * lapse: `noticesFor` covers those.
 */
export function lastLapse(
  { subscriptions, grants }: Facts,
  access: Pick<Access, 'plan'>,
  rules: AccessRules,
  now: Date,
): Lapse | null {
  const { catalog } = rules
  const rank = planByKey(catalog, access.plan)?.rank ?? -1
  const lapses = [
    ...subscriptions.flatMap((fact) => {
      const { plan, open } = subscriptionClaim(fact, rules, now)
      const endedAt = endOfSubscription(fact, now)
      return plan && endedAt && !open ? [{ ...endingOf(fact, endedAt), plan, endedAt }] : []
    }),
    ...grants.flatMap((fact) => {
      const { plan } = grantClaim(fact, catalog, now)
      const endedAt = endOfGrant(fact, now)
      const what = fact.kind === 'trial_extension' ? ('trial' as const) : ('grant' as const)
      return plan && endedAt ? [{ what, plan, endedAt, isUnpaid: false }] : []
    }),
  ]
  const worthTelling = lapses.filter(
    ({ plan, endedAt }) =>
      plan.rank > rank && now.getTime() - endedAt.getTime() < shownForDays * 86_400_000,
  )
  return worthTelling.sort((a, b) => b.endedAt.getTime() - a.endedAt.getTime())[0] ?? null
}

/** When a subscription ended that gave access. An unpaid or refused one never did. */
function endOfSubscription(fact: SubscriptionFact, now: Date): Date | null {
  if (fact.firstPayment || fact.trialRefused) return null
  const passed = (time: Date | null) => (time && time <= now ? time : null)
  switch (fact.status) {
    case 'canceled':
      return passed(fact.endedAt)
    case 'trialing':
      return passed(fact.cancelAt) ?? passed(fact.trialEnd)
    case 'active':
    case 'past_due':
      return passed(fact.cancelAt)
    default:
      return null
  }
}

/** Stripe ends a trial seconds late. A paid period after the trial would last for days. */
const trialSlackMs = 2 * 3_600_000

function endingOf(fact: SubscriptionFact, endedAt: Date): Pick<Lapse, 'what' | 'isUnpaid'> {
  const wasTrial =
    fact.trialEnd !== null && endedAt.getTime() <= fact.trialEnd.getTime() + trialSlackMs
  return { what: wasTrial ? 'trial' : 'subscription', isUnpaid: fact.endedUnpaid === true }
}

const endOfGrant = ({ startsAt, endsAt }: Grant, now: Date): Date | null =>
  endsAt && endsAt <= now && startsAt < endsAt ? endsAt : null
