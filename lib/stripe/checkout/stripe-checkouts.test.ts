import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { setUpStripe } from '@/lib/stripe/setup/setup'
import { shop } from '@/testing/stripe/fixtures'

describe('opening a checkout', () => {
  const order = (customerId: string) => ({
    userId: 'ada',
    customerId,
    plan: 'pro',
    interval: 'month',
    lookupKey: 'saas_pro_month',
    quantity: 2,
    trialDays: null,
    successUrl: 'https://app.test/return?session_id={CHECKOUT_SESSION_ID}',
    cancelUrl: 'https://app.test/plans',
  })

  it('writes the user and the plan on the session and on the subscription', async () => {
    const { checkouts, customerId, engine } = await shop()
    const { id } = await checkouts.open(order(customerId))
    engine.checkout.pay(id, { number: '4242424242424242' })

    const mine = { cognito_sub: 'ada', plan: 'pro' }
    expect(engine.store.checkoutSessions.get(id)).toMatchObject({
      customer: customerId,
      client_reference_id: 'ada',
      metadata: mine,
    })
    expect(engine.store.subscriptions.all()).toMatchObject([{ metadata: mine }])
  })

  it('looks up the price once', async () => {
    const { checkouts, customerId, asked } = await shop()

    await checkouts.open(order(customerId))
    await checkouts.open(order(customerId))

    expect(asked.filter((request) => request === 'GET /v1/prices')).toHaveLength(1)
  })

  it('names the missing price if the catalog was not set up in Stripe', async () => {
    const { checkouts, customerId } = await shop()

    await expect(checkouts.open({ ...order(customerId), lookupKey: 'nowhere' })).rejects.toThrow(
      'no active price with the lookup key "nowhere"',
    )
  })
})

describe('a price that was replaced while the app runs', () => {
  it('is sold at its new amount at once', async () => {
    const { checkouts, customerId, direct, engine } = await shop()
    const order = {
      userId: 'ada',
      customerId,
      plan: 'pro',
      interval: 'month',
      lookupKey: 'saas_pro_month',
      quantity: 1,
      trialDays: null,
      successUrl: 'https://app.test/ok',
      cancelUrl: 'https://app.test/plans',
    }
    await checkouts.open(order)
    await setUpStripe(direct, {
      ...saas,
      plans: saas.plans.map((plan) => ({
        ...plan,
        prices: plan.prices.map((price) => ({ ...price, amountCents: price.amountCents + 100 })),
      })),
    })

    await checkouts.open(order)

    const totals = engine.store.checkoutSessions.all().map(({ amount_total }) => amount_total)
    expect(totals).toEqual([4_900, 5_000])
  })
})

describe('the receipt of a paid session', () => {
  const returns = {
    successUrl: 'https://app.test/return?session_id={CHECKOUT_SESSION_ID}',
    cancelUrl: 'https://app.test/plans',
  }

  it.each([
    ['a subscription', { interval: 'month', lookupKey: 'saas_pro_month', currency: 'usd' }],
    [
      'a subscription in euros',
      { interval: 'month', lookupKey: 'saas_pro_month', currency: 'eur' },
    ],
  ])('says what %s cost, and with what it was paid, in one call', async (_, sold) => {
    const { checkouts, customerId, engine, asked } = await shop()
    const order = { userId: 'ada', customerId, plan: 'pro', quantity: 1, trialDays: null }
    const { id } = await checkouts.open({ ...order, ...returns, ...sold })
    expect((await checkouts.find(id))?.receipt).toBeNull()
    engine.checkout.pay(id, { number: '4242424242424242' })
    asked.length = 0

    expect((await checkouts.find(id))?.receipt).toEqual({
      amountCents: sold.currency === 'eur' ? 4_500 : 4_900,
      currency: sold.currency,
      paymentMethod: { brand: 'visa', last4: '4242' },
      url: expect.stringContaining('/i/'),
    })
    expect(asked).toEqual([`GET /v1/checkout/sessions/${id}`])
  })
})
