import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { compareCosts, type PriceTerms, type Usage } from '@/lib/billing/pricing/cost'
import { detailText, totalText, verdict } from './text'

const month: PriceTerms = { interval: 'month', currency: 'usd' }
const names = {
  meters: { api_calls: 'API calls', storage: 'storage', backups: 'backups' },
  plans: { free: 'Free', pro: 'Pro' },
}

const rows = (usage: Usage, terms = month, catalog = saas) =>
  compareCosts(catalog.plans, usage, terms).costs.map((cost) => {
    const { amount, per } = totalText(cost, terms)
    return [`${amount}${per}`, detailText(cost, terms, names)]
  })

it('says what each plan costs, and how that adds up', () => {
  expect(rows({ api_calls: 120_000, storage: 110, backups: 5 })).toEqual([
    ['Free', 'Doesn’t include enough API calls, storage, or backups.'],
    ['$289/month', 'Doesn’t include enough backups.'],
    ['$72/month', '$49 plus $23 for extra API calls and storage.'],
    ['$199/month', 'Everything’s included.'],
  ])
})

it('says how a plan is sold, or why it isn’t available', () => {
  const { premium } = catalogs
  const talk = { ...saas, plans: saas.plans.map((plan) => ({ ...plan, custom: plan.rank > 0 })) }

  expect(rows({}, month, premium)).toEqual([
    ['Free', 'Everything’s included.'],
    ['$9/month', 'Everything’s included.'],
    ['$199 one-time', 'Everything’s included.'],
  ])
  expect(rows({}, month, talk)[1]).toEqual(['Let’s talk', 'Contact us for a quote.'])
  expect(rows({}, { interval: 'month', currency: 'gbp' })[1]).toEqual([
    'Not available',
    'Not available monthly in GBP.',
  ])
  expect(rows({}, { interval: 'once', currency: 'gbp' })[1]?.[1]).toBe(
    'Not available as a one-time purchase in GBP.',
  )
})

it('names the cheapest plan in one sentence', () => {
  const say = (usage: Usage, plans = saas.plans) =>
    verdict(compareCosts(plans, usage, month), month, names)

  expect(say({})).toBe('Best price for this usage: Free.')
  expect(say({ backups: 5 })).toBe('Best price for this usage: Pro, $49/month.')
  expect(say({ backups: 5 }, saas.plans.slice(0, 1))).toContain('No plan covers that much usage.')
})
