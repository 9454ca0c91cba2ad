import type { Access } from '@/lib/billing/access/access'
import type { BankPayment } from '@/lib/billing/access/bank-payment'

/** What a user should know first about their subscription. `plan` is the subscription's plan. */
export type Notice =
  /** `dueAt` is set if an invoice was sent, and no payment was tried. */
  | { kind: 'payment_failed'; plan: string | null; effect: PaymentEffect; dueAt?: Date }
  /** An invoice that was sent, and isn't late yet. */
  | { kind: 'invoice_due'; plan: string | null; dueAt: Date }
  | {
      kind: 'bank_payment'
      plan: string | null
      state: BankPayment['state']
      for: BankPayment['for']
      /** Whether it can still be paid in another way. */
      canPay: boolean
    }
  | { kind: 'first_payment_open' }
  /** `isNeeded` as for `ending`. `endsAt` is set if it was canceled as well. */
  | { kind: 'paused'; isNeeded: boolean; endsAt?: Date }
  | { kind: 'trial'; plan: string | null; endsAt: Date }
  | {
      kind: 'ending'
      plan: string | null
      at: Date
      charges: Charges
      /** A trial that won’t become a paid subscription. */
      isTrial: boolean
      /** False if a one-time purchase gives the user all their access. */
      isNeeded: boolean
    }

/** How a failed payment affects the user: not at all, if something else gives them access. */
export type PaymentEffect =
  | { kind: 'closes'; at: Date }
  /** `at` is the end of the grace period, if there was one. */
  | { kind: 'closed'; at: Date | null }
  | { kind: 'none' }

/**
 * What an ending subscription still costs: nothing, the open invoice, or renewals until the end.
 */
export type Charges = 'none' | 'owed' | 'renewals'

type ShownAccess = Pick<
  Access,
  | 'subscription'
  | 'sources'
  | 'cancelAt'
  | 'graceUntil'
  | 'invoiceDueAt'
  | 'trialExpiresAt'
  | 'bankPayment'
  | 'plan'
>

/** The notices about a user's subscription, even if a purchase or a grant gives them access. */
export function noticesFor(access: ShownAccess, now: Date): Notice[] {
  const { subscription, cancelAt, trialExpiresAt, bankPayment, invoiceDueAt } = access
  const notices: Notice[] = []
  if (bankPayment) {
    const { plan, state } = bankPayment
    const canPay =
      state === 'failed' &&
      bankPayment.id === subscription?.id &&
      ['past_due', 'unpaid', 'incomplete'].includes(subscription.status)
    notices.push({ kind: 'bank_payment', plan, state, for: bankPayment.for, canPay })
  }
  const trial: Notice[] =
    trialExpiresAt && trialExpiresAt > now
      ? [{ kind: 'trial', plan: trialPlan(access), endsAt: trialExpiresAt }]
      : []
  // Staff may grant a trial to a user without a subscription.
  if (!subscription) return [...notices, ...trial]
  const { plan, status } = subscription
  const isBank = bankPayment?.id === subscription.id
  if (isOwed(subscription) && !isBank) {
    const effect = paymentEffect(access, now)
    const late = invoiceDueAt ? { dueAt: invoiceDueAt } : {}
    notices.push({ kind: 'payment_failed', plan, effect, ...late })
  }
  if (status === 'active' && invoiceDueAt) {
    notices.push({ kind: 'invoice_due', plan, dueAt: invoiceDueAt })
  }
  const isNeeded = countingSource(access)?.kind !== 'purchase'
  if (status === 'incomplete' && !isBank && isNeeded) notices.push({ kind: 'first_payment_open' })
  const end = cancelAt && cancelAt > now ? cancelAt : null
  if (status === 'paused') {
    notices.push({ kind: 'paused', isNeeded, ...(end && { endsAt: end }) })
  } else if (end) {
    // A canceled trial just ends. Two notices would show the same date twice.
    notices.push({
      kind: 'ending',
      plan,
      at: end,
      charges: charges(subscription, end, access),
      isTrial: status === 'trialing' && trialExpiresAt !== null && end <= trialExpiresAt,
      isNeeded,
    })
  }
  if (status === 'paused' || !end) notices.push(...trial)
  return notices
}

const trialPlan = ({ subscription, plan }: ShownAccess) =>
  subscription?.status === 'trialing' ? subscription.plan : plan

type Subscription = NonNullable<Access['subscription']>

const isOwed = ({ status }: Subscription) => status === 'past_due' || status === 'unpaid'

const countingSource = ({ sources }: ShownAccess) => sources.find((source) => source.counts)

function paymentEffect(access: ShownAccess, now: Date): PaymentEffect {
  const { graceUntil } = access
  const counting = countingSource(access)
  if (counting?.kind === 'purchase' || counting?.kind === 'grant') return { kind: 'none' }
  return graceUntil && graceUntil > now
    ? { kind: 'closes', at: graceUntil }
    : { kind: 'closed', at: graceUntil }
}

function charges(
  subscription: Subscription,
  cancelAt: Date,
  { invoiceDueAt }: ShownAccess,
): Charges {
  if (isOwed(subscription)) return 'owed'
  if (cancelAt > subscription.currentPeriodEnd) return 'renewals'
  return invoiceDueAt ? 'owed' : 'none'
}
