import type { Access } from './access'
import type { Facts } from './facts'
import { liveSubscriptions } from './order'

/** Something to tell somebody once: its key names the occasion, so that telling it again is the same. */
export type Message = {
  key: string
  kind: 'payment_failed' | 'bank_payment_failed' | 'trial_refused' | 'two_subscriptions'
  data: Record<string, string>
}

/** What the present state of an account wants said. Asked on every save: known keys change nothing. */
export function messagesFor({ facts, access }: { facts: Facts; access: Access }): Message[] {
  return [
    ...paymentFailed(facts, access),
    ...bankPaymentFailed(access),
    ...trialRefused(facts),
    ...twoSubscriptions(facts),
  ]
}

/** One for each unpaid period: the person, with the day until which everything works. */
function paymentFailed(facts: Facts, access: Access): Message[] {
  if (!access.graceUntil) return []
  return facts.subscriptions
    .filter(({ status }) => status === 'past_due')
    .map(({ id, unpaidSince, currentPeriodStart }) => ({
      key: `payment_failed:${id}:${(unpaidSince ?? currentPeriodStart).toISOString().slice(0, 10)}`,
      kind: 'payment_failed',
      data: { subscriptionId: id, graceUntil: access.graceUntil?.toISOString() ?? '' },
    }))
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
