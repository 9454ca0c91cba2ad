import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import {
  clean,
  edited,
  openAccount,
  plain,
  type StripeAccount,
  withProAt,
} from '@/testing/stripe/setup'

let at: StripeAccount
beforeEach(() => {
  at = openAccount()
})
afterEach(() => at.close())

describe('an edited price', () => {
  it('is all that changes: a new price takes the lookup key, and the old one is archived', async () => {
    await at.setUp(plain)
    const old = await at.priceCalled('saas_pro_month')
    at.writes.length = 0

    expect((await at.look(withProAt(5_900))).changes).toEqual([
      '~ price saas_pro_month $49.00 monthly (also €45.00) → $59.00 monthly (also €45.00); the old price is archived, its subscribers keep it',
      expect.stringContaining("~ portal saas's configuration the plans to change between"),
    ])
    await at.setUp(withProAt(5_900))

    const now = await at.priceCalled('saas_pro_month')
    expect(now).toMatchObject({ active: true, unit_amount: 5_900, product: old?.product })
    expect(await at.stripe.prices.retrieve(old?.id ?? '')).toMatchObject({
      active: false,
      lookup_key: null,
      unit_amount: 4_900,
    })
    expect(at.writes).toEqual([
      'POST /v1/prices',
      `POST /v1/prices/${old?.id}`,
      expect.stringMatching(/^POST \/v1\/billing_portal\/configurations\/bpc/),
    ])
    const offered = (await at.portal())?.features.subscription_update.products ?? []
    expect(offered.flatMap(({ prices }) => prices)).toContain(now?.id)
    expect(offered.flatMap(({ prices }) => prices)).not.toContain(old?.id)
    expect(await at.look(withProAt(5_900))).toEqual(clean)
  })

  it('is archived by the next run after a broken connection', async () => {
    await at.setUp(plain)
    const old = await at.priceCalled('saas_pro_month')
    at.writes.length = 0
    at.interruptAt(2, 'before')
    await expect(at.setUp(withProAt(5_900))).rejects.toThrow()
    at.reconnect()
    expect(await at.stripe.prices.retrieve(old?.id ?? '')).toMatchObject({ active: true })

    await at.setUp(withProAt(5_900))

    expect(await at.stripe.prices.retrieve(old?.id ?? '')).toMatchObject({ active: false })
    expect(await at.look(withProAt(5_900))).toEqual(clean)
  })

  it('also replaces prices in other currencies and of meters', async () => {
    await at.setUp(plain)
    const dearer = edited(({ prices }) => ({
      prices: prices.map((price) => ({ ...price, otherCurrencies: { eur: 4_600, gbp: 4_000 } })),
    }))
    expect((await at.look(dearer)).changes[0]).toContain('→ $49.00 monthly (also €46.00, £40.00)')

    await at.setUp(metered)
    const generous = defineCatalog({
      ...metered,
      plans: metered.plans.map((plan) => ({
        ...plan,
        limits: plan.limits.credits?.meteredPrice
          ? { credits: { ...plan.limits.credits, included: 2_000, overageCents: 0.75 } }
          : plan.limits,
      })),
    })
    expect((await at.look(generous)).changes).toEqual([
      '~ price metered_usage_credits monthly by metered_credits: 1,000 free, then $0.01 each → monthly by metered_credits: 2,000 free, then $0.0075 each; the old price is archived, its subscribers keep it',
    ])
    await at.setUp(generous)
    expect(await at.look(generous)).toEqual(clean)
  })

  it('may be its product’s default price, which Stripe archives only after another one is', async () => {
    await at.setUp(plain)
    const old = await at.priceCalled('saas_pro_month')
    await at.stripe.products.update(String(old?.product), { default_price: old?.id ?? '' })

    await at.setUp(withProAt(5_900))

    const now = await at.priceCalled('saas_pro_month')
    expect(await at.stripe.products.retrieve(String(old?.product))).toMatchObject({
      default_price: now?.id,
    })
    expect(await at.stripe.prices.retrieve(old?.id ?? '')).toMatchObject({ active: false })
  })

  it('that the catalog drops is archived, and restored when it returns', async () => {
    await at.setUp(plain)
    const monthly = edited(({ prices }) => ({ prices: prices.slice(0, 1) }))

    expect((await at.look(monthly)).changes).toEqual([
      '- price saas_pro_year $490.00 yearly (also €450.00); archived, since the catalog no longer sells it',
      expect.stringContaining('~ portal'),
    ])
    await at.setUp(monthly)
    expect(await at.priceCalled('saas_pro_year')).toMatchObject({ active: false })
    expect(await at.look(monthly)).toEqual(clean)

    await at.setUp(plain)
    expect(await at.priceCalled('saas_pro_year')).toMatchObject({ active: true })
    expect(await at.look(plain)).toEqual(clean)
  })
})
