import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalogs/saas'
import { choiceQuery, readChoice, readInterval } from './choice'

it('reads the plan and the interval that a link carries', () => {
  const choice = readChoice(saas, { plan: 'pro', interval: 'year' })

  expect(choice).toMatchObject({ plan: { key: 'pro' }, price: { amountCents: 49_000 } })
  expect(choice && choiceQuery(choice)).toBe('plan=pro&interval=year')
})

it('takes a month for everything but a year', () => {
  expect(readInterval({})).toBe('month')
  expect(readInterval({ interval: 'decade' })).toBe('month')
  expect(readInterval({ interval: ['year', 'month'] })).toBe('year')
})

it('finds no choice in a plan that nobody can buy', () => {
  const byHand = { ...saas, plans: saas.plans.map((plan) => ({ ...plan, custom: true })) }

  expect(readChoice(saas, {})).toBeNull()
  expect(readChoice(saas, { plan: 'free' })).toBeNull()
  expect(readChoice(saas, { plan: '__proto__' })).toBeNull()
  expect(readChoice(byHand, { plan: 'pro' })).toBeNull()
})
