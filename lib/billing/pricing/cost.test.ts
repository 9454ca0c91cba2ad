import { describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import {
  compareCosts,
  currenciesOf,
  intervalsOf,
  type PlanCost,
  type PriceTerms,
  priceFor,
  type Usage,
} from './cost'

const month: PriceTerms = { interval: 'month', currency: 'usd' }
const year: PriceTerms = { interval: 'year', currency: 'usd' }

let made = 0

/** Plans in two currencies, one with a one-time price too, and one sold by quote. */
const mixed = defineCatalog({
  name: 'mixed',
  defaultPlan: 'free',
  graceDays: 0,
  features: {},
  meters: { mails: { name: 'Mails', description: '', unit: 'mails' } },
  plans: [
    plan('free', 0, [], { included: 10, overageCents: 5 }),
    plan('solo', 1, [price('month', 1_000), price('once', 30_000)], {
      included: 100,
      overageCents: 2,
      otherCurrencies: { eur: 1.5 },
    }),
    plan('team', 2, [{ ...price('month', 1_000), otherCurrencies: {} }], { included: 100 }),
    plan('lifetime', 3, [price('once', 50_000)], { included: 100, overageCents: 2 }),
    plan('yearly', 4, [{ ...price('year', 20_000), otherCurrencies: { gbp: 1 } }], {
      included: null,
    }),
    { ...plan('custom', 5, [price('month', 1)], { included: null }), custom: true },
  ],
  staff: [],
})

const costOf = (key: string, usage: Usage, terms: PriceTerms, catalog: Catalog = saas) =>
  compareCosts(catalog.plans, usage, terms).costs.find(({ plan }) => plan === key) as PlanCost

describe('the cost of a plan', () => {
  it('is its price if the usage is included', () => {
    expect(costOf('pro', { api_calls: 100_000 }, month)).toEqual({
      kind: 'priced',
      plan: 'pro',
      paid: 'month',
      baseCents: 4_900,
      overage: [],
      totalCents: 4_900,
      exceeded: [],
    })
  })

  it('adds a line for each meter with overage', () => {
    expect(costOf('pro', { api_calls: 120_000, storage: 150 }, month)).toMatchObject({
      baseCents: 4_900,
      overage: [
        { meter: 'api_calls', used: 120_000, included: 100_000, amountCents: 2_000 },
        { meter: 'storage', used: 150, included: 100, amountCents: 1_500 },
      ],
      totalCents: 8_400,
    })
  })

  it('rounds each month of a year separately', () => {
    // 4 calls at 0.1 of a cent are nothing in one month, and so in twelve; 5 are a cent in each.
    expect(costOf('pro', { api_calls: 100_004 }, year)).toMatchObject({ totalCents: 49_000 })
    expect(costOf('pro', { api_calls: 100_005 }, year)).toMatchObject({ totalCents: 49_012 })
  })

  it('lists the meters whose hard limit is exceeded', () => {
    expect(costOf('starter', { backups: 5, api_calls: 11_000 }, month)).toMatchObject({
      totalCents: 2_100,
      exceeded: ['backups'],
    })
  })

  it('treats overage as a hard limit for a one-time price', () => {
    expect(costOf('free', { mails: 11 }, month, mixed)).toMatchObject({ exceeded: ['mails'] })
    expect(costOf('lifetime', { mails: 101 }, month, mixed)).toMatchObject({
      paid: 'once',
      baseCents: 50_000,
      overage: [],
      exceeded: ['mails'],
    })
  })

  it('is twelve months if no year is sold, and none if no month is', () => {
    expect(costOf('team', {}, year, mixed)).toMatchObject({ paid: 'month', baseCents: 12_000 })
    expect(costOf('yearly', {}, month, mixed)).toEqual({ kind: 'not_sold', plan: 'yearly' })
  })

  it('is by quote for a custom plan, whatever its prices', () => {
    expect(costOf('custom', {}, month, mixed)).toEqual({ kind: 'custom', plan: 'custom' })
  })

  it('is in the requested currency, overage too', () => {
    const eur: PriceTerms = { interval: 'month', currency: 'eur' }

    expect(costOf('solo', { mails: 103 }, eur, mixed)).toMatchObject({
      baseCents: 900,
      totalCents: 905,
    })
    expect(costOf('team', {}, eur, mixed)).toEqual({ kind: 'not_sold', plan: 'team' })
    expect(costOf('yearly', {}, { interval: 'year', currency: 'gbp' }, mixed)).toMatchObject({
      baseCents: 1,
    })
    expect(costOf('solo', {}, { interval: 'month', currency: 'constructor' }, mixed)).toEqual({
      kind: 'not_sold',
      plan: 'solo',
    })
  })
})

describe('the cheapest plan', () => {
  const cheapest = (usage: Usage, terms = month, catalog: Catalog = saas) =>
    compareCosts(catalog.plans, usage, terms).cheapest

  it('is the free one while its limits suffice', () => {
    expect(cheapest({})).toBe('free')
    expect(cheapest({ api_calls: 1_001 })).toBe('starter')
  })

  it('is a higher one if overage costs more than the difference', () => {
    expect(cheapest({ api_calls: 24_000 })).toBe('starter')
    expect(cheapest({ api_calls: 26_000 })).toBe('pro')
  })

  it('is the highest of equally cheap plans', () => {
    expect(cheapest({ mails: 50 }, month, mixed)).toBe('team')
    expect(cheapest({ mails: 101 }, month, mixed)).toBe('solo')
  })

  it('is never a one-time price, unless asked for', () => {
    expect(cheapest({ mails: 50 }, { interval: 'once', currency: 'usd' }, mixed)).toBe('solo')
    expect(cheapest({ mails: 1_000_000_000 }, year, mixed)).toBe('yearly')
  })

  it('is none if every limit is exceeded', () => {
    const small = { ...saas, plans: saas.plans.slice(0, 1) }

    expect(cheapest({ storage: 2 }, month, small)).toBeNull()
  })
})

it('lists the intervals and the currencies that plans are sold in', () => {
  expect(intervalsOf(saas.plans)).toEqual(['month', 'year'])
  expect(intervalsOf(mixed.plans)).toEqual(['month', 'year', 'once'])
  expect(currenciesOf(mixed.plans)).toEqual(['usd', 'eur', 'gbp'])
  expect(priceFor({ prices: [] }, month)).toBeNull()
})

function price(interval: 'month' | 'year' | 'once', amountCents: number) {
  return {
    lookupKey: `mixed_${interval}_${amountCents}_${made++}`,
    interval,
    currency: 'usd',
    amountCents,
    ...(interval === 'month' && amountCents > 1 && { otherCurrencies: { eur: 900 } }),
  }
}

function plan(
  key: string,
  rank: number,
  prices: Catalog['plans'][number]['prices'],
  mails: Catalog['plans'][number]['limits'][string],
) {
  return {
    key,
    name: key,
    description: '',
    rank,
    group: key,
    prices,
    features: [],
    permissions: [],
    limits: { mails },
  }
}

it('never calls a plan that is only a trial the cheapest', () => {
  const plans = [plan('trial', 1, [price('month', 1)], { included: null })].map((plan) => ({
    ...plan,
    trialOnly: true,
  }))

  expect(compareCosts(plans, {}, month)).toEqual({
    costs: [{ kind: 'not_sold', plan: 'trial' }],
    cheapest: null,
  })
})
