import { z } from 'zod'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { planOfPrice } from '@/lib/billing/access/price-plan'
import type { AccessRules } from '@/lib/billing/access/status'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'

export const MessageKind = z.enum([
  'payment_failed',
  'bank_payment_failed',
  'trial_refused',
  'two_subscriptions',
  'unknown_price',
  'early_fraud',
])
export type MessageKind = z.infer<typeof MessageKind>

/** Something to tell somebody once: its key names the occasion, so that telling it again is the same. */
export type Message = {
  key: string
  kind: MessageKind
  data: Record<string, string>
}

/** What the present state of an account wants said. Asked on every save: known keys change nothing. */
export function messagesFor(
  { facts, access }: { facts: Facts; access: Access },
  rules: AccessRules,
): Message[] {
  return [
    ...paymentFailed(facts, access, rules),
    ...bankPaymentFailed(access),
    ...trialRefused(facts),
    ...twoSubscriptions(facts),
    ...unknownPrice(facts, rules),
  ]
}

/** Of all kinds that wait in the outbox, those that our own people read. */
export const isForStaff = (kind: string): boolean =>
  ['two_subscriptions', 'unknown_price', 'early_fraud'].includes(kind)

/**
 * A message that waited may have been overtaken: nobody wants to hear that a paid bill is unpaid.
 * `facts` are `null` once the account is gone.
 */
export function isStillTrue(
  { key, kind }: { key: string; kind: string },
  facts: Facts | null,
  rules: AccessRules,
  now: Date,
): boolean {
  // A warning stays one, whatever became of the account.
  if (kind === 'early_fraud') return true
  if (!facts) return false
  const access = decideAccess(facts, rules, now)
  return messagesFor({ facts, access }, rules).some((message) => message.key === key)
}

/** One for each unpaid period: the person, with the day until which everything works. */
function paymentFailed(
  facts: Facts,
  { graceUntil }: Access,
  { catalog, pricePlans }: AccessRules,
): Message[] {
  if (!graceUntil) return []
  return facts.subscriptions
    .filter(({ status }) => status === 'past_due')
    .map(({ id, prices, unpaidSince, currentPeriodStart }) => {
      const plan = prices.map((price) => planOfPrice(price, catalog, pricePlans)).find(Boolean)
      return {
        key: `payment_failed:${id}:${(unpaidSince ?? currentPeriodStart).toISOString().slice(0, 10)}`,
        kind: 'payment_failed',
        data: {
          subscriptionId: id,
          graceUntil: graceUntil.toISOString(),
          ...(plan && { planName: plan.name }),
        },
      }
    })
}

/** Days later nobody is looking at a page of ours. */
function bankPaymentFailed({ bankPayment }: Access): Message[] {
  if (bankPayment?.state !== 'failed') return []
  const { id } = bankPayment
  return [{ key: `bank_payment_failed:${id}`, kind: 'bank_payment_failed', data: { id } }]
}

/** They closed the page and believe that they are on trial. */
const trialRefused = ({ subscriptions }: Facts): Message[] =>
  subscriptions
    .filter((fact) => fact.trialRefused)
    .slice(0, 5)
    .map(({ id }) => ({
      key: `trial_refused:${id}`,
      kind: 'trial_refused',
      data: { subscriptionId: id },
    }))

/** Two at once are paid twice for one access: staff must cancel one and refund it. */
function twoSubscriptions(facts: Facts): Message[] {
  const ids = liveSubscriptions(facts)
    .map(({ id }) => id)
    .sort()
  if (ids.length < 2) return []
  return [
    {
      // Any number of ids would not fit a key; which two, and how many, tells one occasion from another.
      key: `two_subscriptions:${ids.slice(0, 2).join(',')}:${ids.length}`,
      kind: 'two_subscriptions',
      data: { subscriptionIds: ids.slice(0, 20).join(' ') },
    },
  ]
}

/**
 * Somebody pays and gets nothing for it: a typo in a catalog, or a price made by hand. One of a price
 * and month, however many pay it, or staff would hear of each of a thousand customers.
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
