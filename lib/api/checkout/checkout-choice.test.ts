import { describe, expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { withLifetime } from '@/testing/catalog'
import { buy, openSession, postCheckout, statusAndCode } from '@/testing/shop'
import { test } from '@/testing/test'

const euro: Catalog = defineCatalog({
  ...saas,
  plans: saas.plans.map((plan) => ({
    ...plan,
    prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 4_500 } })),
  })),
})

const it = test
  .extend(
    'coupon',
    ({ world }) =>
      (params: object) =>
        world.stripe.coupons.create(params),
  )
  .extend('code', ({ world, coupon }) => async (name: string, off: object, params: object = {}) => {
    const { id } = await coupon({ duration: 'once', ...off })
    await world.stripe.promotionCodes.create({
      code: name,
      promotion: { type: 'coupon', coupon: id },
      ...params,
    })
  })
const sellingInEuros = it.extend('options', { catalog: euro })
const sellingMetered = it.extend('options', { catalog: metered })
const takingBanks = { paymentMethodTypes: ['card', 'us_bank_account'] }
const sellingLifetime = it.extend('options', { catalog: withLifetime })
const withoutPromotionCodes = it.extend('options', {
  catalog: defineCatalog({ ...saas, checkout: { promotionCodes: false } }),
})
const withEmbeddedCheckout = it.extend('options', {
  env: { STRIPE_PUBLISHABLE_KEY: 'pk_test_world' },
})

type MakeCode = (name: string, off: object, params?: object) => Promise<void>

describe('what can be chosen', () => {
  const words = async (response: Response) => {
    const { error } = (await response.json()) as { error?: { message: string } }
    return error?.message ?? ''
  }

  it('is a quantity that the plan is sold in', async ({ world, ada }) => {
    expect(await words(await postCheckout(world, ada, { plan: 'pro', quantity: 1_001 }))).toBe(
      'quantity: you can buy at most 1000 of Pro.',
    )
    expect((await postCheckout(world, ada, { plan: 'pro', quantity: 1_000 })).status).toBe(200)
  })

  sellingInEuros('is a currency that the price has', async ({ world, ada, sessions }) => {
    await postCheckout(world, ada, { plan: 'pro', currency: 'eur' })

    expect(sessions()).toMatchObject([{ currency: 'eur', amount_total: 4_500 }])
    expect(await words(await postCheckout(world, ada, { plan: 'pro', currency: 'gbp' }))).toBe(
      'currency: Pro isn’t sold in gbp, only in usd, eur.',
    )
  })

  sellingInEuros(
    'stays the last one, unless the user asks for another after everything has ended',
    async ({ world, ada, openSessions }) => {
      await buy(world, ada, { plan: 'pro', currency: 'eur' })
      const [subscription] = world.engine.store.subscriptions.all()
      await world.stripe.subscriptions.cancel(subscription?.id ?? '')

      await postCheckout(world, ada, { plan: 'starter' })
      expect(openSessions()).toMatchObject([{ currency: 'eur' }])
      await buy(world, ada, { plan: 'starter', currency: 'usd' })
      expect(world.engine.store.subscriptions.all()).toMatchObject([
        { currency: 'eur', status: 'canceled' },
        { currency: 'usd', status: 'active' },
      ])
    },
  )

  sellingMetered(
    'is refused in words if the customer is billed in a currency that it is not sold in',
    async ({ world, ada, openSessions }) => {
      const first = await openSession(world, ada, { plan: 'usage' })
      await world.stripe.checkout.sessions.expire(first)
      const { customerId } = (await world.accounts.get(ada.userId)) ?? {}
      await world.stripe.invoiceItems.create({
        customer: `${customerId}`,
        amount: 10_000,
        currency: 'eur',
      })
      const invoice = await world.stripe.invoices.create({
        customer: `${customerId}`,
        currency: 'eur',
        collection_method: 'send_invoice',
        days_until_due: 30,
      })
      await world.stripe.invoices.finalizeInvoice(invoice.id ?? '')

      const refused = await postCheckout(world, ada, { plan: 'usage' })

      expect(refused.status).toBe(400)
      expect(await words(refused)).toContain('billed in another currency')
      expect(openSessions()).toEqual([])
    },
  )

  sellingMetered('comes with what bills the usage', async ({ world, ada }) => {
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
    const unknown = 'promotionCode: this code is invalid or has expired.'

    it('is cheaper by it, in whatever case it is typed', async ({ world, ada, sessions, code }) => {
      await code('LAUNCH', { percent_off: 20 })
      await postCheckout(world, ada, { plan: 'pro', promotionCode: 'launch' })

      expect(sessions()).toMatchObject([{ amount_total: 3_920, allow_promotion_codes: null }])
    })

    it('is another session than without', async ({ world, ada, openSessions, code }) => {
      await code('LAUNCH', { percent_off: 20 })
      await openSession(world, ada)
      const reduced = await openSession(world, ada, { plan: 'pro', promotionCode: 'LAUNCH' })

      expect(openSessions().map(({ id }) => id)).toEqual([reduced])
    })

    it.for<[string, ((make: MakeCode, otherCustomer: string) => Promise<void>) | null]>([
      ['was never made', null],
      ['has ended', (make) => make('OLD', { percent_off: 20 }, { active: false })],
      [
        'is for another customer',
        (make, customer) => make('OLD', { percent_off: 20 }, { customer }),
      ],
    ])('that %s is refused in the same words', async ([_, prepare], { world, ada, code }) => {
      const other = await world.stripe.customers.create({})
      await prepare?.(code, other.id)

      const refused = await postCheckout(world, ada, { plan: 'pro', promotionCode: 'OLD' })
      expect([refused.status, await words(refused)]).toEqual([400, unknown])
    })

    it('that is only for a first payment is refused to a user who has paid, in the same words', async ({
      world,
      ada,
      code,
    }) => {
      await code('FIRST', { percent_off: 20 }, { restrictions: { first_time_transaction: true } })
      await buy(world, ada)
      const [subscription] = world.engine.store.subscriptions.all()
      await world.stripe.subscriptions.cancel(subscription?.id ?? '')

      const refused = await postCheckout(world, ada, { plan: 'pro', promotionCode: 'FIRST' })
      expect([refused.status, await words(refused)]).toEqual([400, unknown])
    })

    it('that takes nothing off this plan says so', async ({ world, ada, code }) => {
      const [starter] = (await world.stripe.prices.list({ lookup_keys: ['saas_starter_month'] }))
        .data
      const products = [String(starter?.product)]
      await code('STARTER', { percent_off: 20, applies_to: { products } })

      expect(
        await words(await postCheckout(world, ada, { plan: 'pro', promotionCode: 'STARTER' })),
      ).toBe('promotionCode: this code doesn’t apply to Pro.')
    })

    sellingLifetime(
      'can not make free what is bought once: nothing would show that it was bought',
      async ({ world, ada, code }) => {
        await code('FREE', { percent_off: 100 })
        const body = { plan: 'lifetime', interval: 'once', promotionCode: 'FREE' }

        expect(await words(await postCheckout(world, ada, body))).toContain(
          'a one-time purchase can’t be free',
        )
      },
    )

    withoutPromotionCodes(
      'is refused where none are taken',
      async ({ world, ada, sessions, code }) => {
        await code('LAUNCH', { percent_off: 20 })

        expect(
          await words(await postCheckout(world, ada, { plan: 'pro', promotionCode: 'LAUNCH' })),
        ).toBe('promotionCode: this app doesn’t take promotion codes.')
        await postCheckout(world, ada, { plan: 'pro' })
        expect(sessions()).toMatchObject([{ allow_promotion_codes: null }])
      },
    )
  })

  withEmbeddedCheckout(
    'is paid inside the app where a publishable key is set',
    async ({ world, ada, sessions, openSessions }) => {
      const response = await postCheckout(world, ada, { plan: 'pro', embedded: true })

      const [session] = sessions()
      expect(await response.json()).toEqual({ clientSecret: session?.client_secret })
      expect(session).toMatchObject({
        ui_mode: 'embedded_page',
        return_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
      })
      // The same again is the same session; Stripe's page is another.
      expect(
        await (await postCheckout(world, ada, { plan: 'pro', embedded: true })).json(),
      ).toEqual({
        clientSecret: session?.client_secret,
      })
      expect(await (await postCheckout(world, ada, { plan: 'pro' })).json()).toEqual({
        url: openSessions()[0]?.url,
      })
      expect(openSessions()).toHaveLength(1)
    },
  )

  it.for([{ bankStarts: 'incomplete' }, { bankStarts: 'active' }] as const)(
    'is nothing while a bank processes the first payment (%j), so that it is not paid twice',
    async (settings, { openWorld }) => {
      const world = await openWorld({ stripe: { settings: { ...takingBanks, ...settings } } })
      const ada = world.addUser('ada')
      const session = await openSession(world, ada)
      world.engine.checkout.pay(session, { bank: 'succeeds' })

      expect(await statusAndCode(await postCheckout(world, ada))).toEqual([409, 'payment_pending'])
      expect(world.engine.store.subscriptions.all()).toMatchObject([
        { status: settings.bankStarts },
      ])
    },
  )

  it('is nothing while a bank is at a lifetime purchase, either', async ({ openWorld }) => {
    const world = await openWorld({
      catalog: withLifetime,
      stripe: { settings: takingBanks },
    })
    const ada = world.addUser('ada')
    const body = { plan: 'lifetime', interval: 'once' }
    world.engine.checkout.pay(await openSession(world, ada, body), { bank: 'succeeds' })

    expect(await statusAndCode(await postCheckout(world, ada, body))).toEqual([
      409,
      'payment_pending',
    ])
    expect(await statusAndCode(await postCheckout(world, ada))).toEqual([409, 'payment_pending'])
  })
})
