import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const byElements = {
  payment_behavior: 'default_incomplete' as const,
  payment_settings: { save_default_payment_method: 'on_subscription' as const },
}

/** A customer without a payment method who subscribes, as with Elements. */
async function newcomer(params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const at = stripeInProcess()
  const customer = await at.stripe.customers.create({ email: 'ada@example.com' })
  const price = await monthlyPrice(at.stripe)
  const subscribe = (more: Partial<Stripe.SubscriptionCreateParams> = {}) =>
    at.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      ...byElements,
      ...params,
      ...more,
    })
  return { ...at, customer, price, subscribe }
}

describe('a subscription with default_incomplete', () => {
  it('takes the payment method of its first payment as its own, if asked to', async () => {
    const { stripe, engine, subscribe } = await newcomer()
    const { id, latest_invoice } = await subscribe({ expand: ['latest_invoice.payments'] })
    const [payment] = (latest_invoice as Stripe.Invoice).payments?.data ?? []
    const intent = payment?.payment.payment_intent as string

    await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' })

    const paid = await stripe.subscriptions.retrieve(id)
    expect(paid).toMatchObject({
      status: 'active',
      default_payment_method: expect.stringMatching(/^pm_/),
    })
    engine.clock.advance({ days: 31, hours: 2 })
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  })

  it('doesn’t take it otherwise', async () => {
    const { stripe, subscribe } = await newcomer({ payment_settings: {} })
    const { id, latest_invoice } = await subscribe({ expand: ['latest_invoice.payments'] })
    const [payment] = (latest_invoice as Stripe.Invoice).payments?.data ?? []

    await stripe.paymentIntents.confirm(payment?.payment.payment_intent as string, {
      payment_method: 'pm_card_visa',
    })

    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'active',
      default_payment_method: null,
    })
  })

  it('waits for a payment method with a setup intent during a trial', async () => {
    const { stripe, engine, customer, subscribe } = await newcomer({ trial_period_days: 14 })
    const { id, pending_setup_intent } = await subscribe({ expand: ['pending_setup_intent'] })
    expect(pending_setup_intent).toMatchObject({
      object: 'setup_intent',
      status: 'requires_payment_method',
      customer: customer.id,
      client_secret: expect.stringContaining('_secret_'),
    })

    await stripe.setupIntents.confirm((pending_setup_intent as Stripe.SetupIntent).id, {
      payment_method: 'pm_card_visa',
    })

    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      pending_setup_intent: null,
      default_payment_method: expect.stringMatching(/^pm_/),
    })
    engine.clock.advance({ days: 14, hours: 2 })
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  })

  it('waits for one as well if its price is $0, and not if something is to be paid', async () => {
    const { stripe, subscribe } = await newcomer()
    const free = await monthlyPrice(stripe, 0)

    expect((await subscribe()).pending_setup_intent).toBeNull()
    expect(await subscribe({ items: [{ price: free.id }] })).toMatchObject({
      status: 'active',
      pending_setup_intent: expect.stringMatching(/^seti_/),
    })
  })

  it('has a saved card authenticated that asks for it', async () => {
    const { stripe, price, subscribe } = await newcomer({ trial_period_days: 14 })
    const customer = await payingCustomer(stripe, 'pm_card_authenticationRequired')
    const start = (payment_behavior: 'allow_incomplete' | 'default_incomplete') =>
      subscribe({
        customer: customer.id,
        items: [{ price: price.id }],
        payment_behavior,
        expand: ['pending_setup_intent'],
      })

    const waiting = await start('default_incomplete')
    expect(waiting.pending_setup_intent).toMatchObject({ status: 'requires_confirmation' })
    const tried = await start('allow_incomplete')
    expect(tried.pending_setup_intent).toMatchObject({
      status: 'requires_action',
      payment_method: expect.stringMatching(/^pm_/),
    })
  })

  it('waits for none if there is a payment method', async () => {
    const { stripe, price, subscribe } = await newcomer({ trial_period_days: 14 })
    const customer = await payingCustomer(stripe)

    const subscription = await subscribe({ customer: customer.id, items: [{ price: price.id }] })

    expect(subscription.pending_setup_intent).toBeNull()
  })
})

describe('a subscription that is incomplete', () => {
  it('can’t be changed in a way that is billed', async () => {
    const { stripe, subscribe } = await newcomer()
    const { id, items } = await subscribe()
    const other = await monthlyPrice(stripe, 9900)
    const refusal = { statusCode: 400, message: expect.stringContaining('incomplete') }

    await expect(
      stripe.subscriptions.update(id, { items: [{ id: items.data[0]?.id, price: other.id }] }),
    ).rejects.toMatchObject(refusal)
    await expect(
      stripe.subscriptionItems.create({ subscription: id, price: other.id }),
    ).rejects.toMatchObject(refusal)
    await expect(
      stripe.subscriptions.update(id, { billing_cycle_anchor: { type: 'now' } }),
    ).rejects.toMatchObject(refusal)

    const kept = await stripe.subscriptions.update(id, { metadata: { note: 'kept' } })
    expect(kept).toMatchObject({
      status: 'incomplete',
      metadata: { note: 'kept' },
      items: { data: [{ price: { unit_amount: 4900 } }] },
    })
  })
})

describe('a subscription without any payment method', () => {
  it('is refused if it is to be charged at once', async () => {
    const { stripe, customer, subscribe } = await newcomer()
    const refusal = {
      statusCode: 400,
      code: 'resource_missing',
      message: expect.stringContaining('no attached payment source or default payment method'),
    }

    await expect(subscribe({ payment_behavior: 'allow_incomplete' })).rejects.toMatchObject(refusal)
    await expect(subscribe({ payment_behavior: 'error_if_incomplete' })).rejects.toMatchObject(
      refusal,
    )
    const left = await stripe.subscriptions.list({ customer: customer.id, status: 'all' })
    expect(left.data).toEqual([])
    expect((await stripe.invoices.list({ customer: customer.id })).data).toEqual([])
  })

  it.each<[string, Partial<Stripe.SubscriptionCreateParams>, string]>([
    ['begins with a trial', { trial_period_days: 14 }, 'trialing'],
    ['is billed by invoice', { collection_method: 'send_invoice', days_until_due: 14 }, 'active'],
  ])('is created if it %s', async (_, params, status) => {
    const { subscribe } = await newcomer({ payment_behavior: 'allow_incomplete' })

    expect(await subscribe(params)).toMatchObject({ status })
  })
})
