import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { clean, openAccount, plain, type StripeAccount } from '@/testing/stripe/setup'

let at: StripeAccount
beforeEach(() => {
  at = openAccount()
})
afterEach(() => at.close())

describe.each(Object.values(catalogs))('the catalog $name', (catalog) => {
  it('is in Stripe after one run, and a second one changes nothing', async () => {
    expect((await at.look(catalog)).changes.length).toBeGreaterThan(5)
    await at.setUp(catalog)
    at.writes.length = 0

    expect(await at.look(catalog)).toEqual(clean)
    await at.setUp(catalog)
    expect(at.writes).toEqual([])
  })
})

describe.each([premium, metered])('the catalog $name', (catalog) => {
  it('is complete after any number of broken connections, with nothing created twice', async () => {
    await at.setUp(catalog)
    const total = at.writes.length
    const whole = await at.inventory()

    for (const when of ['before', 'after'] as const) {
      for (let write = 1; write <= total; write++) {
        at = openAccount()
        at.interruptAt(write, when)
        await expect(at.setUp(catalog)).rejects.toThrow()
        at.reconnect()
        await at.setUp(catalog)

        expect(await at.look(catalog)).toEqual(clean)
        expect(await at.inventory(), `${when} write ${write}`).toEqual(whole)
      }
    }
  })
})

describe('the setup', () => {
  it('creates everything that a catalog names', async () => {
    await at.setUp(saas)

    const products = await at.products()
    expect(products.map(({ name, metadata }) => [name, metadata]).sort()).toEqual([
      ['Enterprise', { plan: 'enterprise', tollgate: 'saas' }],
      ['Pro', { plan: 'pro', tollgate: 'saas' }],
      ['Starter', { plan: 'starter', tollgate: 'saas' }],
    ])
    const { data: prices } = await at.stripe.prices.list({
      lookup_keys: ['saas_pro_year'],
      expand: ['data.currency_options'],
    })
    expect(prices[0]).toMatchObject({
      unit_amount: 49_000,
      currency: 'usd',
      recurring: { interval: 'year' },
      nickname: 'Pro',
      currency_options: { eur: { unit_amount: 45_000 } },
    })
    const pro = products.find(({ name }) => name === 'Pro')
    const { data: features } = await at.stripe.products.listFeatures(pro?.id ?? '')
    expect(features.map((each) => each.entitlement_feature.lookup_key).sort()).toEqual(
      saas.plans.find(({ key }) => key === 'pro')?.features.toSorted(),
    )
  })

  it('replaces prices that exclude tax by prices that include it, if the catalog says so', async () => {
    await at.setUp(saas)
    const gross = { ...saas, checkout: { ...saas.checkout, taxIncluded: true } }
    const sold = async () =>
      (await at.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data.map(
        ({ active, tax_behavior }) => [active, tax_behavior],
      )

    expect(await sold()).toEqual([[true, 'unspecified']])
    await at.setUp(gross)

    expect(await sold()).toEqual([[true, 'inclusive']])
    expect(await at.look(gross)).toEqual(clean)
    // A catalog that says nothing of tax takes the prices as they are.
    expect((await at.look(saas)).changes).toEqual([])
  })

  it('lets users switch plans in the portal: upgrades at once, downgrades later', async () => {
    await at.setUp(plain)

    const portal = await at.portal()
    expect(portal?.features.subscription_update).toMatchObject({
      enabled: true,
      proration_behavior: 'always_invoice',
      schedule_at_period_end: {
        conditions: [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }],
      },
    })
    expect(portal?.features.subscription_update.products).toHaveLength(3)
    expect(portal?.features.subscription_cancel).toMatchObject({ mode: 'at_period_end' })
    expect(portal?.features.subscription_pause.enabled).toBe(false)
  })

  it('leaves plans and cancellations to our pages where a year has months of usage', async () => {
    await at.setUp(saas)

    expect((await at.portal())?.features).toMatchObject({
      subscription_update: { enabled: false },
      subscription_cancel: { enabled: false },
      payment_method_update: { enabled: true },
      invoice_history: { enabled: true },
    })
  })

  it('bills usage in every currency of the plan, and sees when an amount changes', async () => {
    await at.setUp(saas)
    const { data } = await at.stripe.prices.list({
      lookup_keys: ['saas_pro_api_calls'],
      expand: ['data.currency_options'],
    })
    const steps = data[0]?.currency_options?.eur?.tiers
    expect(steps?.map((each) => [each.up_to, String(each.unit_amount_decimal)])).toEqual([
      [100_000, '0'],
      [null, '0.09'],
    ])

    const dearer = defineCatalog({
      ...saas,
      plans: saas.plans.map((plan) =>
        plan.key === 'pro' && plan.limits.api_calls
          ? {
              ...plan,
              limits: {
                ...plan.limits,
                api_calls: { ...plan.limits.api_calls, otherCurrencies: { eur: 0.1 } },
              },
            }
          : plan,
      ),
    })
    expect((await at.look(dearer)).changes).toEqual([
      '~ price saas_pro_api_calls monthly by saas_api_calls: 100,000 free, then $0.001 each (also €0.0009) → monthly by saas_api_calls: 100,000 free, then $0.001 each (also €0.001); the old price is archived, its subscribers keep it',
    ])
  })

  it.each([premium, metered])(
    'offers no change of plan in the portal for $name',
    async (catalog) => {
      await at.setUp(catalog)

      expect((await at.portal())?.features).toMatchObject({
        subscription_update: { enabled: false },
        subscription_cancel: { enabled: true },
      })
    },
  )

  it('puts at most ten plans into the portal, and names the missing ones', async () => {
    const [free] = premium.plans
    const many = defineCatalog({
      ...premium,
      name: 'many',
      plans: [
        ...(free ? [free] : []),
        ...Array.from({ length: 12 }, (_, at) => ({
          key: `plan-${at}`,
          name: `Plan ${at}`,
          description: '',
          rank: 10 + at,
          group: `plan-${at}`,
          prices: [
            {
              lookupKey: `many_${at}`,
              interval: 'month' as const,
              currency: 'usd',
              amountCents: 100 + at,
            },
          ],
          features: [],
          permissions: [],
          limits: {},
        })),
      ],
    })
    await at.setUp(many)

    expect((await at.portal())?.features.subscription_update.products).toHaveLength(10)
    expect((await at.look(many)).notes).toEqual([
      expect.stringContaining("people can't change there to plan-10, plan-11"),
    ])
  })

  it('bills usage by a graduated price on a meter, with a free first tier', async () => {
    await at.setUp(metered)

    const { data } = await at.stripe.prices.list({
      lookup_keys: ['metered_usage_credits'],
      expand: ['data.tiers'],
    })
    expect(data[0]).toMatchObject({
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      recurring: { interval: 'month', usage_type: 'metered' },
      tiers: [
        { up_to: 1_000, unit_amount: 0 },
        { up_to: null, unit_amount: 1 },
      ],
    })
    const meter = await at.stripe.billing.meters.retrieve(data[0]?.recurring?.meter ?? '')
    expect(meter).toMatchObject({
      event_name: 'metered_credits',
      default_aggregation: { formula: 'sum' },
    })
  })
})
