import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Person } from '@/lib/identity/people'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { withLifetime } from '@/testing/catalog'
import { buy, codeOf, openSession, postCheckout } from '@/testing/shop'
import { createWorld, type World, type WorldOptions } from '@/testing/world'

let world: World
let ada: Person
const start = async (options?: WorldOptions) => {
  world = await createWorld(options)
  ada = world.addUser('ada')
}
beforeEach(() => start())
afterEach(() => world.close())

const sessions = () => world.engine.store.checkoutSessions.all()
const open = () => sessions().filter(({ status }) => status === 'open')

describe('what can be chosen', () => {
  const restart = async (options: WorldOptions) => {
    await world.close()
    await start(options)
  }
  const words = async (response: Response) => {
    const { error } = (await response.json()) as { error?: { message: string } }
    return error?.message ?? ''
  }
  const euro: Catalog = defineCatalog({
    ...saas,
    plans: saas.plans.map((plan) => ({
      ...plan,
      prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 4_500 } })),
    })),
  })

  it('is a quantity that the plan is sold in', async () => {
    expect(await words(await postCheckout(world, ada, { plan: 'pro', quantity: 1_001 }))).toBe(
      'quantity: you can buy at most 1000 of Pro.',
    )
    expect((await postCheckout(world, ada, { plan: 'pro', quantity: 1_000 })).status).toBe(200)
  })

  it('is a currency that the price has', async () => {
    await restart({ catalog: euro })
    await postCheckout(world, ada, { plan: 'pro', currency: 'eur' })

    expect(sessions()).toMatchObject([{ currency: 'eur', amount_total: 4_500 }])
    expect(await words(await postCheckout(world, ada, { plan: 'pro', currency: 'gbp' }))).toBe(
      'currency: Pro isn’t sold in gbp, only in usd, eur.',
    )
  })

  it('is kept: who pays in one currency is not billed in another', async () => {
    await restart({ catalog: euro })
    await buy(world, ada, { plan: 'pro', currency: 'eur' })
    const [subscription] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.cancel(subscription?.id ?? '')

    expect(await words(await postCheckout(world, ada, { plan: 'pro', currency: 'usd' }))).toContain(
      'you’re already billed in eur',
    )
    await postCheckout(world, ada, { plan: 'starter' })
    expect(open()).toMatchObject([{ currency: 'eur' }])
  })

  it('comes with what bills the usage', async () => {
    await restart({ catalog: metered })
    await buy(world, ada, { plan: 'usage' })
    await sync(world.services, ada.userId, anyTrigger)

    const [subscription] = world.engine.store.subscriptions.all()
    expect(subscription?.items.data.map(({ price }) => price.lookup_key).sort()).toEqual([
      'metered_usage_credits',
      'metered_usage_month',
    ])
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ plan: 'usage' })
  })

  describe('with a promotion code', () => {
    const coupon = (params: object) => world.stripe.coupons.create(params)
    const code = async (name: string, off: object, params: object = {}) => {
      const { id } = await coupon({ duration: 'once', ...off })
      await world.stripe.promotionCodes.create({
        code: name,
        promotion: { type: 'coupon', coupon: id },
        ...params,
      })
    }
    const unknown = 'promotionCode: this code is invalid or has expired.'

    it('is cheaper by it, in whatever case it is typed', async () => {
      await code('LAUNCH', { percent_off: 20 })
      await postCheckout(world, ada, { plan: 'pro', promotionCode: 'launch' })

      expect(sessions()).toMatchObject([{ amount_total: 3_920, allow_promotion_codes: null }])
    })

    it('is another session than without', async () => {
      await code('LAUNCH', { percent_off: 20 })
      await openSession(world, ada)
      const reduced = await openSession(world, ada, { plan: 'pro', promotionCode: 'LAUNCH' })

      expect(open().map(({ id }) => id)).toEqual([reduced])
    })

    it.each([
      ['was never made', async () => {}],
      ['has ended', () => code('OLD', { percent_off: 20 }, { active: false })],
      [
        'is for another customer',
        async () => {
          const customer = await world.stripe.customers.create({})
          await code('OLD', { percent_off: 20 }, { customer: customer.id })
        },
      ],
    ])('that %s is refused in the same words', async (_, make) => {
      await make()

      const refused = await postCheckout(world, ada, { plan: 'pro', promotionCode: 'OLD' })
      expect([refused.status, await words(refused)]).toEqual([400, unknown])
    })

    it('that is only for a first payment is refused to who has paid, in the same words', async () => {
      await code('FIRST', { percent_off: 20 }, { restrictions: { first_time_transaction: true } })
      await buy(world, ada)
      const [subscription] = world.engine.store.subscriptions.all()
      await world.stripe.subscriptions.cancel(subscription?.id ?? '')

      const refused = await postCheckout(world, ada, { plan: 'pro', promotionCode: 'FIRST' })
      expect([refused.status, await words(refused)]).toEqual([400, unknown])
    })

    it('that takes nothing off this plan says so', async () => {
      const [starter] = (await world.stripe.prices.list({ lookup_keys: ['saas_starter_month'] }))
        .data
      const products = [String(starter?.product)]
      await code('STARTER', { percent_off: 20, applies_to: { products } })

      expect(
        await words(await postCheckout(world, ada, { plan: 'pro', promotionCode: 'STARTER' })),
      ).toBe('promotionCode: this code doesn’t apply to Pro.')
    })

    it('can not make free what is bought once: nothing would show that it was bought', async () => {
      await restart({ catalog: withLifetime })
      await code('FREE', { percent_off: 100 })
      const body = { plan: 'lifetime', interval: 'once', promotionCode: 'FREE' }

      expect(await words(await postCheckout(world, ada, body))).toContain(
        'a one-time purchase can’t be free',
      )
    })

    it('is refused where none are taken', async () => {
      await restart({ catalog: defineCatalog({ ...saas, checkout: { promotionCodes: false } }) })
      await code('LAUNCH', { percent_off: 20 })

      expect(
        await words(await postCheckout(world, ada, { plan: 'pro', promotionCode: 'LAUNCH' })),
      ).toBe('promotionCode: this app doesn’t take promotion codes.')
      await postCheckout(world, ada, { plan: 'pro' })
      expect(sessions()).toMatchObject([{ allow_promotion_codes: null }])
    })
  })

  it('is paid inside the app where a publishable key is set', async () => {
    await restart({ env: { STRIPE_PUBLISHABLE_KEY: 'pk_test_world' } })
    const response = await postCheckout(world, ada, { plan: 'pro', embedded: true })

    const [session] = sessions()
    expect(await response.json()).toEqual({ clientSecret: session?.client_secret })
    expect(session).toMatchObject({
      ui_mode: 'embedded_page',
      return_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
    })
    // The same again is the same session; Stripe's page is another.
    expect(await (await postCheckout(world, ada, { plan: 'pro', embedded: true })).json()).toEqual({
      clientSecret: session?.client_secret,
    })
    expect(await (await postCheckout(world, ada, { plan: 'pro' })).json()).toEqual({
      url: open()[0]?.url,
    })
    expect(open()).toHaveLength(1)
  })

  it.each([{ bankStarts: 'incomplete' }, { bankStarts: 'active' }] as const)(
    'is nothing while a bank is at the first payment (%j): nobody pays twice',
    async (settings) => {
      await restart({ stripe: { settings } })
      const session = await openSession(world, ada)
      world.engine.checkout.pay(session, { bank: 'succeeds' })

      expect(await codeOf(await postCheckout(world, ada))).toEqual([409, 'payment_pending'])
      expect(world.engine.store.subscriptions.all()).toMatchObject([
        { status: settings.bankStarts },
      ])
    },
  )

  it('is nothing while a bank is at a lifetime purchase, either', async () => {
    await restart({ catalog: withLifetime })
    const body = { plan: 'lifetime', interval: 'once' }
    world.engine.checkout.pay(await openSession(world, ada, body), { bank: 'succeeds' })

    expect(await codeOf(await postCheckout(world, ada, body))).toEqual([409, 'payment_pending'])
    expect(await codeOf(await postCheckout(world, ada))).toEqual([409, 'payment_pending'])
  })
})
