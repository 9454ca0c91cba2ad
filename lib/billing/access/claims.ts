import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { Grant, PurchaseFact, SubscriptionFact } from './facts'
import { isFree, planItem } from './plan-item'
import { revocation } from './policies'
import type { AccessRules, AccessStatus } from './status'

/** A fact, read as a claim to a plan: whether it gives access now, until when, and why. */
export type Claim = SubscriptionClaim | OtherClaim

type Common = {
  id: string
  plan: Plan | undefined
  /** Whether it gives access now. Never without a plan. */
  open: boolean
  why: string
  since: Date
  /** When time alone may change `open`, or when to ask Stripe again. */
  nextChecks: (Date | null)[]
}

export type SubscriptionClaim = Common & {
  kind: 'subscription'
  fact: SubscriptionFact
  /** The status that its owner sees. */
  status: AccessStatus
  graceUntil: Date | null
}

export type OtherClaim = PurchaseClaim | GrantClaim
export type PurchaseClaim = Common & { kind: 'purchase'; fact: PurchaseFact }
export type GrantClaim = Common & { kind: 'grant'; fact: Grant }

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
      : verdict(fact, plan.name, graceUntil, now)
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
 * Stripe announces a renewal and the end of a trial. A check two hours later finds one whose event
 * we missed, and allows for a Stripe clock behind ours.
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

/** How long before its due date we remind of an invoice. */
export const reminderDays = 7

/**
 * An invoice is sent an hour after the period began: only then is its due date known. It is late two
 * hours after that date at the latest, as for a renewal.
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

/** Whatever its status, a quantity of 0 is a subscription to nothing. */
const nothingPaid = (name: string): Verdict => ({
  open: false,
  status: 'none',
  why: `Your ${name} subscription has a quantity of 0, so it includes nothing.`,
})

type Verdict = { open: boolean; status: AccessStatus; why: string }

function verdict(
  fact: SubscriptionFact,
  name: string,
  graceUntil: Date | null,
  now: Date,
): Verdict {
  const grant = (status: AccessStatus, why: string) => ({ open: true, status, why })
  const deny = (status: AccessStatus, why: string) => ({ open: false, status, why })

  if (fact.cancelAt && fact.cancelAt <= now && isRunning(fact.status)) {
    return deny('canceled', `Your ${name} subscription was canceled on ${day(fact.cancelAt)}.`)
  }
  if (fact.pause && isRunning(fact.status) && !hasResumed(fact.pause, now)) {
    const { resumesAt } = fact.pause
    const until = resumesAt ? ` until ${day(resumesAt)}` : ''
    return deny('paused', `Your ${name} subscription is paused${until}.`)
  }
  if (fact.firstPayment && isRunning(fact.status)) {
    // Stripe may report it as active before the bank has paid.
    return fact.firstPayment === 'processing'
      ? deny('incomplete', pending(name))
      : deny('past_due', returned(name))
  }
  switch (fact.status) {
    case 'active':
      return grant('active', `Your ${name} subscription ${paidText(fact)}.${dueText(fact, now)}`)
    case 'trialing':
      return fact.trialEnd && fact.trialEnd > now
        ? grant('trialing', `Your ${trialName(name)} ${trialText(fact.trialEnd, fact.cancelAt)}.`)
        : deny('canceled', `Your ${trialName(name)} has ended.`)
    case 'past_due':
      return graceUntil && graceUntil > now
        ? grant('past_due', `${lateText(fact, name)}. You have access until ${day(graceUntil)}.`)
        : deny('past_due', `${lateText(fact, name)}, and your grace period has ended.`)
    case 'unpaid':
      return deny(
        'unpaid',
        isSent(fact)
          ? `Your invoice for ${name} is unpaid.`
          : `${name} is unpaid, and we’ve stopped retrying the payment.`,
      )
    case 'paused':
      return deny('paused', `Your ${name} subscription is paused.`)
    case 'incomplete':
      return deny(
        'incomplete',
        fact.firstPayment === 'processing'
          ? pending(name)
          : fact.firstPayment === 'failed'
            ? returned(name)
            : `Your first payment for ${name} hasn’t gone through yet.`,
      )
    case 'incomplete_expired':
      return deny(
        'none',
        fact.firstPayment ? returned(name) : `Your first payment for ${name} never went through.`,
      )
    case 'canceled':
      return deny(
        'canceled',
        fact.trialRefused
          ? `We couldn’t start your ${trialName(name)} because this card or email was used for one before.`
          : `Your ${name} subscription ended${fact.endedAt ? ` on ${day(fact.endedAt)}` : ''}${
              fact.endedUnpaid ? ' because it wasn’t paid' : ''
            }.`,
      )
    default:
      return deny('none', `We don’t recognize the status that Stripe reports for ${name}.`)
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
    why: purchaseText(fact, plan?.name, revoked),
    since: fact.paidAt,
    nextChecks: [],
    fact,
  }
}

function purchaseText(
  fact: PurchaseFact,
  name: string | undefined,
  revoked: ReturnType<typeof revocation>,
): string {
  if (fact.payment) {
    const what = name ?? 'a plan we no longer sell'
    return fact.payment === 'processing' ? pending(what) : returned(what)
  }
  const on = day(fact.paidAt)
  const bought = name
    ? `You bought ${name} on ${on}`
    : `On ${on}, you bought a plan we no longer sell`
  switch (revoked) {
    case 'refunded':
      return `${bought}. It was refunded in full.`
    case 'refunded_in_part':
      return `${bought}. It was partially refunded, so access was removed.`
    case 'dispute_lost':
      return `${bought}. The payment dispute was lost.`
    case 'disputed':
      return `${bought}. It’s on hold during a payment dispute.`
    case null:
      if (!name) return `${bought}. It doesn’t include access.`
      return fact.dispute === 'open'
        ? `${bought}. It’s yours unless the payment dispute is lost.`
        : `${bought}. It’s yours forever.`
  }
}

const pending = (name: string) =>
  `Your bank payment for ${name} is pending. Access starts when it clears.`
const returned = (name: string) => `Your bank payment for ${name} failed, so access hasn’t started.`

export function grantClaim(fact: Grant, catalog: Catalog, now: Date): GrantClaim {
  const plan = planByKey(catalog, fact.plan)
  const isOver = fact.endsAt !== null && fact.endsAt <= now
  const isAhead = fact.startsAt > now
  const name = plan?.name ?? 'A plan we no longer sell'
  const verb = isOver ? 'was' : isAhead ? 'will be' : 'is'
  const granted =
    fact.kind === 'trial_extension'
      ? `Your ${trialName(plan?.name ?? '')} ${verb} extended`
      : `${name} ${verb} granted to you`
  const from = isAhead && !isOver ? ` from ${day(fact.startsAt)}` : ''
  const until = fact.endsAt ? ` until ${day(fact.endsAt)}` : ''
  return {
    kind: 'grant',
    id: fact.id,
    plan,
    open: plan !== undefined && !isAhead && !isOver,
    why: `${granted}${from}${until}: ${fact.reason}`,
    since: fact.startsAt,
    nextChecks: plan ? [fact.startsAt, fact.endsAt] : [],
    fact,
  }
}

/** Stripe resumes it at that second, even if we haven't received the event yet. */
const hasResumed = ({ resumesAt }: { resumesAt: Date | null }, now: Date) =>
  resumesAt !== null && resumesAt <= now

const isRunning = (status: SubscriptionFact['status']) =>
  status === 'active' || status === 'trialing' || status === 'past_due'

/**
 * When grace ends: never later than the subscription itself. It starts when the unpaid period does,
 * or at the due date of an invoice that is to be paid later than that.
 */
function graceEnd(fact: SubscriptionFact, plan: Plan, catalog: Catalog): Date {
  const days = plan.graceDays ?? catalog.graceDays
  const since = fact.unpaidSince ?? fact.currentPeriodStart
  const dueAt = fact.billing?.dueAt
  const end = addHours(dueAt && dueAt > since ? dueAt : since, 24 * days)
  return fact.cancelAt && fact.cancelAt < end ? fact.cancelAt : end
}

function paidText(fact: SubscriptionFact): string {
  const { cancelAt, currentPeriodEnd } = fact
  if (cancelAt && cancelAt > currentPeriodEnd) return `renews until it ends on ${day(cancelAt)}`
  // An invoice that is sent may be paid long after its period began.
  if (isSent(fact)) {
    return cancelAt ? `ends on ${day(cancelAt)}` : `renews on ${day(currentPeriodEnd)}`
  }
  return cancelAt
    ? `is paid through ${day(cancelAt)} and won’t renew`
    : `is paid through ${day(currentPeriodEnd)}`
}

const isSent = ({ billing }: SubscriptionFact) => billing?.collectionMethod === 'send_invoice'

function dueText({ billing }: SubscriptionFact, now: Date): string {
  if (!billing?.dueAt) return ''
  return ` Your invoice ${billing.dueAt > now ? 'is' : 'was'} due on ${day(billing.dueAt)}.`
}

const lateText = ({ billing }: SubscriptionFact, name: string): string =>
  billing?.dueAt
    ? `Your invoice for ${name} was due on ${day(billing.dueAt)} and hasn’t been paid`
    : `A payment for ${name} failed`

function trialText(trialEnd: Date, cancelAt: Date | null): string {
  if (!cancelAt) return `runs until ${day(trialEnd)}`
  return cancelAt <= trialEnd
    ? `ends on ${day(cancelAt)} and won’t convert to a paid plan`
    : `runs until ${day(trialEnd)}, and your subscription ends on ${day(cancelAt)}`
}

/** `Pro trial`; just `trial` for a plan of that name. */
const trialName = (plan: string): string =>
  plan === '' || plan.toLowerCase() === 'trial' ? 'trial' : `${plan} trial`

const addHours = (date: Date, hours: number) => new Date(date.getTime() + hours * 3_600_000)

const day = (date: Date) => date.toISOString().slice(0, 10)
