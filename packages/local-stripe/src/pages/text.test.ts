import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { endsAt, nextStep, subscriptionBadge, subscriptionName, subscriptionPrice } from './text'

const december21 = Date.UTC(2026, 11, 21) / 1000

describe('nextStep', () => {
  it.each([
    [{}, 'Renews on December 21, 2026.'],
    [{ cancel_at: december21 }, 'Ends on December 21, 2026 and won’t renew.'],
    [{ cancel_at_period_end: true }, 'Ends on December 21, 2026 and won’t renew.'],
    [{ status: 'trialing', trial_end: december21 }, 'Free trial until December 21, 2026.'],
    [{ status: 'canceled', ended_at: december21 }, 'Ended on December 21, 2026.'],
    [{ status: 'past_due' }, 'The last payment failed. Pay the open invoice or update the card.'],
  ] as [Partial<Stripe.Subscription>, string][])('for %j is “%s”', (parts, sentence) => {
    expect(nextStep(subscription(parts))).toBe(sentence)
  })
})

it('knows both ways in which Stripe ends a subscription', () => {
  expect(endsAt(subscription({ cancel_at: december21 }))).toBe(december21)
  expect(endsAt(subscription({ cancel_at_period_end: true }))).toBe(december21)
  expect(endsAt(subscription({}))).toBeNull()
})

it('marks an active subscription that will end with its date', () => {
  expect(subscriptionBadge(subscription({ cancel_at: december21 }))).toEqual([
    'warn',
    'Ends Dec 21, 2026',
  ])
})

it('names a product with several prices once', () => {
  const named = (name: string) => {
    const some = item(4900, 'month')
    // Safe to cast: only its name is read of a product.
    const product = { id: 'prod_1', name } as Stripe.Product
    return { ...some, price: { ...some.price, product } }
  }

  expect(subscriptionName(subscription({}, [named('Pro'), named('Pro'), named('Storage')]))).toBe(
    'Pro + Storage',
  )
})

it('adds up items with the same interval, and lists others', () => {
  const monthly = item(4900, 'month')
  const yearly = item(12_000, 'year')

  expect(subscriptionPrice(subscription({}, [monthly, monthly]))).toBe('$98.00 per month')
  expect(subscriptionPrice(subscription({}, [monthly, yearly]))).toBe(
    '$49.00 per month + $120.00 per year',
  )
})

function subscription(parts: Partial<Stripe.Subscription>, items = [item(4900, 'month')]) {
  return {
    status: 'active',
    currency: 'usd',
    cancel_at: null,
    cancel_at_period_end: false,
    ended_at: null,
    items: { data: items },
    ...parts,
    // Safe to cast: the texts read no other fields of a subscription.
  } as Stripe.Subscription
}

function item(amount: number, interval: string) {
  return {
    quantity: 1,
    current_period_end: december21,
    price: {
      currency: 'usd',
      unit_amount: amount,
      billing_scheme: 'per_unit',
      recurring: { interval, interval_count: 1, usage_type: 'licensed' },
    },
  } as Stripe.SubscriptionItem
}
