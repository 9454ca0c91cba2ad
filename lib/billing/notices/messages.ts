import { z } from 'zod'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import { reminderDays } from '@/lib/billing/access/claims/subscription'
import type { BillingFact, Facts, PriceFact } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { planOfPrice } from '@/lib/billing/access/price-plan'
import type { AccessRules } from '@/lib/billing/access/status'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { isAlertOver } from '@/lib/billing/usage/alerts'

export const MessageKind = z.enum([
  'payment_failed',
  'invoice_due',
  'invoice_overdue',
  'bank_payment_failed',
  'trial_refused',
  'usage_alert',
  'two_subscriptions',
  'unknown_price',
  'early_fraud',
  'user_gone',
  'user_disabled',
])
export type MessageKind = z.infer<typeof MessageKind>

/** A message to send once. Its key identifies the occasion, so adding it again changes nothing. */
export type Message = {
  key: string
  kind: MessageKind
  data: Record<string, string>
}

/** The messages that an account's state calls for. Called on every save: known keys are ignored. */
export function messagesFor(
  { facts, access }: { facts: Facts; access: Access },
  rules: AccessRules,
  now: Date,
): Message[] {
  const own = ownFacts(facts, rules)
  return [
    ...invoiceDue(own, rules, now),
    ...paymentFailed(own, access, rules),
    ...bankPaymentFailed(access),
    ...trialRefused(own),
    ...twoSubscriptions(own),
    ...unknownPrice(facts, rules),
  ]
}

/** Whether a message in the outbox is for staff, and not for the user. */
export const isForStaff = (kind: string): boolean =>
  ['two_subscriptions', 'unknown_price', 'early_fraud', ...absences].includes(kind)

const absences: readonly string[] = ['user_gone', 'user_disabled'] satisfies MessageKind[]

/**
 * Whether a message that waited is still true: the bill may have been paid since. `facts` are
 * `null` once the account is deleted.
 */
export function isStillTrue(
  { key, kind, data }: { key: string; kind: string; data: Message['data'] },
  facts: Facts | null,
  rules: AccessRules,
  now: Date,
): boolean {
  // Staff need the warning even after the account is deleted.
  if (kind === 'early_fraud') return true
  if (!facts) return absences.includes(kind)
  if (kind === 'usage_alert') return !isAlertOver(data, now)
  const access = decideAccess(facts, rules, now)
  if (kind === 'user_gone' || kind === 'user_disabled') {
    return paidWithoutUse(kind, { facts, access }, rules)?.key === key
  }
  return messagesFor({ facts, access }, rules, now).some((message) => message.key === key)
}

/**
 * The message to staff about a user who pays for a plan and can't use it, since they were deleted or
 * disabled in Cognito, perhaps while Stripe's page was open. `null` if they pay nothing.
 */
export function paidWithoutUse(
  kind: 'user_gone' | 'user_disabled',
  { facts, access }: { facts: Facts; access: Access },
  rules: AccessRules,
): Message | null {
  const subscriptions = liveSubscriptions(ownFacts(facts, rules)).map(({ id }) => id)
  const purchases = access.sources.flatMap(({ kind, id, counts }) =>
    kind === 'purchase' && counts && id ? [id] : [],
  )
  const ids = [...subscriptions, ...purchases].sort()
  if (ids.length === 0) return null
  return {
    key: `${kind}:${ids.slice(0, 2).join(',')}:${ids.length}`,
    kind,
    data: { paidIds: ids.slice(0, 20).join(' ') },
  }
}

/** A reminder of an invoice that was sent, a week before it is due. */
const invoiceDue = ({ subscriptions }: Facts, rules: AccessRules, now: Date): Message[] =>
  subscriptions.flatMap(({ id, status, prices, billing }) => {
    const dueAt = billing?.dueAt
    if (status !== 'active' || !dueAt || dueAt <= now) return []
    if (dueAt.getTime() - now.getTime() > reminderDays * 86_400_000) return []
    return [
      {
        key: `invoice_due:${id}:${dueAt.toISOString().slice(0, 10)}`,
        kind: 'invoice_due' as const,
        data: {
          subscriptionId: id,
          dueAt: dueAt.toISOString(),
          ...owedOf(billing),
          ...planNameOf(prices, rules),
        },
      },
    ]
  })

/** One message for each unpaid period, with the end of grace. */
function paymentFailed(facts: Facts, { graceUntil }: Access, rules: AccessRules): Message[] {
  if (!graceUntil) return []
  return facts.subscriptions
    .filter(({ status }) => status === 'past_due')
    .map(({ id, prices, unpaidSince, currentPeriodStart, billing }) => {
      const dueAt = billing?.dueAt
      const kind = dueAt ? 'invoice_overdue' : 'payment_failed'
      return {
        key: `${kind}:${id}:${(unpaidSince ?? currentPeriodStart).toISOString().slice(0, 10)}`,
        kind,
        data: {
          subscriptionId: id,
          graceUntil: graceUntil.toISOString(),
          ...(dueAt && { dueAt: dueAt.toISOString() }),
          ...owedOf(billing),
          ...planNameOf(prices, rules),
        },
      }
    })
}

const owedOf = (billing: BillingFact | undefined): Record<string, string> =>
  billing?.owedCents ? { owedCents: String(billing.owedCents), currency: billing.currency } : {}

function planNameOf(
  prices: readonly PriceFact[],
  { catalog, pricePlans }: AccessRules,
): { planName?: string } {
  const plan = prices.map((price) => planOfPrice(price, catalog, pricePlans)).find(Boolean)
  return plan ? { planName: plan.name } : {}
}

/** Sent because the bank takes days, after which the user no longer looks at our page. */
function bankPaymentFailed({ bankPayment }: Access): Message[] {
  if (bankPayment?.state !== 'failed') return []
  const { id } = bankPayment
  return [{ key: `bank_payment_failed:${id}`, kind: 'bank_payment_failed', data: { id } }]
}

/** Sent because the user may have left our page and believe that they are on trial. */
const trialRefused = ({ subscriptions }: Facts): Message[] =>
  subscriptions
    .filter((fact) => fact.trialRefused)
    .slice(0, 5)
    .map(({ id }) => ({
      key: `trial_refused:${id}`,
      kind: 'trial_refused',
      data: { subscriptionId: id },
    }))

/** The user pays twice for one plan: staff must cancel one subscription and refund it. */
function twoSubscriptions(facts: Facts): Message[] {
  const ids = liveSubscriptions(facts)
    .map(({ id }) => id)
    .sort()
  if (ids.length < 2) return []
  return [
    {
      // All ids would not fit a key. Two ids and the count still identify the occasion.
      key: `two_subscriptions:${ids.slice(0, 2).join(',')}:${ids.length}`,
      kind: 'two_subscriptions',
      data: { subscriptionIds: ids.slice(0, 20).join(' ') },
    },
  ]
}

/**
 * A user pays a price that maps to no plan: a typo in the catalog, or a price made by hand. The key
 * has the price and the month, so that staff get one message and not one per customer.
 */
function unknownPrice(facts: Facts, { catalog, pricePlans }: AccessRules): Message[] {
  const unknown = liveSubscriptions(facts).find(
    ({ status, prices }) =>
      billedStatuses.includes(status) &&
      prices.length > 0 &&
      prices.every((price) => !planOfPrice(price, catalog, pricePlans)),
  )
  const [price] = unknown?.prices ?? []
  if (!unknown || !price) return []
  const month = unknown.currentPeriodStart.toISOString().slice(0, 7)
  return [
    {
      key: `unknown_price:${price.id}:${month}`,
      kind: 'unknown_price',
      data: {
        subscriptionId: unknown.id,
        prices: unknown.prices
          .slice(0, 5)
          .map(({ id }) => id)
          .join(' '),
      },
    },
  ]
}

const billedStatuses = ['active', 'trialing', 'past_due']
