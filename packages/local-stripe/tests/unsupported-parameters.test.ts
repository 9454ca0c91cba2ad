import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

describe('a parameter that Stripe has and the local Stripe does not', () => {
  it('is refused with its name, and nothing is created', async () => {
    const { stripe } = stripeInProcess()
    const [customer, price] = [await payingCustomer(stripe), await monthlyPrice(stripe)]

    const creation = stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      transfer_data: { destination: 'acct_1' },
    })

    await expect(creation).rejects.toMatchObject({
      statusCode: 501,
      code: 'local_stripe_not_supported',
      param: 'transfer_data',
      message: expect.stringMatching(
        /^The local Stripe does not support `transfer_data` of POST \/v1\/subscriptions\. /,
      ),
    })
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([])
  })

  it('is not retried by the SDK', async () => {
    const { local, stripe } = stripeInProcess()

    const creation = stripe.customers.create(
      { cash_balance: { settings: { reconciliation_mode: 'manual' } } },
      { maxNetworkRetries: 3 },
    )

    await expect(creation).rejects.toMatchObject({ statusCode: 501 })
    expect(local.unsupported.uses()).toMatchObject([{ refused: 1 }])
  })

  it('comes after what Stripe refuses as well', async () => {
    const { stripe } = stripeInProcess()

    await expect(
      stripe.customers.create({
        cash_balance: { settings: { reconciliation_mode: 'manual' } },
        nonsense: 'x',
      } as never),
    ).rejects.toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'nonsense' })
  })

  it('is accepted without effect where a team chose so, and each use is listed', async () => {
    const { local, stripe } = stripeInProcess({ acceptUnsupported: true })
    const [customer, price] = [await payingCustomer(stripe), await monthlyPrice(stripe)]

    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id, billing_thresholds: { usage_gte: 5 } }],
      transfer_data: { destination: 'acct_1' },
    })
    await stripe.subscriptions.update(subscription.id, { transfer_data: '' })
    await stripe.subscriptions.update(subscription.id, { transfer_data: '' })

    expect(subscription).toMatchObject({ status: 'active', transfer_data: null })
    const listed = await local.fetch('http://localhost:12111/_control/unsupported_parameters')
    expect(await listed.json()).toEqual({
      data: [
        {
          endpoint: 'POST /v1/subscriptions',
          parameter: 'items[][billing_thresholds]',
          accepted: 1,
          refused: 0,
        },
        {
          endpoint: 'POST /v1/subscriptions',
          parameter: 'transfer_data',
          accepted: 1,
          refused: 0,
        },
        {
          endpoint: 'POST /v1/subscriptions/:id',
          parameter: 'transfer_data',
          accepted: 2,
          refused: 0,
        },
      ],
    })
    const panel = await local.fetch('http://localhost:12111/_panel/parameters')
    expect(await panel.text()).toContain('items[][billing_thresholds]')
  })

  it('is accepted through the environment', async () => {
    process.env.LOCAL_STRIPE_ACCEPT_UNSUPPORTED = '1'
    try {
      const { stripe } = stripeInProcess()
      expect(
        await stripe.customers.create({
          cash_balance: { settings: { reconciliation_mode: 'manual' } },
        }),
      ).toMatchObject({
        object: 'customer',
      })
    } finally {
      delete process.env.LOCAL_STRIPE_ACCEPT_UNSUPPORTED
    }
  })
})
