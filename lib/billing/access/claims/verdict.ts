import type { SubscriptionFact } from '@/lib/billing/access/facts'
import type { AccessStatus } from '@/lib/billing/access/status'
import { isoDay, pendingText, returnedText, trialName } from './text'

/** Whether a subscription gives access, the status that the user sees, and the reason as a sentence. */
type Verdict = { open: boolean; status: AccessStatus; why: string }

/** Decides whether a subscription to a plan gives access now. Fails closed for unknown statuses. */
export function subscriptionVerdict(
  fact: SubscriptionFact,
  name: string,
  graceUntil: Date | null,
  now: Date,
): Verdict {
  const grant = (status: AccessStatus, why: string) => ({ open: true, status, why })
  const deny = (status: AccessStatus, why: string) => ({ open: false, status, why })

  if (fact.cancelAt && fact.cancelAt <= now && isRunning(fact.status)) {
    return deny('canceled', `Your ${name} subscription was canceled on ${isoDay(fact.cancelAt)}.`)
  }
  if (fact.pause && isRunning(fact.status) && !hasResumed(fact.pause, now)) {
    const { resumesAt } = fact.pause
    const until = resumesAt ? ` until ${isoDay(resumesAt)}` : ''
    return deny('paused', `Your ${name} subscription is paused${until}.`)
  }
  if (fact.firstPayment && isRunning(fact.status)) {
    // Stripe may report it as active before the bank has paid.
    return fact.firstPayment === 'processing'
      ? deny('incomplete', pendingText(name))
      : deny('past_due', returnedText(name))
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
        ? grant('past_due', `${lateText(fact, name)}. You have access until ${isoDay(graceUntil)}.`)
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
          ? pendingText(name)
          : fact.firstPayment === 'failed'
            ? returnedText(name)
            : `Your first payment for ${name} hasn’t gone through yet.`,
      )
    case 'incomplete_expired':
      return deny(
        'none',
        fact.firstPayment
          ? returnedText(name)
          : `Your first payment for ${name} never went through.`,
      )
    case 'canceled':
      return deny(
        'canceled',
        fact.trialRefused
          ? `We couldn’t start your ${trialName(name)} because this card or email was used for one before.`
          : `Your ${name} subscription ended${fact.endedAt ? ` on ${isoDay(fact.endedAt)}` : ''}${
              fact.endedUnpaid ? ' because it wasn’t paid' : ''
            }.`,
      )
    default:
      return deny('none', `We don’t recognize the status that Stripe reports for ${name}.`)
  }
}

/** The verdict for a quantity of 0, whatever the status. */
export const nothingPaid = (name: string): Verdict => ({
  open: false,
  status: 'none',
  why: `Your ${name} subscription has a quantity of 0, so it includes nothing.`,
})

/** Whether Stripe has resumed it: it does so at that second, even if we have no event yet. */
const hasResumed = ({ resumesAt }: { resumesAt: Date | null }, now: Date) =>
  resumesAt !== null && resumesAt <= now

const isRunning = (status: SubscriptionFact['status']) =>
  status === 'active' || status === 'trialing' || status === 'past_due'

function paidText(fact: SubscriptionFact): string {
  const { cancelAt, currentPeriodEnd } = fact
  if (cancelAt && cancelAt > currentPeriodEnd) return `renews until it ends on ${isoDay(cancelAt)}`
  // An invoice that is sent may be unpaid long after its period began.
  if (isSent(fact)) {
    return cancelAt ? `ends on ${isoDay(cancelAt)}` : `renews on ${isoDay(currentPeriodEnd)}`
  }
  return cancelAt
    ? `is paid through ${isoDay(cancelAt)} and won’t renew`
    : `is paid through ${isoDay(currentPeriodEnd)}`
}

const isSent = ({ billing }: SubscriptionFact) => billing?.collectionMethod === 'send_invoice'

function dueText({ billing }: SubscriptionFact, now: Date): string {
  if (!billing?.dueAt) return ''
  return ` Your invoice ${billing.dueAt > now ? 'is' : 'was'} due on ${isoDay(billing.dueAt)}.`
}

const lateText = ({ billing }: SubscriptionFact, name: string): string =>
  billing?.dueAt
    ? `Your invoice for ${name} was due on ${isoDay(billing.dueAt)} and hasn’t been paid`
    : `A payment for ${name} failed`

function trialText(trialEnd: Date, cancelAt: Date | null): string {
  if (!cancelAt) return `runs until ${isoDay(trialEnd)}`
  return cancelAt <= trialEnd
    ? `ends on ${isoDay(cancelAt)} and won’t convert to a paid plan`
    : `runs until ${isoDay(trialEnd)}, and your subscription ends on ${isoDay(cancelAt)}`
}
