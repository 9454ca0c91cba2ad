import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { choiceQuery, readChoice, readInterval, readPromotionCode } from './choice'

it('reads the plan and the interval that a link carries', () => {
  const choice = readChoice(saas, { plan: 'pro', interval: 'year' })

  expect(choice).toMatchObject({ plan: { key: 'pro' }, price: { amountCents: 49_000 } })
  expect(choice && choiceQuery(choice)).toBe('plan=pro&interval=year')
})

it('carries the currency and the promotion code', () => {
  const inEuros = {
    ...saas,
    plans: saas.plans.map((plan) => ({
      ...plan,
      prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 1_234 } })),
    })),
  }
  const choice = readChoice(inEuros, { plan: 'pro', currency: 'eur', code: ' Spring-20 ' })

  expect(choice).toMatchObject({
    price: { currency: 'eur', amountCents: 1_234 },
    promotionCode: 'Spring-20',
  })
  expect(choice && choiceQuery(choice)).toBe('plan=pro&interval=month&currency=eur&code=Spring-20')
  expect(readChoice(inEuros, { plan: 'pro', currency: '__proto__' })).toMatchObject({
    price: { currency: 'usd' },
  })
})

it('reads no promotion code that can’t be one, or if the catalog takes none', () => {
  for (const code of ['', ' ', 'a b', '<b>', 'x'.repeat(61), undefined]) {
    expect(readPromotionCode(saas, { code })).toBeNull()
  }
  const without = { ...saas, checkout: { ...saas.checkout, promotionCodes: false } }
  expect(readPromotionCode(without, { code: 'SPRING' })).toBeNull()
})

it('reads any other interval as monthly', () => {
  expect(readInterval({})).toBe('month')
  expect(readInterval({ interval: 'decade' })).toBe('month')
  expect(readInterval({ interval: 'once' })).toBe('once')
  expect(readInterval({ interval: ['year', 'month'] })).toBe('year')
})

it('reads no choice of a plan that can’t be bought', () => {
  const byHand = { ...saas, plans: saas.plans.map((plan) => ({ ...plan, custom: true })) }

  expect(readChoice(saas, {})).toBeNull()
  expect(readChoice(saas, { plan: 'free' })).toBeNull()
  expect(readChoice(saas, { plan: '__proto__' })).toBeNull()
  expect(readChoice(byHand, { plan: 'pro' })).toBeNull()
})
