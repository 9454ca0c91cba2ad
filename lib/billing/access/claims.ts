import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { Grant, PurchaseFact, SubscriptionFact } from './facts'
import { revocation } from './policies'
import { planOfPrice } from './price-plan'
import type { AccessRules, AccessStatus } from './status'

/** A fact read as a claim to a plan: does it hold now, until when, and how do we say so? */
export type Claim = SubscriptionClaim | OtherClaim

type Common = {
  id: string
  plan: Plan | undefined
  /** Never without a plan. */
  open: boolean
  why: string
  since: Date
  /** Moments at which time alone may change `open`, or at which to ask Stripe again. */
  turns: (Date | null)[]
}

export type SubscriptionClaim = Common & {
  kind: 'subscription'
  fact: SubscriptionFact
  /** What to call this subscription to the person who has it. */
  status: AccessStatus
  graceUntil: Date | null
}

export type OtherClaim = PurchaseClaim | GrantClaim
export type PurchaseClaim = Common & { kind: 'purchase'; fact: PurchaseFact }
export type GrantClaim = Common & { kind: 'grant'; fact: Grant }

export function subscriptionClaim(
  fact: SubscriptionFact,
  { catalog, pricePlans }: AccessRules,
  now: Date,
): SubscriptionClaim {
  const plan = fact.prices
    .map((price) => planOfPrice(price, catalog, pricePlans))
    .filter((plan) => plan !== undefined)
    .sort((a, b) => b.rank - a.rank)[0]
  // What was never paid for has nothing to be continued.
  const hasGrace = fact.status === 'past_due' && fact.firstPayment === undefined
  const graceUntil = plan && hasGrace ? graceEnd(fact, plan, catalog) : null
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
    since: fact.createdAt,
    fact,
    status,
    graceUntil,
    turns: plan ? [...turnsOf(fact, graceUntil), ...resumption(fact)] : [],
  }
}

/**
 * A renewal, and a trial's end, are Stripe's to announce. Looking shortly after finds one we were
 * not told of, or that Stripe's clock reached a moment later than ours.
 */
function turnsOf(fact: SubscriptionFact, graceUntil: Date | null): (Date | null)[] {
  switch (fact.status) {
    case 'active':
      return [fact.cancelAt, addHours(fact.currentPeriodEnd, 2)]
    case 'trialing':
      return [fact.cancelAt, fact.trialEnd, fact.trialEnd && addHours(fact.trialEnd, 2)]
    case 'past_due':
      return [fact.cancelAt, graceUntil]
    default:
      return []
  }
}

const resumption = ({ pause }: SubscriptionFact): Date[] =>
  pause?.resumesAt ? [pause.resumesAt, addHours(pause.resumesAt, 2)] : []

type Verdict = { open: boolean; status: AccessStatus; why: string }

function verdict(
  fact: SubscriptionFact,
  name: string,
  graceUntil: Date | null,
  now: Date,
): Verdict {
  const opens = (status: AccessStatus, why: string) => ({ open: true, status, why })
  const deny = (status: AccessStatus, why: string) => ({ open: false, status, why })

  if (fact.cancelAt && fact.cancelAt <= now && isRunning(fact.status)) {
    return deny('canceled', `The ${name} subscription ended on ${day(fact.cancelAt)}, as asked.`)
  }
  if (fact.pause && isRunning(fact.status) && !hasResumed(fact.pause, now)) {
    const { resumesAt } = fact.pause
    const until = resumesAt ? ` until ${day(resumesAt)}` : ''
    return deny('paused', `The ${name} subscription is paused${until}.`)
  }
  if (fact.firstPayment && isRunning(fact.status)) {
    // Stripe may call it active as soon as the bank was asked.
    return fact.firstPayment === 'processing'
      ? deny('incomplete', onItsWay(name))
      : deny('past_due', bounced(name))
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
        ? opens(
            'trialing',
            `The ${name} trial runs until ${trialWords(fact.trialEnd, fact.cancelAt)}.`,
          )
        : deny('canceled', `The ${name} trial is over.`)
    case 'past_due':
      return graceUntil && graceUntil > now
        ? opens('past_due', `A payment for ${name} failed; it works until ${day(graceUntil)}.`)
        : deny('past_due', `A payment for ${name} failed and the grace period is over.`)
    case 'unpaid':
      return deny('unpaid', `${name} is unpaid, and Stripe has stopped trying to collect.`)
    case 'paused':
      return deny('paused', `The ${name} subscription is paused.`)
    case 'incomplete':
      return deny(
        'incomplete',
        fact.firstPayment === 'processing'
          ? onItsWay(name)
          : fact.firstPayment === 'failed'
            ? bounced(name)
            : `The first payment for ${name} has not gone through yet.`,
      )
    case 'incomplete_expired':
      return deny(
        'none',
        fact.firstPayment ? bounced(name) : `The first payment for ${name} never went through.`,
      )
    case 'canceled':
      return deny(
        'canceled',
        fact.trialRefused
          ? `The ${name} trial was not given: its card or its address had one before.`
          : `The ${name} subscription ended${fact.endedAt ? ` on ${day(fact.endedAt)}` : ''}${
              fact.endedUnpaid ? ', since it was not paid' : ''
            }.`,
      )
    default:
      return deny('none', `Stripe reports a status for ${name} that we don't know.`)
  }
}

export function purchaseClaim(fact: PurchaseFact, catalog: Catalog): PurchaseClaim {
  const plan = fact.plan ? planByKey(catalog, fact.plan) : undefined
  const revoked = revocation(fact, catalog.policies)
  return {
    kind: 'purchase',
    id: fact.id,
    plan,
    open: plan !== undefined && !fact.payment && !revoked,
    why: purchaseWords(fact, plan?.name, revoked),
    since: fact.paidAt,
    turns: [],
    fact,
  }
}

function purchaseWords(
  fact: PurchaseFact,
  name: string | undefined,
  revoked: ReturnType<typeof revocation>,
): string {
  if (fact.payment) {
    const what = name ?? 'a plan we no longer sell'
    return fact.payment === 'processing' ? onItsWay(what) : bounced(what)
  }
  const bought = `${name ?? 'A plan we no longer sell'} was bought on ${day(fact.paidAt)}`
  switch (revoked) {
    case 'refunded':
      return `${bought} and refunded in full.`
    case 'refunded_in_part':
      return `${bought} and refunded in part, which takes it back.`
    case 'dispute_lost':
      return `${bought}; the dispute was lost.`
    case 'disputed':
      return `${bought}, and is closed while the payment is disputed.`
    case null:
      if (!name) return `${bought}, so it opens nothing.`
      return fact.dispute === 'open'
        ? `${bought}, for good unless the dispute is lost.`
        : `${bought}, for good.`
  }
}

const onItsWay = (name: string) =>
  `The bank payment for ${name} is on its way; it opens when the money arrives.`
const bounced = (name: string) => `The bank payment for ${name} failed, so it opens nothing.`

export function grantClaim(fact: Grant, catalog: Catalog, now: Date): GrantClaim {
  const plan = planByKey(catalog, fact.plan)
  const isOver = fact.endsAt !== null && fact.endsAt <= now
  const isAhead = fact.startsAt > now
  const given = fact.kind === 'trial_extension' ? 'on a longer trial' : 'granted'
  const verb = `${isOver ? 'was' : isAhead ? 'will be' : 'is'} ${given}`
  const from = isAhead && !isOver ? ` from ${day(fact.startsAt)}` : ''
  const until = fact.endsAt ? ` until ${day(fact.endsAt)}` : ''
  return {
    kind: 'grant',
    id: fact.id,
    plan,
    open: plan !== undefined && !isAhead && !isOver,
    why: `${plan?.name ?? 'A plan we no longer sell'} ${verb}${from}${until}: ${fact.reason}`,
    since: fact.startsAt,
    turns: plan ? [fact.startsAt, fact.endsAt] : [],
    fact,
  }
}

/** Stripe takes it up at that second, whether or not we have heard of it. */
const hasResumed = ({ resumesAt }: { resumesAt: Date | null }, now: Date) =>
  resumesAt !== null && resumesAt <= now

const isRunning = (status: SubscriptionFact['status']) =>
  status === 'active' || status === 'trialing' || status === 'past_due'

/** No grace outlives the subscription itself. */
function graceEnd(fact: SubscriptionFact, plan: Plan, catalog: Catalog): Date {
  const days = plan.graceDays ?? catalog.graceDays
  const end = addHours(fact.unpaidSince ?? fact.currentPeriodStart, 24 * days)
  return fact.cancelAt && fact.cancelAt < end ? fact.cancelAt : end
}

function trialWords(trialEnd: Date, cancelAt: Date | null): string {
  if (!cancelAt) return day(trialEnd)
  return cancelAt <= trialEnd
    ? `${day(cancelAt)} and is not continued`
    : `${day(trialEnd)}; the subscription ends on ${day(cancelAt)}`
}

const addHours = (date: Date, hours: number) => new Date(date.getTime() + hours * 3_600_000)

const day = (date: Date) => date.toISOString().slice(0, 10)
