/** Texts for Stripe's objects. */

import type Stripe from 'stripe'
import { longDate, shortDate } from './dates'
import { cadence, money, priceLabel, unitAmount } from './money'

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

/** The product's name, if the product is expanded. */
export function priceName(price: Stripe.Price): string {
  const { product } = price
  if (typeof product !== 'string' && !product.deleted) return product.name
  return price.nickname ?? 'Subscription'
}

/** The products of a subscription. One with several prices, such as one for usage, is named once. */
export const subscriptionName = (subscription: Stripe.Subscription): string =>
  [...new Set(subscription.items.data.map(({ price }) => priceName(price)))].join(' + ') ||
  'Subscription'

/** `$49.00 per month`. Items with different intervals are listed one by one. */
export function subscriptionPrice({ items, currency }: Stripe.Subscription): string {
  const intervals = new Set(items.data.map(({ price }) => cadence(price.recurring)))
  const amounts = items.data.map(
    ({ price, quantity }) => [unitAmount(price), quantity ?? 1] as const,
  )
  if (intervals.size !== 1 || amounts.some(([amount]) => amount === null)) {
    return items.data.map(({ price, quantity }) => priceLabel(price, quantity)).join(' + ')
  }
  const total = amounts.reduce((sum, [amount, quantity]) => sum + (amount ?? 0) * quantity, 0)
  return `${money(total, currency)} ${[...intervals][0]}`
}

/** When the subscription ends or ended, by `cancel_at` or `cancel_at_period_end`. */
export function endsAt(subscription: Stripe.Subscription): number | null {
  if (subscription.ended_at) return subscription.ended_at
  return (
    subscription.cancel_at ??
    (subscription.cancel_at_period_end ? currentPeriodEnd(subscription) : null)
  )
}

export const currentPeriodEnd = (subscription: Stripe.Subscription): number | null =>
  subscription.items.data.reduce<number | null>(
    (latest, item) => Math.max(latest ?? 0, item.current_period_end),
    null,
  )

/** One sentence on what happens to a subscription next. */
export function nextStep(subscription: Stripe.Subscription): string {
  const end = endsAt(subscription)
  const renewal = currentPeriodEnd(subscription)
  switch (subscription.status) {
    case 'canceled':
      return end ? `Ended on ${longDate(end)}.` : 'Ended.'
    case 'incomplete':
      return 'Awaiting first payment.'
    case 'incomplete_expired':
      return 'The first payment was never completed.'
    case 'past_due':
    case 'unpaid':
      return 'The last payment failed. Pay the open invoice or update the card.'
    case 'paused':
      return 'Paused until there is a payment method.'
  }
  if (end) return `Ends on ${longDate(end)} and won’t renew.`
  if (subscription.pause_collection) return 'Payments are paused.'
  if (subscription.status === 'trialing' && subscription.trial_end) {
    return `Free trial until ${longDate(subscription.trial_end)}.`
  }
  if (subscription.schedule && renewal) return `Changes on ${longDate(renewal)} as scheduled.`
  return renewal ? `Renews on ${longDate(renewal)}.` : ''
}

export function subscriptionBadge(subscription: Stripe.Subscription): [Tone, string] {
  const { status } = subscription
  const end = endsAt(subscription)
  if (end && (status === 'active' || status === 'trialing'))
    return ['warn', `Ends ${shortDate(end)}`]
  switch (status) {
    case 'active':
      return ['good', 'Active']
    case 'trialing':
      return ['good', 'Trial']
    case 'past_due':
      return ['bad', 'Past due']
    case 'unpaid':
      return ['bad', 'Unpaid']
    case 'incomplete':
      return ['warn', 'Incomplete']
    case 'paused':
      return ['warn', 'Paused']
    default:
      return ['plain', sentenceCase(status)]
  }
}

export function invoiceBadge({ status, attempted }: Stripe.Invoice): [Tone, string] {
  switch (status) {
    case 'paid':
      return ['good', 'Paid']
    case 'open':
      return attempted ? ['bad', 'Payment failed'] : ['warn', 'Open']
    default:
      return ['plain', sentenceCase(status ?? 'draft')]
  }
}

/** `Visa •••• 4242` */
export function methodName(method: Stripe.PaymentMethod): string {
  if (method.card) return `${brand(method.card.brand)} •••• ${method.card.last4}`
  if (method.us_bank_account) {
    return `${method.us_bank_account.bank_name ?? 'Bank account'} •••• ${method.us_bank_account.last4}`
  }
  return sentenceCase(method.type)
}

/** `incomplete_expired` is `Incomplete expired`. */
export const sentenceCase = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

const brand = (name: string) =>
  ({ amex: 'American Express', jcb: 'JCB', diners: 'Diners Club', unionpay: 'UnionPay' })[name] ??
  sentenceCase(name)
