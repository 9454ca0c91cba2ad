import { describe, expect, it } from 'vitest'
import { type Brand, green } from './brand'
import { defineCatalog, planByKey, sellsOneTime, withSettings } from './catalog'
import { catalogNamed, catalogs } from './catalogs/by-name'
import { groups } from './catalogs/groups'
import { metered } from './catalogs/metered'
import { premium } from './catalogs/premium'
import { saas } from './catalogs/saas'
import { trial } from './catalogs/trial'

type Draft = Parameters<typeof defineCatalog>[0]
type PlanDraft = Draft['plans'][number]

/** The saas catalog with a mistake, in the catalog itself or in its third plan, Pro. */
const mistaken = (changes: Partial<Draft>, inPro: Partial<PlanDraft> = {}) =>
  defineCatalog({
    ...saas,
    plans: saas.plans.map((plan) => (plan.key === 'pro' ? { ...plan, ...inPro } : plan)),
    ...changes,
  })
/** Tollgate's brand with other colors in the light scheme. */
const branded = (light: Partial<Brand['colors']['light']>) => ({
  colors: { ...green, light: { ...green.light, ...light } },
})
const price = { lookupKey: 'k', interval: 'month', currency: 'usd', amountCents: 100 } as const

const overage = (base: NonNullable<PlanDraft['prices']>[number]): Partial<PlanDraft> => ({
  maxQuantity: 1,
  prices: [base],
  limits: { storage: { included: 1, overageCents: 1, meteredPrice: 'm' } },
})

describe('a catalog', () => {
  it.each(Object.keys(catalogs))('that ships, %s, is sound and named after its file', (name) => {
    expect(catalogs[name]?.name).toBe(name)
  })

  it.each<[mistake: string, make: () => unknown, at: string, remedy: string]>([
    [
      'a default plan that doesn’t exist',
      () => mistaken({ defaultPlan: 'gold' }),
      'defaultPlan',
      'name one of the plans, not "gold"',
    ],
    [
      'a default plan above another',
      () => mistaken({ defaultPlan: 'starter' }),
      'defaultPlan',
      'buying "free" would lower the user’s rank: give the default plan the lowest rank',
    ],
    [
      'a key used twice',
      () => mistaken({}, { key: 'starter' }),
      'plans[2].key (of "starter")',
      'key "starter" is used twice',
    ],
    [
      'a name used twice',
      () => mistaken({}, { name: 'STARTER' }),
      'plans[2].name (of "pro")',
      'name "starter" is used twice',
    ],
    [
      'a rank used twice',
      () => mistaken({}, { rank: 30 }),
      'plans[3].rank (of "enterprise")',
      'rank "30" is used twice',
    ],
    [
      'a group used twice',
      () => mistaken({}, { group: 'starter' }),
      'plans[2].group (of "pro")',
      'group "starter" is used twice',
    ],
    [
      'a plan in a staff group',
      () => mistaken({}, { group: 'admins' }),
      'staff[0].group',
      'group "admins" is used twice',
    ],
    [
      'a lookup key used twice',
      () => mistaken({}, { prices: [price, price] }),
      'plans[2].prices[1].lookupKey (of "pro")',
      'lookup key "k" is used twice',
    ],
    [
      'two highlighted plans',
      () =>
        mistaken({
          plans: saas.plans.map((plan) => ({ ...plan, highlight: plan.rank > 10 })),
        }),
      'plans[3].highlight (of "enterprise")',
      '"pro" is highlighted already: highlight one plan',
    ],
    [
      'a trial of no days',
      () => mistaken({}, { trialOnly: true }),
      'plans[2].trialOnly (of "pro")',
      'a plan that is only a trial needs trialDays',
    ],
    [
      'a feature without a description',
      () => mistaken({}, { features: ['magic'] }),
      'plans[2].features[0] (of "pro")',
      'describe the feature "magic" under "features"',
    ],
    [
      'a feature with a name that every object has',
      () => mistaken({}, { features: ['constructor'] }),
      'plans[2].features[0] (of "pro")',
      'describe the feature "constructor" under "features"',
    ],
    [
      'a meter without a description',
      () => mistaken({}, { limits: { magic: { included: 1 } } }),
      'plans[2].limits.magic (of "pro")',
      'describe the meter "magic" under "meters"',
    ],
    [
      'an uppercase key',
      () => mistaken({}, { key: 'Pro' }),
      'plans[2].key (of "Pro")',
      'use lowercase letters, digits and dashes',
    ],
    [
      'a fractional amount',
      () => mistaken({}, { prices: [{ ...price, amountCents: 9.99 }] }),
      'plans[2].prices[0].amountCents (of "pro")',
      'expected int',
    ],
    [
      'a negative amount',
      () => mistaken({}, { prices: [{ ...price, amountCents: -1 }] }),
      'plans[2].prices[0].amountCents (of "pro")',
      '>=0',
    ],
    [
      'a currency with four letters',
      () => mistaken({}, { prices: [{ ...price, currency: 'euro' }] }),
      'plans[2].prices[0].currency (of "pro")',
      '3 characters',
    ],
    [
      'free overage',
      () => mistaken({}, { limits: { storage: { included: 1, overageCents: 0 } } }),
      'plans[2].limits.storage.overageCents (of "pro")',
      '>0',
    ],
    ['no plans', () => mistaken({ plans: [] }), 'plans', '>=1'],
    [
      'a default plan that costs something',
      () => mistaken({ plans: saas.plans.slice(1), defaultPlan: 'starter' }),
      'defaultPlan',
      '"starter" is the default plan, which must be free: remove its prices',
    ],
    [
      'a staff rank used twice',
      () => mistaken({ staff: [...saas.staff, { group: 'helpers', rank: 10 }] }),
      'staff[3].rank',
      'staff rank "10" is used twice',
    ],
    [
      'a precedence for one group only',
      () => mistaken({}, { precedence: 7 }),
      'plans[3].precedence (of "enterprise")',
      'give "enterprise" one too, or remove them all',
    ],
    [
      'a price without a currency',
      () => mistaken({}, { prices: [{ ...price, currency: undefined as never }] }),
      'plans[2].prices[0].currency (of "pro")',
      'expected string',
    ],
    [
      'two prices for one interval',
      () => mistaken({}, { prices: [price, { ...price, lookupKey: 'k2', currency: 'eur' }] }),
      'plans[2].prices[1].interval (of "pro")',
      'add other currencies to its otherCurrencies',
    ],
    [
      'a price’s own currency among the others',
      () => mistaken({}, { prices: [{ ...price, otherCurrencies: { usd: 100 } }] }),
      'plans[2].prices[0].otherCurrencies.usd (of "pro")',
      'its amount is amountCents',
    ],
    [
      'an uppercase currency among the others',
      () => mistaken({}, { prices: [{ ...price, otherCurrencies: { EUR: 100 } }] }),
      'plans[2].prices[0].otherCurrencies.EUR (of "pro")',
      'Invalid key in record',
    ],
    [
      'a metered price without overage',
      () => mistaken({}, { limits: { storage: { included: 1, meteredPrice: 'm' } } }),
      'plans[2].limits.storage.meteredPrice (of "pro")',
      'needs overageCents',
    ],
    [
      'a metered price without the other currencies of its plan',
      () =>
        mistaken({}, { limits: { storage: { included: 1, overageCents: 1, meteredPrice: 'm' } } }),
      'plans[2].limits.storage.otherCurrencies (of "pro")',
      'the plan is sold in "eur" too',
    ],
    [
      'a metered price on a plan with a one-time price',
      () => mistaken({}, overage({ ...price, interval: 'once' })),
      'plans[2].limits.storage.meteredPrice (of "pro")',
      'billed monthly or yearly',
    ],
    [
      'a metered price for a maximum',
      () =>
        mistaken(
          {
            meters: {
              storage: { name: 'Storage', description: '', unit: 'GB', aggregation: 'max' },
            },
          },
          overage(price),
        ),
      'plans[2].limits.storage.meteredPrice (of "pro")',
      'no meters that count a maximum',
    ],
    [
      'a metered price with a lookup key that is in use',
      () => mistaken({}, overage({ ...price, lookupKey: 'm' })),
      'plans[2].limits.storage.meteredPrice (of "pro")',
      'lookup key "m" is used twice',
    ],
    [
      'overage on an unlimited meter',
      () => mistaken({}, { limits: { storage: { included: null, overageCents: 1 } } }),
      'plans[2].limits.storage.overageCents (of "pro")',
      'an unlimited meter has no overage',
    ],
    [
      'seats of a one-time price',
      () => mistaken({}, { prices: [{ ...price, interval: 'once' }] }),
      'plans[2].prices[0].interval (of "pro")',
      'remove maxQuantity',
    ],
    ['zero seats', () => mistaken({}, { maxQuantity: 0 }), 'plans[2].maxQuantity (of "pro")', '>0'],
    [
      'a trial of a one-time price',
      () =>
        mistaken({}, { maxQuantity: 1, trialDays: 7, prices: [{ ...price, interval: 'once' }] }),
      'plans[2].prices[0].interval (of "pro")',
      'remove trialDays',
    ],
    [
      'a misspelled setting',
      () => mistaken({}, { trailDays: 14 } as object),
      'plans[2] (of "pro")',
      'there is no "trailDays"; did you mean "trialDays"?',
    ],
    [
      'an unknown setting',
      () => mistaken({ checkout: { tax: true } as object }),
      'checkout',
      'there is no "tax", only automaticTax, taxIncluded, taxIds, promotionCodes',
    ],
    [
      'a pale text on its buttons',
      () => mistaken({ brand: branded({ primary: '#3fae86', primaryHover: '#0b5d45' }) }),
      'brand.colors.light.onPrimary',
      'text on a button (#ffffff on #3fae86) has a contrast of 2.7, and needs 4.5: make #ffffff lighter or #3fae86 darker',
    ],
    [
      'links that can’t be read on its pages',
      () => mistaken({ brand: branded({ primary: '#7cdab0', onPrimary: '#06281c' }) }),
      'brand.colors.light.primary',
      'a link on the page (#7cdab0 on #f6f3eb) has a contrast of 1.5, and needs 4.5: make #7cdab0 darker or #f6f3eb lighter',
    ],
    [
      'a tint as strong as the text on it',
      () => mistaken({ brand: branded({ tint: '#0b6d45' }) }),
      'brand.colors.light.tint',
      'primary text on the tint',
    ],
    [
      'a named color',
      () => mistaken({ brand: branded({ primary: 'teal' }) }),
      'brand.colors.light.primary',
      'write the color as # and six hexadecimal digits',
    ],
    [
      'a logo that isn’t there',
      () => mistaken({ brand: { logo: 'logo.png' } }),
      'brand.logo',
      'name one of barrier, columns, arch, pulse, tiles, or an SVG file in public/',
    ],
    [
      'a link without its scheme',
      () => mistaken({ brand: { links: { support: 'help.example.com' } } }),
      'brand.links.support',
      'start it with "https://", with "mailto:", or with "/"',
    ],
    [
      'a link to a script',
      () => mistaken({ brand: { links: { terms: 'javascript:alert(1)' } } }),
      'brand.links.terms',
      'start it with "https://"',
    ],
    [
      'a sender with an address',
      () => mistaken({ brand: { mailSender: 'Ada <ada@example.com>' } }),
      'brand.mailSender',
      'write the name only: the address comes from MAIL_FROM',
    ],
    [
      'a misspelled part of the brand',
      () => mistaken({ brand: { colours: {} } as object }),
      'brand',
      'there is no "colours"; did you mean "colors"?',
    ],
  ])('with %s is refused with the place and the remedy', (_, make, at, remedy) => {
    expect(make).toThrow(/^lib\/billing\/catalog\/catalogs\/saas\.ts has (a|\d+) mistakes?:\n/)
    expect(make).toThrow(`  ${at}: `)
    expect(make).toThrow(remedy)
  })

  it('says whether it has a one-time price', () => {
    expect(sellsOneTime(saas)).toBe(false)
    expect(sellsOneTime(premium)).toBe(true)
  })

  it('is refused with all its mistakes at once, of every kind', () => {
    const make = () => mistaken({ defaultPlan: 'gold', graceDays: -1 }, { features: ['magic'] })

    expect(make).toThrow(
      [
        'lib/billing/catalog/catalogs/saas.ts has 3 mistakes:',
        '  graceDays: Too small: expected number to be >=0',
        '  defaultPlan: name one of the plans, not "gold"',
        '  plans[2].features[0] (of "pro"): describe the feature "magic" under "features", or remove it',
      ].join('\n'),
    )
  })

  it('of the wrong shape is refused with what is missing, without a crash', () => {
    expect(() => mistaken({ plans: undefined as never })).toThrow('plans: Invalid input')
    expect(() => mistaken({}, { prices: undefined as never })).toThrow('plans[2].prices')
  })

  it('may sell a year for more than twelve months', () => {
    const dear = { ...price, lookupKey: 'y', interval: 'year', amountCents: 99_999 } as const
    expect(() => mistaken({}, { prices: [price, dear] })).not.toThrow()
  })

  it('takes grace days and trial days from the environment', () => {
    const set = withSettings(trial, { graceDays: 3, trialDays: 30 })

    expect(set.graceDays).toBe(3)
    expect(planByKey(set, 'member')?.trialDays).toBe(30)
    expect(planByKey(set, 'free')?.trialDays).toBeUndefined()
    expect(withSettings(trial, {})).toEqual(trial)
    const never = defineCatalog({
      ...trial,
      plans: trial.plans.map((plan) => ({ ...plan, trialDays: 0 })),
    })
    expect(planByKey(withSettings(never, { trialDays: 30 }), 'member')?.trialDays).toBe(0)
  })

  it('is selected by its exact name only', () => {
    expect(catalogNamed('premium')).toBe(premium)
    expect(() => catalogNamed('premuim')).toThrow('saas, groups, trial, premium, metered')
    expect(() => catalogNamed('constructor')).toThrow('by-name.ts')
  })
})

describe('the catalogs that ship', () => {
  it('saas: $19, $49 and $199, monthly and yearly, in dollars and euros', () => {
    const monthly = saas.plans.flatMap(({ prices }) => prices.slice(0, 1))
    expect(monthly.map(({ amountCents }) => amountCents)).toEqual([1_900, 4_900, 19_900])
    for (const { otherCurrencies } of saas.plans.flatMap(({ prices }) => prices)) {
      expect(otherCurrencies).toEqual({ eur: expect.any(Number) })
    }
  })

  it('groups: the precedence of an existing pool', () => {
    const precedence = [...groups.plans, ...groups.staff].map((each) => [
      each.group,
      each.precedence,
    ])
    expect(Object.fromEntries(precedence)).toEqual({
      admins: 1,
      enterprise: 3,
      managers: 5,
      support: 10,
      business: 25,
      professional: 30,
      starter: 40,
      trial: 45,
      free: 50,
    })
  })

  it('trial: one plan, 14 days', () => {
    const sold = trial.plans.filter(({ prices }) => prices.length > 0)
    expect(sold).toEqual([expect.objectContaining({ key: 'member', trialDays: 14 })])
  })

  it('premium: permissions in the token, for readers and for staff', () => {
    expect(planByKey(premium, 'free')?.permissions).toEqual(['read:basic-content'])
    for (const key of ['monthly', 'lifetime']) {
      expect(planByKey(premium, key)?.permissions).toEqual([
        'read:basic-content',
        'read:premium-content',
        'manage:subscription',
      ])
    }
    expect(planByKey(premium, 'lifetime')?.prices.map(({ interval }) => interval)).toEqual(['once'])
    for (const { permissions } of premium.staff) {
      expect(permissions).toEqual(['access:admin-panel'])
    }
  })

  it('metered: $29 including $10 of usage', () => {
    const usage = planByKey(metered, 'usage')
    const { included, overageCents } = usage?.limits.credits ?? {}
    expect(usage?.prices[0]?.amountCents).toBe(2_900)
    expect((included ?? 0) * (overageCents ?? 0)).toBe(1_000)
  })
})
