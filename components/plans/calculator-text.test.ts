import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { compareCosts, type Terms, type Usage } from '@/lib/billing/pricing/cost'
import { detailWords, totalWords, verdict } from './calculator-text'

const month: Terms = { interval: 'month', currency: 'usd' }
const names = {
  meters: { api_calls: 'API calls', storage: 'storage', backups: 'backups' },
  plans: { free: 'Free', pro: 'Pro' },
}

const rows = (usage: Usage, terms = month, catalog = saas) =>
  compareCosts(catalog.plans, usage, terms).costs.map((cost) => {
    const { amount, per } = totalWords(cost, terms)
    return [`${amount} ${per}`.trim(), detailWords(cost, terms, names)]
  })

it('says what each plan costs, and of what that is made', () => {
  expect(rows({ api_calls: 120_000, storage: 110, backups: 5 })).toEqual([
    ['Free', 'Not enough API calls, storage, or backups.'],
    ['$289 a month', 'Not enough backups.'],
    ['$72 a month', '$49, and $23 for more API calls and storage.'],
    ['$199 a month', 'All of it is included.'],
  ])
})

it('says how else a plan is sold', () => {
  const { premium } = catalogs
  const talk = { ...saas, plans: saas.plans.map((plan) => ({ ...plan, custom: plan.rank > 0 })) }

  expect(rows({}, month, premium)).toEqual([
    ['Free', 'All of it is included.'],
    ['$9 a month', 'All of it is included.'],
    ['$199 once', 'All of it is included.'],
  ])
  expect(rows({}, month, talk)[1]).toEqual(['Let’s talk', 'We make you an offer.'])
  expect(rows({}, { interval: 'month', currency: 'gbp' })[1]).toEqual([
    'Not sold',
    'Not by the month in GBP.',
  ])
})

it('names the cheapest in one sentence', () => {
  const say = (usage: Usage, plans = saas.plans) =>
    verdict(compareCosts(plans, usage, month), month, names)

  expect(say({})).toBe('Cheapest for this: Free, free.')
  expect(say({ backups: 5 })).toBe('Cheapest for this: Pro, $49 a month.')
  expect(say({ backups: 5 }, saas.plans.slice(0, 1))).toContain('No plan includes that much')
})
