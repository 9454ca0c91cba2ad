import { describe, expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { silentLog } from '@/lib/log'
import { test } from '@/testing/test'
import { listPlans } from './plans'

const it = test.extend(
  'ask',
  ({ world }) =>
    () =>
      listPlans(world.services)(new Request('https://app.test/api/plans')),
)

const askOf = async (catalog: Catalog, TRIAL_DAYS?: number) => {
  const services = { rules: { catalog, groupPrefix: '' }, settings: { TRIAL_DAYS }, log: silentLog }
  return (await listPlans(services)(new Request('https://app.test/api/plans'))).json()
}

describe('GET /api/plans', () => {
  it('lists what is sold, to everyone, without a call', async ({ world, ask }) => {
    const response = await ask()

    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('public')
    expect(await response.json()).toMatchObject({
      defaultPlan: 'free',
      intervals: ['month', 'year'],
      plans: [
        { key: 'free', prices: [], trialDays: 0, custom: false },
        {
          key: 'starter',
          prices: [
            { interval: 'month', currency: 'usd', amountCents: 1_900 },
            { interval: 'year', currency: 'usd', amountCents: 19_000 },
          ],
          limits: { storage: { included: 10, overageCents: 50 }, backups: { included: 4 } },
        },
        { key: 'pro' },
        { key: 'enterprise', limits: { sources: { included: null } } },
      ],
    })
    expect(world.calls).toEqual([])
  })

  it('has each price in every currency that it is sold in', async () => {
    const [free, ...paid] = saas.plans
    const inEuros = paid.map((plan) => ({
      ...plan,
      prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 1_234 } })),
    }))
    const catalog = defineCatalog({ ...saas, plans: free ? [free, ...inEuros] : inEuros })

    expect(await askOf(catalog)).toMatchObject({
      currencies: ['usd', 'eur'],
      plans: [{}, { prices: [{ currency: 'usd', otherCurrencies: { eur: 1_234 } }, {}] }, {}, {}],
    })
  })

  it('says how long a trial is, by the plan or by TRIAL_DAYS, and none for a one-time purchase', async () => {
    const days = async (name: string, setting?: number) => {
      const catalog = catalogs[name]
      const { plans } = catalog ? await askOf(catalog, setting) : { plans: [] }
      return plans.map(({ trialDays }: { trialDays: number }) => trialDays)
    }

    expect(await days('trial')).toEqual([0, 14])
    expect(await days('saas', 7)).toEqual([0, 7, 7, 7])
    expect(await days('premium', 7)).toEqual([0, 7, 0])
  })

  it.each(Object.entries(catalogs))('keeps to itself what is ours: %s', async (_, catalog) => {
    const body = await askOf(catalog)

    expect(Object.keys(body).sort()).toEqual([
      'currencies',
      'defaultPlan',
      'features',
      'intervals',
      'meters',
      'plans',
    ])
    for (const plan of body.plans) {
      expect(Object.keys(plan).sort()).toEqual([
        'custom',
        'description',
        'features',
        'key',
        'limits',
        'maxQuantity',
        'name',
        'permissions',
        'prices',
        'rank',
        'trialDays',
      ])
    }
    expect(JSON.stringify(body)).not.toMatch(
      /lookupKey|_month"|_year"|_once"|"group"|staff|admins|precedence|meteredPrice|grace|polic/,
    )
  })
})
