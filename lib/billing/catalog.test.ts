import { describe, expect, it } from 'vitest'
import { defineCatalog, planWithFeature, sellsOneTime } from './catalog'
import { catalogs } from './catalogs/by-name'
import { saas } from './catalogs/saas'

type Draft = Parameters<typeof defineCatalog>[0]
type PlanDraft = Draft['plans'][number]

/** The saas catalog with a mistake: in itself, or in its third plan, Pro. */
const mistaken = (changes: Partial<Draft>, inPro: Partial<PlanDraft> = {}) =>
  defineCatalog({
    ...saas,
    plans: saas.plans.map((plan) => (plan.key === 'pro' ? { ...plan, ...inPro } : plan)),
    ...changes,
  })
const price = { lookupKey: 'k', interval: 'month', currency: 'usd', amountCents: 100 } as const

describe('a catalog', () => {
  it.each(Object.keys(catalogs))('that ships, %s, is sound and named after its file', (name) => {
    expect(catalogs[name]?.name).toBe(name)
  })

  it.each<[mistake: string, make: () => unknown, at: string, remedy: string]>([
    [
      'a default plan that isn’t there',
      () => mistaken({ defaultPlan: 'gold' }),
      'defaultPlan',
      'name one of the plans, not "gold"',
    ],
    [
      'a default plan above another',
      () => mistaken({ defaultPlan: 'starter' }),
      'defaultPlan',
      'who buys "free" would lose rank: rank the default plan lowest',
    ],
    [
      'a key used twice',
      () => mistaken({}, { key: 'starter' }),
      'plans',
      'key "starter" is used twice',
    ],
    [
      'a name used twice',
      () => mistaken({}, { name: 'STARTER' }),
      'plans',
      'name "starter" is used twice',
    ],
    ['a rank used twice', () => mistaken({}, { rank: 30 }), 'plans', 'rank "30" is used twice'],
    [
      'a group used twice',
      () => mistaken({}, { group: 'starter' }),
      'plans',
      'group "starter" is used twice',
    ],
    [
      'a plan in a staff group',
      () => mistaken({}, { group: 'admins' }),
      'plans',
      'group "admins" is used twice',
    ],
    [
      'a lookup key used twice',
      () => mistaken({}, { prices: [price, price] }),
      'plans',
      'lookupKey "k" is used twice',
    ],
    [
      'a feature nobody described',
      () => mistaken({}, { features: ['magic'] }),
      'plans.2.features',
      'describe the feature "magic" under "features"',
    ],
    [
      'a feature every object has',
      () => mistaken({}, { features: ['constructor'] }),
      'plans.2.features',
      'describe the feature "constructor" under "features"',
    ],
    [
      'a meter nobody described',
      () => mistaken({}, { limits: { magic: { included: 1 } } }),
      'plans.2.limits',
      'describe the meter "magic" under "meters"',
    ],
    [
      'a key in capitals',
      () => mistaken({}, { key: 'Pro' }),
      'plans.2.key',
      'use lower-case letters, digits and dashes',
    ],
    [
      'money in fractions',
      () => mistaken({}, { prices: [{ ...price, amountCents: 9.99 }] }),
      'plans.2.prices.0.amountCents',
      'expected int',
    ],
    [
      'money below nothing',
      () => mistaken({}, { prices: [{ ...price, amountCents: -1 }] }),
      'plans.2.prices.0.amountCents',
      '>=0',
    ],
    [
      'a currency of four letters',
      () => mistaken({}, { prices: [{ ...price, currency: 'euro' }] }),
      'plans.2.prices.0.currency',
      '3 characters',
    ],
    [
      'overage for free',
      () => mistaken({}, { limits: { storage: { included: 1, overageCents: 0 } } }),
      'plans.2.limits.storage.overageCents',
      '>0',
    ],
    ['no plans', () => mistaken({ plans: [] }), 'plans', '>=1'],
  ])('with %s says where, and what to do', (_, make, at, remedy) => {
    expect(make).toThrow(`lib/billing/catalogs/saas.ts, at ${at}: `)
    expect(make).toThrow(remedy)
  })

  it('knows the cheapest plan with a feature, in whatever order plans are written', () => {
    const backwards = { ...saas, plans: [...saas.plans].reverse() }
    expect(planWithFeature(backwards, 'daily-backups')?.key).toBe('pro')
    expect(planWithFeature(saas, 'magic')).toBeUndefined()
  })

  it('knows whether anything is sold once', () => {
    expect(sellsOneTime(saas)).toBe(false)
    expect(sellsOneTime(mistaken({}, { prices: [{ ...price, interval: 'once' }] }))).toBe(true)
  })
})
