import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalStripe, type LocalStripe } from '@/dev/stripe/local-stripe'
import { type Catalog, type CatalogDraft, defineCatalog } from '@/lib/billing/catalog'
import { catalogs } from '@/lib/billing/catalogs/by-name'
import { metered } from '@/lib/billing/catalogs/metered'
import { premium } from '@/lib/billing/catalogs/premium'
import { saas } from '@/lib/billing/catalogs/saas'
import { changeLine } from './change'
import { prepareSetup, type SetupOptions, setUpStripe } from './setup'

let local: LocalStripe
let stripe: Stripe
/** Every request so far that was no question. */
let writes: string[]
/** Makes the connection break, before or after Stripe has done what it was asked. */
let interrupt: (write: number) => 'before' | 'after' | false

beforeEach(() => {
  open()
})
afterEach(() => local.close())

function open() {
  local = createLocalStripe()
  writes = []
  interrupt = () => false
  const httpClient = Stripe.createFetchHttpClient(async (input, init) => {
    const request = new Request(input, init)
    const isWrite = request.method !== 'GET'
    if (isWrite) writes.push(`${request.method} ${new URL(request.url).pathname}`)
    const when = isWrite && interrupt(writes.length)
    if (when === 'before') throw new TypeError('the line is dead')
    const response = await local.fetch(request)
    if (when === 'after') throw new TypeError('the line is dead')
    return response
  })
  stripe = new Stripe('sk_test_local', { httpClient, maxNetworkRetries: 0 })
}

const webhook = { url: 'https://app.test/api/stripe/webhook', events: ['invoice.paid'] }
const options: SetupOptions = { webhook }

/** What would be changed, a line each, and what a person is told. */
async function look(catalog: Catalog) {
  const { changes, problems, notes } = await prepareSetup(stripe, catalog, options)
  return {
    changes: changes.map((change) => changeLine(change).replaceAll(/ +/g, ' ')),
    problems,
    notes,
  }
}
const clean = { changes: [], problems: [], notes: [] }

/** The saas catalog, with its plans, or Pro alone, edited. */
const edited = (
  edit: (pro: CatalogDraft['plans'][number]) => Partial<CatalogDraft['plans'][number]>,
) =>
  defineCatalog({
    ...saas,
    plans: saas.plans.map((plan) => (plan.key === 'pro' ? { ...plan, ...edit(plan) } : plan)),
  })
const withProAt = (amountCents: number) =>
  edited(({ prices }) => ({
    prices: prices.map((price) => (price.interval === 'month' ? { ...price, amountCents } : price)),
  }))

const priceCalled = async (lookupKey: string) =>
  (await stripe.prices.list({ lookup_keys: [lookupKey] })).data[0]
const allProducts = async () => (await stripe.products.list({ limit: 100 })).data
const ourPortal = async () => {
  const { data } = await stripe.billingPortal.configurations.list({
    expand: ['data.features.subscription_update.products'],
  })
  return data.find(({ metadata }) => metadata?.tollgate)
}

describe.each(Object.values(catalogs))('the catalog $name', (catalog) => {
  it('is in Stripe after one run, and a second one changes nothing', async () => {
    expect((await look(catalog)).changes.length).toBeGreaterThan(5)
    await setUpStripe(stripe, catalog, options)
    writes.length = 0

    expect(await look(catalog)).toEqual(clean)
    await setUpStripe(stripe, catalog, options)
    expect(writes).toEqual([])
  })
})

describe.each([premium, metered])('the catalog $name', (catalog) => {
  it('gets there however often the line breaks, with nothing made twice', async () => {
    await setUpStripe(stripe, catalog, options)
    const total = writes.length
    const whole = await inventory()

    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at <= total; at++) {
        open()
        interrupt = (write) => write === at && when
        await expect(setUpStripe(stripe, catalog, options)).rejects.toThrow()
        interrupt = () => false
        await setUpStripe(stripe, catalog, options)

        expect(await look(catalog)).toEqual(clean)
        expect(await inventory(), `${when} write ${at}`).toEqual(whole)
      }
    }
  })
})

/** How many there are of everything. */
async function inventory() {
  const lists = {
    products: stripe.products.list({ limit: 100 }),
    prices: stripe.prices.list({ limit: 100 }),
    meters: stripe.billing.meters.list({ limit: 100 }),
    features: stripe.entitlements.features.list({ limit: 100 }),
    portals: stripe.billingPortal.configurations.list({ limit: 100 }),
    endpoints: stripe.webhookEndpoints.list({ limit: 100 }),
  }
  const counts: Record<string, number> = {}
  for (const [name, list] of Object.entries(lists)) counts[name] = (await list).data.length
  return counts
}

describe('what is made', () => {
  it('is all that a catalog names', async () => {
    await setUpStripe(stripe, saas, options)

    const products = await allProducts()
    expect(products.map(({ name, metadata }) => [name, metadata]).sort()).toEqual([
      ['Enterprise', { plan: 'enterprise', tollgate: 'saas' }],
      ['Pro', { plan: 'pro', tollgate: 'saas' }],
      ['Starter', { plan: 'starter', tollgate: 'saas' }],
    ])
    const { data: prices } = await stripe.prices.list({
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
    const { data: features } = await stripe.products.listFeatures(pro?.id ?? '')
    expect(features.map((each) => each.entitlement_feature.lookup_key).sort()).toEqual(
      saas.plans.find(({ key }) => key === 'pro')?.features.toSorted(),
    )
  })

  it('lets people change between plans in the portal, at once upwards and later downwards', async () => {
    await setUpStripe(stripe, saas)

    const portal = await ourPortal()
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

  it.each([premium, metered])(
    'offers no change of plan in the portal for $name',
    async (catalog) => {
      await setUpStripe(stripe, catalog)

      expect((await ourPortal())?.features).toMatchObject({
        subscription_update: { enabled: false },
        subscription_cancel: { enabled: true },
      })
    },
  )

  it('puts ten plans into the portal, which takes no more, and says which are not there', async () => {
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
    await setUpStripe(stripe, many)

    expect((await ourPortal())?.features.subscription_update.products).toHaveLength(10)
    expect((await prepareSetup(stripe, many)).notes).toEqual([
      expect.stringContaining("people can't change there to plan-10, plan-11"),
    ])
  })

  it('bills usage by a graduated price on a meter, its first step free', async () => {
    await setUpStripe(stripe, metered)

    const { data } = await stripe.prices.list({
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
    const meter = await stripe.billing.meters.retrieve(data[0]?.recurring?.meter ?? '')
    expect(meter).toMatchObject({
      event_name: 'metered_credits',
      default_aggregation: { formula: 'sum' },
    })
  })
})

describe('an edited price', () => {
  it('is all that changes: a new one takes the lookup key, and the old one is archived', async () => {
    await setUpStripe(stripe, saas, options)
    const old = await priceCalled('saas_pro_month')
    writes.length = 0

    expect((await look(withProAt(5_900))).changes).toEqual([
      '~ price saas_pro_month $49.00 a month (also €45.00) → $59.00 a month (also €45.00); the old price is archived, who pays it goes on',
      expect.stringContaining("~ portal saas's configuration the plans to change between"),
    ])
    await setUpStripe(stripe, withProAt(5_900), options)

    const now = await priceCalled('saas_pro_month')
    expect(now).toMatchObject({ active: true, unit_amount: 5_900, product: old?.product })
    expect(await stripe.prices.retrieve(old?.id ?? '')).toMatchObject({
      active: false,
      lookup_key: null,
      unit_amount: 4_900,
    })
    expect(writes).toEqual([
      'POST /v1/prices',
      `POST /v1/prices/${old?.id}`,
      expect.stringMatching(/^POST \/v1\/billing_portal\/configurations\/bpc/),
    ])
    const offered = (await ourPortal())?.features.subscription_update.products ?? []
    expect(offered.flatMap(({ prices }) => prices)).toContain(now?.id)
    expect(offered.flatMap(({ prices }) => prices)).not.toContain(old?.id)
    expect(await look(withProAt(5_900))).toEqual(clean)
  })

  it('is archived by the next run if the line broke in between', async () => {
    await setUpStripe(stripe, saas, options)
    const old = await priceCalled('saas_pro_month')
    writes.length = 0
    interrupt = (write) => write === 2 && 'before'
    await expect(setUpStripe(stripe, withProAt(5_900), options)).rejects.toThrow()
    interrupt = () => false
    expect(await stripe.prices.retrieve(old?.id ?? '')).toMatchObject({ active: true })

    await setUpStripe(stripe, withProAt(5_900), options)

    expect(await stripe.prices.retrieve(old?.id ?? '')).toMatchObject({ active: false })
    expect(await look(withProAt(5_900))).toEqual(clean)
  })

  it('follows in another currency, and in how much of a meter is included', async () => {
    await setUpStripe(stripe, saas, options)
    const dearer = edited(({ prices }) => ({
      prices: prices.map((price) => ({ ...price, otherCurrencies: { eur: 4_600, gbp: 4_000 } })),
    }))
    expect((await look(dearer)).changes[0]).toContain('→ $49.00 a month (also €46.00, £40.00)')

    await setUpStripe(stripe, metered, options)
    const generous = defineCatalog({
      ...metered,
      plans: metered.plans.map((plan) => ({
        ...plan,
        limits: plan.limits.credits?.meteredPrice
          ? { credits: { ...plan.limits.credits, included: 2_000, overageCents: 0.75 } }
          : plan.limits,
      })),
    })
    expect((await look(generous)).changes).toEqual([
      '~ price metered_usage_credits a month by metered_credits: 1,000 free, then $0.01 each → a month by metered_credits: 2,000 free, then $0.0075 each; the old price is archived, who pays it goes on',
    ])
    await setUpStripe(stripe, generous, options)
    expect(await look(generous)).toEqual(clean)
  })

  it('may be the default price of its product, which Stripe archives only after another is', async () => {
    await setUpStripe(stripe, saas)
    const old = await priceCalled('saas_pro_month')
    await stripe.products.update(String(old?.product), { default_price: old?.id ?? '' })

    await setUpStripe(stripe, withProAt(5_900))

    const now = await priceCalled('saas_pro_month')
    expect(await stripe.products.retrieve(String(old?.product))).toMatchObject({
      default_price: now?.id,
    })
    expect(await stripe.prices.retrieve(old?.id ?? '')).toMatchObject({ active: false })
  })

  it('that the catalog drops can be bought no more, and again once it is back', async () => {
    await setUpStripe(stripe, saas, options)
    const monthly = edited(({ prices }) => ({ prices: prices.slice(0, 1) }))

    expect((await look(monthly)).changes).toEqual([
      "- price saas_pro_year $490.00 a year (also €450.00); archived, since the catalog doesn't sell it any more",
      expect.stringContaining('~ portal'),
    ])
    await setUpStripe(stripe, monthly, options)
    expect(await priceCalled('saas_pro_year')).toMatchObject({ active: false })
    expect(await look(monthly)).toEqual(clean)

    await setUpStripe(stripe, saas, options)
    expect(await priceCalled('saas_pro_year')).toMatchObject({ active: true })
    expect(await look(saas)).toEqual(clean)
  })
})

describe('what somebody else made', () => {
  it('is left alone: products, prices on ours, portals, endpoints, and nothing is ever deleted', async () => {
    await setUpStripe(stripe, saas, options)
    const pro = (await priceCalled('saas_pro_month'))?.product
    const theirs = {
      product: await stripe.products.create({ name: 'Pro', metadata: { plan: 'pro' } }),
      deal: await stripe.prices.create({
        product: String(pro),
        currency: 'usd',
        unit_amount: 3_000,
        recurring: { interval: 'month' },
      }),
      portal: await stripe.billingPortal.configurations.create({
        features: { invoice_history: { enabled: true } },
      }),
      endpoint: await stripe.webhookEndpoints.create({
        url: 'https://other.test/hook',
        enabled_events: ['*'],
      }),
    }
    writes.length = 0

    await setUpStripe(stripe, withProAt(5_900), options)

    expect(await stripe.products.retrieve(theirs.product.id)).toEqual(theirs.product)
    expect(await stripe.prices.retrieve(theirs.deal.id)).toMatchObject({ active: true })
    expect(await stripe.billingPortal.configurations.retrieve(theirs.portal.id)).toEqual(
      theirs.portal,
    )
    expect(theirs.endpoint).toMatchObject(
      await stripe.webhookEndpoints.retrieve(theirs.endpoint.id),
    )
    expect(writes.filter((write) => write.startsWith('DELETE'))).toEqual([])
  })

  it('by hand with our lookup key is taken over as it is, one product for each price too', async () => {
    const handMade = async (lookup_key: string, unit_amount: number) =>
      stripe.prices.create({
        product_data: { name: `Pro, ${lookup_key}` },
        lookup_key,
        currency: 'usd',
        unit_amount,
        recurring: { interval: lookup_key.endsWith('year') ? 'year' : 'month' },
        currency_options: { eur: { unit_amount: lookup_key.endsWith('year') ? 45_000 : 4_500 } },
      })
    const month = await handMade('saas_pro_month', 4_900)
    const year = await handMade('saas_pro_year', 49_000)

    await setUpStripe(stripe, saas, options)

    expect(await priceCalled('saas_pro_month')).toMatchObject({ id: month.id, active: true })
    expect(await priceCalled('saas_pro_year')).toMatchObject({ id: year.id, nickname: 'Pro' })
    const pro = (await allProducts()).filter(({ metadata }) => metadata.plan === 'pro')
    expect(pro.map(({ id }) => id).sort()).toEqual([month.product, year.product].sort())
    expect(await look(saas)).toEqual(clean)
  })

  it('a price whose key moves on still maps to its plan: the product says so first', async () => {
    const old = await stripe.prices.create({
      product_data: { name: 'Old Pro' },
      lookup_key: 'saas_pro_month',
      currency: 'usd',
      unit_amount: 2_900,
      recurring: { interval: 'month' },
    })

    await setUpStripe(stripe, saas, options)

    expect(await stripe.products.retrieve(String(old.product))).toMatchObject({
      metadata: { plan: 'pro', tollgate: 'saas' },
    })
    expect(await priceCalled('saas_pro_month')).toMatchObject({ unit_amount: 4_900 })
  })

  it('for another catalog keeps its lookup keys: nothing is done, and it says what to do', async () => {
    await setUpStripe(stripe, saas, options)
    const copied = defineCatalog({ ...saas, name: 'mine' })
    writes.length = 0

    const { problems } = await look(copied)
    expect(problems).toHaveLength(3)
    expect(problems[0]).toContain('belong to the catalog "saas"')
    await expect(setUpStripe(stripe, copied, options)).rejects.toThrow('lookup keys of their own')
    expect(writes).toEqual([])
  })

  it('with a plan of another name on it stops the run', async () => {
    await stripe.prices.create({
      product_data: { name: 'Gold', metadata: { plan: 'gold' } },
      lookup_key: 'saas_pro_month',
      currency: 'usd',
      unit_amount: 4_900,
      recurring: { interval: 'month' },
    })

    expect((await look(saas)).problems).toEqual([
      expect.stringContaining('its metadata says that it sells "gold"'),
    ])
  })

  it('a feature of the same name is used as it is', async () => {
    await stripe.entitlements.features.create({ lookup_key: 'analytics', name: 'Their analytics' })

    await setUpStripe(stripe, saas, options)

    expect((await look(saas)).notes).toEqual([expect.stringContaining('"Their analytics"')])
    expect((await look(saas)).changes).toEqual([])
  })
})

describe('what was changed in the dashboard', () => {
  it('is put right: names, archived products, prices and features, the portal', async () => {
    await setUpStripe(stripe, saas, options)
    const price = await priceCalled('saas_pro_month')
    await stripe.prices.update(price?.id ?? '', { active: false, nickname: 'Promo' })
    await stripe.products.update(String(price?.product), { active: false, name: 'Prof' })
    const [feature] = (await stripe.entitlements.features.list({ lookup_key: 'analytics' })).data
    await stripe.entitlements.features.update(feature?.id ?? '', { active: false })
    await stripe.billingPortal.configurations.update((await ourPortal())?.id ?? '', {
      features: { subscription_cancel: { enabled: false } },
    })

    expect((await look(saas)).changes).toEqual([
      '~ feature analytics not archived any more',
      '~ product Pro name Prof → Pro; not archived any more',
      '~ price saas_pro_month nickname Promo → Pro; not archived any more',
      expect.stringContaining("~ portal saas's configuration subscription cancel: "),
    ])
    await setUpStripe(stripe, saas, options)
    expect(await look(saas)).toEqual(clean)
  })

  it('a meter that was deactivated works again; one that counts otherwise stops the run', async () => {
    await setUpStripe(stripe, metered, options)
    const [meter] = (await stripe.billing.meters.list()).data
    await stripe.billing.meters.deactivate(meter?.id ?? '')

    expect((await look(metered)).changes).toEqual(['~ meter metered_credits active again'])
    await setUpStripe(stripe, metered, options)
    expect(await look(metered)).toEqual(clean)

    const last = defineCatalog({
      ...metered,
      meters: { credits: { name: 'Credits', description: '', unit: '', aggregation: 'last' } },
    })
    expect((await look(last)).problems).toEqual([expect.stringContaining('counts by "sum"')])
  })

  it('a plan that the catalog drops is left alone, and told of', async () => {
    await setUpStripe(stripe, saas, options)
    const without = defineCatalog({
      ...saas,
      plans: saas.plans.filter(({ key }) => key !== 'starter'),
    })

    const { notes } = await look(without)
    expect(notes).toEqual([expect.stringContaining('sells the plan "starter"')])
  })
})

describe('the webhook endpoint', () => {
  it('has the SDK’s version, and its secret is shown once', async () => {
    const first = await setUpStripe(stripe, saas, options)
    const second = await setUpStripe(stripe, saas, options)

    expect(first.webhook?.secret).toMatch(/^whsec_/)
    expect(second.webhook).toBeNull()
    expect((await stripe.webhookEndpoints.list()).data).toEqual([
      expect.objectContaining({ ...endpoint, api_version: Stripe.API_VERSION }),
    ])
  })
  const endpoint = { url: webhook.url, enabled_events: webhook.events, status: 'enabled' }

  it('follows the events that the app uses, and is enabled again', async () => {
    const { webhook: made } = await setUpStripe(stripe, saas, options)
    await stripe.webhookEndpoints.update(made?.id ?? '', {
      enabled_events: ['customer.deleted'],
      disabled: true,
    })

    expect((await look(saas)).changes).toEqual([
      `~ webhook ${webhook.url} also told of invoice.paid; not told any more of customer.deleted; enabled again`,
    ])
    await setUpStripe(stripe, saas, options)
    expect((await stripe.webhookEndpoints.list()).data).toEqual([expect.objectContaining(endpoint)])
  })

  it('of an older version is not touched: a new one works beside it, until a person disables it', async () => {
    const old = await stripe.webhookEndpoints.create({
      url: webhook.url,
      enabled_events: ['*'],
      api_version: '2024-06-20' as never,
    })

    const { webhook: made } = await setUpStripe(stripe, saas, options)

    expect(made?.id).not.toBe(old.id)
    expect((await look(saas)).changes).toEqual([])
    expect((await look(saas)).notes).toEqual([expect.stringContaining(`Endpoint ${old.id}`)])
    await stripe.webhookEndpoints.update(old.id, { disabled: true })
    expect(await look(saas)).toEqual(clean)
  })
})
