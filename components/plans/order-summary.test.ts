import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog, Plan, Price } from '@/lib/billing/catalog/schema'
import { withLifetime } from '@/testing/catalog'
import { march } from '@/testing/facts'
import { orderSummary } from './order-summary'

type Given = {
  interval?: Price['interval']
  plan?: string
  quantity?: number
  trialDays?: number
  /** How many payments the code SPRING lowers by a fifth. */
  payments?: number | null
  hasCredit?: boolean
  checkout?: Partial<Catalog['checkout']>
  card?: Catalog['trial']['card']
}

function summary(given: Given = {}) {
  const { interval = 'month', plan: key = 'pro', quantity = 1, trialDays = null } = given
  const plan = withLifetime.plans.find((plan) => plan.key === key) as Plan
  const price = plan.prices.find((price) => price.interval === interval) as Price
  return orderSummary(
    { plan, price, quantity, trialDays },
    {
      promotion:
        given.payments === undefined
          ? null
          : {
              code: 'SPRING',
              reduction: { amountCents: price.amountCents * 0.8, payments: given.payments },
            },
      hasCredit: given.hasCredit ?? false,
      catalog: {
        checkout: { ...saas.checkout, automaticTax: false, ...given.checkout },
        trial: { ...saas.trial, card: given.card ?? 'required' },
      },
      now: march(2),
    },
  )
}

it('charges the first period today, and the next when it begins', () => {
  expect(summary()).toEqual({
    lines: [{ what: '1 × Pro, billed monthly', amount: '$49.00' }],
    today: { what: 'Due today', amount: '$49.00' },
    next: 'Then $49/month starting April 2, 2026.',
  })
  expect(summary({ interval: 'year', quantity: 3 })).toMatchObject({
    lines: [{ what: '3 × Pro, billed yearly', amount: '$1,470.00' }],
    next: 'Then $1,470/year starting March 2, 2027.',
  })
})

it('charges nothing in a trial, and the first period when it ends', () => {
  expect(summary({ trialDays: 14 })).toEqual({
    lines: [
      { what: '1 × Pro, billed monthly', amount: '$49.00' },
      { what: '14-day free trial', amount: '-$49.00' },
    ],
    today: { what: 'Due today', amount: '$0.00' },
    next: 'Then $49/month starting March 16, 2026.',
  })
  expect(summary({ trialDays: 14, card: 'optional' }).next).toBe(
    'If you add a card, $49/month starting March 16, 2026.',
  )
})

it('takes off a code for as many payments as it lasts', () => {
  expect(summary({ payments: 1 })).toEqual({
    lines: [
      { what: '1 × Pro, billed monthly', amount: '$49.00' },
      { what: 'Code SPRING', amount: '-$9.80' },
    ],
    today: { what: 'Due today', amount: '$39.20' },
    next: 'Then $49/month starting April 2, 2026.',
  })
  expect(summary({ payments: 2 }).next).toBe(
    'Then $39.20 on April 2, 2026, and $49/month after that.',
  )
  expect(summary({ payments: 4 }).next).toBe(
    'Then $39.20/month starting April 2, 2026, and $49/month after 3 payments.',
  )
  expect(summary({ payments: null }).next).toBe('Then $39.20/month starting April 2, 2026.')
  expect(summary({ payments: 1, trialDays: 14 })).toMatchObject({
    today: { amount: '$0.00' },
    next: 'Then $39.20 on March 16, 2026, and $49/month after that.',
  })
})

it('says that tax is added on Stripe, unless the prices include it', () => {
  expect(summary({ checkout: { automaticTax: true } })).toMatchObject({
    lines: [{}, { what: 'Tax', amount: 'Calculated on Stripe' }],
    today: { what: 'Due today, before tax', amount: '$49.00' },
    next: 'Then $49/month plus tax starting April 2, 2026.',
  })
  expect(summary({ checkout: { automaticTax: true, taxIncluded: true } })).toEqual(summary())
  expect(summary({ trialDays: 14, checkout: { automaticTax: true } }).today).toEqual({
    what: 'Due today',
    amount: '$0.00',
  })
})

it('names the credit that a one-time purchase gives, and no later charge', () => {
  expect(summary({ plan: 'lifetime', interval: 'once', hasCredit: true })).toMatchObject({
    lines: [{ what: '1 × Lifetime' }, { what: 'Credit for unused time' }],
    today: { what: 'Due today, before credit' },
    next: '',
  })
})
