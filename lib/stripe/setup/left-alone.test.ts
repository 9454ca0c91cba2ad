import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { clean, openAccount, plain, type StripeAccount, withProAt } from '@/testing/stripe/setup'

let at: StripeAccount
beforeEach(() => {
  at = openAccount()
})
afterEach(() => at.close())

describe('what others created', () => {
  it('is left alone: products, prices on ours, portals, endpoints, and nothing is ever deleted', async () => {
    await at.setUp(plain)
    const pro = (await at.priceCalled('saas_pro_month'))?.product
    const theirs = {
      product: await at.stripe.products.create({ name: 'Pro', metadata: { plan: 'pro' } }),
      deal: await at.stripe.prices.create({
        product: String(pro),
        currency: 'usd',
        unit_amount: 3_000,
        recurring: { interval: 'month' },
      }),
      portal: await at.stripe.billingPortal.configurations.create({
        features: { invoice_history: { enabled: true } },
      }),
      endpoint: await at.stripe.webhookEndpoints.create({
        url: 'https://other.test/hook',
        enabled_events: ['*'],
      }),
    }
    at.writes.length = 0

    await at.setUp(withProAt(5_900))

    expect(await at.stripe.products.retrieve(theirs.product.id)).toEqual(theirs.product)
    expect(await at.stripe.prices.retrieve(theirs.deal.id)).toMatchObject({ active: true })
    expect(await at.stripe.billingPortal.configurations.retrieve(theirs.portal.id)).toEqual(
      theirs.portal,
    )
    expect(theirs.endpoint).toMatchObject(
      await at.stripe.webhookEndpoints.retrieve(theirs.endpoint.id),
    )
    expect(at.writes.filter((write) => write.startsWith('DELETE'))).toEqual([])
  })

  it('with our lookup key is taken over as it is, also with one product per price', async () => {
    const handMade = async (lookup_key: string, unit_amount: number) =>
      at.stripe.prices.create({
        product_data: { name: `Pro, ${lookup_key}` },
        lookup_key,
        currency: 'usd',
        unit_amount,
        recurring: { interval: lookup_key.endsWith('year') ? 'year' : 'month' },
        currency_options: { eur: { unit_amount: lookup_key.endsWith('year') ? 45_000 : 4_500 } },
      })
    const month = await handMade('saas_pro_month', 4_900)
    const year = await handMade('saas_pro_year', 49_000)

    await at.setUp(saas)

    expect(await at.priceCalled('saas_pro_month')).toMatchObject({ id: month.id, active: true })
    expect(await at.priceCalled('saas_pro_year')).toMatchObject({ id: year.id, nickname: 'Pro' })
    const pro = (await at.products()).filter(({ metadata }) => metadata.plan === 'pro')
    expect(pro.map(({ id }) => id).sort()).toEqual([month.product, year.product].sort())
    expect(await at.look(saas)).toEqual(clean)
  })

  it('a price that lost its lookup key still maps to its plan, by its product', async () => {
    const old = await at.stripe.prices.create({
      product_data: { name: 'Old Pro' },
      lookup_key: 'saas_pro_month',
      currency: 'usd',
      unit_amount: 2_900,
      recurring: { interval: 'month' },
    })

    await at.setUp(saas)

    expect(await at.stripe.products.retrieve(String(old.product))).toMatchObject({
      metadata: { plan: 'pro', tollgate: 'saas' },
    })
    expect(await at.priceCalled('saas_pro_month')).toMatchObject({ unit_amount: 4_900 })
  })

  it('for another catalog keeps its lookup keys: the run stops and says what to do', async () => {
    await at.setUp(saas)
    const copied = defineCatalog({ ...saas, name: 'mine' })
    at.writes.length = 0

    const { problems } = await at.look(copied)
    expect(problems).toHaveLength(3)
    expect(problems[0]).toContain('belong to the catalog "saas"')
    await expect(at.setUp(copied)).rejects.toThrow('lookup keys of their own')
    expect(at.writes).toEqual([])
  })

  it('with another plan in its metadata stops the run', async () => {
    await at.stripe.prices.create({
      product_data: { name: 'Gold', metadata: { plan: 'gold' } },
      lookup_key: 'saas_pro_month',
      currency: 'usd',
      unit_amount: 4_900,
      recurring: { interval: 'month' },
    })

    expect((await at.look(saas)).problems).toEqual([
      expect.stringContaining('its metadata says that it sells "gold"'),
    ])
  })

  it('a feature with the same name is used as it is', async () => {
    await at.stripe.entitlements.features.create({
      lookup_key: 'analytics',
      name: 'Their analytics',
    })

    await at.setUp(saas)

    expect((await at.look(saas)).notes).toEqual([expect.stringContaining('"Their analytics"')])
    expect((await at.look(saas)).changes).toEqual([])
  })
})

describe('what was changed in the dashboard', () => {
  it('is corrected: names, archived products, prices and features, the portal', async () => {
    await at.setUp(plain)
    const price = await at.priceCalled('saas_pro_month')
    await at.stripe.prices.update(price?.id ?? '', { active: false, nickname: 'Promo' })
    await at.stripe.products.update(String(price?.product), { active: false, name: 'Prof' })
    const [feature] = (await at.stripe.entitlements.features.list({ lookup_key: 'analytics' })).data
    await at.stripe.entitlements.features.update(feature?.id ?? '', { active: false })
    await at.stripe.billingPortal.configurations.update((await at.portal())?.id ?? '', {
      features: { subscription_cancel: { enabled: false } },
    })

    expect((await at.look(plain)).changes).toEqual([
      '~ feature analytics unarchived',
      '~ product Pro name Prof → Pro; unarchived',
      '~ price saas_pro_month nickname Promo → Pro; unarchived',
      expect.stringContaining("~ portal saas's configuration subscription cancel: "),
    ])
    await at.setUp(plain)
    expect(await at.look(plain)).toEqual(clean)
  })

  it('a deactivated meter is reactivated; one with another aggregation stops the run', async () => {
    await at.setUp(metered)
    const [meter] = (await at.stripe.billing.meters.list()).data
    await at.stripe.billing.meters.deactivate(meter?.id ?? '')

    expect((await at.look(metered)).changes).toEqual(['~ meter metered_credits active again'])
    await at.setUp(metered)
    expect(await at.look(metered)).toEqual(clean)

    const last = defineCatalog({
      ...metered,
      meters: { credits: { name: 'Credits', description: '', unit: '', aggregation: 'last' } },
    })
    expect((await at.look(last)).problems).toEqual([expect.stringContaining('aggregates by "sum"')])
  })

  it('a plan that the catalog drops is left alone, with a note', async () => {
    await at.setUp(saas)
    const without = defineCatalog({
      ...saas,
      plans: saas.plans.filter(({ key }) => key !== 'starter'),
    })

    const { notes } = await at.look(without)
    expect(notes).toEqual([expect.stringContaining('sells the plan "starter"')])
  })
})
