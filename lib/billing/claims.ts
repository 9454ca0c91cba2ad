import type { AccessRules, AccessStatus } from './access'
import { type Catalog, type Plan, planByKey } from './catalog'
import type { Grant, PurchaseFact, SubscriptionFact } from './facts'
import { planOfPrice } from './price-plan'

/** A fact read as a claim to a plan: does it hold now, until when, and how do we say so? */
export type Claim = {
  kind: 'subscription' | 'purchase' | 'grant'
  id: string
  plan: Plan | undefined
  open: boolean
  why: string
  /** Moments at which time alone may change `open`. */
  turns: (Date | null)[]
}

export type SubscriptionClaim = Claim & {
  kind: 'subscription'
  fact: SubscriptionFact
  /** What to call this subscription to the person who has it. */
  status: AccessStatus
  graceUntil: Date | null
}

export function subscriptionClaim(
  fact: SubscriptionFact,
  { catalog, pricePlans }: AccessRules,
  now: Date,
): SubscriptionClaim {
  const plan = fact.prices
    .map((price) => planOfPrice(price, catalog, pricePlans))
    .filter((plan) => plan !== undefined)
    .sort((a, b) => b.rank - a.rank)[0]
  const graceUntil = fact.status === 'past_due' ? graceEnd(fact, plan, catalog) : null
  const { open, status, why } = plan
    ? verdict(fact, plan.name, graceUntil, now)
    : {
        open: false,
        status: 'none' as const,
        why: 'A subscription has a price that belongs to no plan we sell, so it opens nothing.',
      }

  return {
    kind: 'subscription',
    id: fact.id,
    plan,
    open,
    why,
    fact,
    status,
    graceUntil,
    turns: [
      fact.cancelAt,
      graceUntil,
      fact.status === 'trialing' ? fact.trialEnd : null,
      // A renewal is Stripe's to announce; looking shortly after it finds one we were not told of.
      fact.status === 'active' ? addHours(fact.currentPeriodEnd, 2) : null,
    ],
  }
}

type Verdict = { open: boolean; status: AccessStatus; why: string }

function verdict(
  fact: SubscriptionFact,
  name: string,
  graceUntil: Date | null,
  now: Date,
): Verdict {
  const opens = (status: AccessStatus, why: string) => ({ open: true, status, why })
  const opensNothing = (status: AccessStatus, why: string) => ({ open: false, status, why })

  if (fact.cancelAt && fact.cancelAt <= now && isRunning(fact.status)) {
    return opensNothing(
      'canceled',
      `The ${name} subscription ended on ${day(fact.cancelAt)}, as asked.`,
    )
  }
  switch (fact.status) {
    case 'active':
      return opens(
        'active',
        fact.cancelAt
          ? `The ${name} subscription is paid and ends on ${day(fact.cancelAt)}.`
          : `The ${name} subscription is paid until ${day(fact.currentPeriodEnd)}.`,
      )
    case 'trialing':
      return fact.trialEnd && fact.trialEnd > now
        ? opens('trialing', `The ${name} trial runs until ${day(fact.trialEnd)}.`)
        : opensNothing('canceled', `The ${name} trial is over.`)
    case 'past_due':
      return graceUntil && graceUntil > now
        ? opens('past_due', `A payment for ${name} failed; it works until ${day(graceUntil)}.`)
        : opensNothing('past_due', `A payment for ${name} failed and the grace period is over.`)
    case 'unpaid':
      return opensNothing('unpaid', `${name} is unpaid, and Stripe has stopped trying to collect.`)
    case 'paused':
      return opensNothing('paused', `The ${name} subscription is paused.`)
    case 'incomplete':
      return opensNothing('incomplete', `The first payment for ${name} has not gone through yet.`)
    case 'incomplete_expired':
      return opensNothing('none', `The first payment for ${name} never went through.`)
    case 'canceled':
      return opensNothing(
        'canceled',
        `The ${name} subscription ended${fact.endedAt ? ` on ${day(fact.endedAt)}` : ''}.`,
      )
    default:
      return opensNothing('none', `Stripe reports a status for ${name} that we don't know.`)
  }
}

export function purchaseClaim(fact: PurchaseFact, catalog: Catalog): Claim {
  const plan = fact.plan ? planByKey(catalog, fact.plan) : undefined
  const bought = `${plan?.name ?? 'An unknown plan'} was bought on ${day(fact.paidAt)}`
  const refunded = fact.amountCents > 0 && fact.amountRefundedCents >= fact.amountCents
  const lost = fact.dispute === 'lost'
  return {
    kind: 'purchase',
    id: fact.id,
    plan,
    open: plan !== undefined && !refunded && !lost,
    why: refunded
      ? `${bought} and refunded in full.`
      : lost
        ? `${bought}; the dispute was lost.`
        : `${bought}, for good.`,
    turns: [],
  }
}

export function grantClaim(fact: Grant, catalog: Catalog, now: Date): Claim {
  const plan = planByKey(catalog, fact.plan)
  const until = fact.endsAt ? ` until ${day(fact.endsAt)}` : ''
  const isOver = fact.endsAt !== null && fact.endsAt <= now
  return {
    kind: 'grant',
    id: fact.id,
    plan,
    open: plan !== undefined && fact.startsAt <= now && !isOver,
    why: `${plan?.name ?? fact.plan} ${isOver ? 'was' : 'is'} granted${until}: ${fact.reason}`,
    turns: [fact.startsAt, fact.endsAt],
  }
}

const isRunning = (status: SubscriptionFact['status']) =>
  status === 'active' || status === 'trialing' || status === 'past_due'

function graceEnd(fact: SubscriptionFact, plan: Plan | undefined, catalog: Catalog): Date {
  const days = plan?.graceDays ?? catalog.graceDays
  return addHours(fact.unpaidSince ?? fact.currentPeriodStart, 24 * days)
}

const addHours = (date: Date, hours: number) => new Date(date.getTime() + hours * 3_600_000)

const day = (date: Date) => date.toISOString().slice(0, 10)
