import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { shop } from '@/testing/stripe/fixtures'
import { itemMoney } from './billing-facts'

/** A customer's only subscription, as a fact. */
async function only({ customers, customerId }: Awaited<ReturnType<typeof shop>>) {
  const [fact] = (await customers.read(customerId)).subscriptions
  if (!fact) throw new Error('There is no subscription')
  return fact
}

const utc = (text: string) => new Date(`${text}Z`)

describe('the facts of how a subscription is billed', () => {
  it('have the money of each item, the anchor and its own payment method, in one call', async () => {
    const at = await shop()
    const { id } = await at.subscribe()
    const [method] = at.engine.store.paymentMethods.all()
    at.asked.length = 0

    expect(await only(at)).toMatchObject({
      id,
      prices: [{ quantity: 1, amountCents: 4_900, interval: 'month', intervalCount: 1 }],
      billing: {
        currency: 'usd',
        anchor: utc('2026-03-01T12:00:00'),
        collectionMethod: 'charge_automatically',
        dueAt: null,
        defaultPaymentMethod: method?.id,
        discounts: [],
      },
    })
    expect(at.asked).toEqual(['GET /v1/subscriptions'])
  })

  it('have every interval of Stripe’s, and no single amount where there is none', async () => {
    const at = await shop()
    const product = await at.direct.products.create({ name: 'Support' })
    const price = (params: object) =>
      at.direct.prices.create({ product: product.id, currency: 'usd', ...params })
    const biweekly = await price({
      unit_amount: 900,
      recurring: { interval: 'week', interval_count: 2 },
    })
    const tiered = await price({
      recurring: { interval: 'week', interval_count: 4 },
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [{ up_to: 'inf', unit_amount: 10 }],
    })
    await at.subscribe({ items: [{ price: biweekly.id, quantity: 3 }, { price: tiered.id }] })

    expect((await only(at)).prices).toMatchObject([
      { quantity: 3, amountCents: 900, interval: 'week', intervalCount: 2 },
      { amountCents: null, interval: 'week', intervalCount: 4 },
    ])
  })

  it('have the amount in the subscription’s currency, read once', async () => {
    const at = await shop()
    await at.subscribe({ currency: 'eur' })
    at.asked.length = 0

    expect(await only(at)).toMatchObject({
      prices: [{ amountCents: 4_500 }],
      billing: { currency: 'eur' },
    })
    await only(at)
    expect(at.asked).toEqual([
      'GET /v1/subscriptions',
      `GET /v1/prices/${at.price}`,
      'GET /v1/subscriptions',
    ])
  })

  it('have the coupons in use, in the same call', async () => {
    const at = await shop()
    const repeating = await at.direct.coupons.create({
      percent_off: 12.5,
      duration: 'repeating',
      duration_in_months: 3,
    })
    const forever = await at.direct.coupons.create({
      amount_off: 500,
      currency: 'usd',
      duration: 'forever',
    })
    await at.subscribe({ discounts: [{ coupon: repeating.id }, { coupon: forever.id }] })
    at.asked.length = 0

    expect((await only(at)).billing?.discounts).toEqual([
      {
        couponId: repeating.id,
        percentOff: 12.5,
        amountOffCents: null,
        duration: 'repeating',
        endsAt: utc('2026-06-01T12:00:00'),
      },
      {
        couponId: forever.id,
        percentOff: null,
        amountOffCents: 500,
        duration: 'forever',
        endsAt: null,
      },
    ])
    expect(at.asked).toEqual(['GET /v1/subscriptions'])
  })

  it('have an item’s own coupon, whose terms are read on their own', async () => {
    const at = await shop()
    const coupon = await at.direct.coupons.create({ percent_off: 20, duration: 'once' })
    const { items } = await at.subscribe()
    const [item] = items.data
    if (!item) throw new Error('There is no item')
    const source = { type: 'coupon' as const, coupon: coupon.id }
    const discount = { id: 'di_1', object: 'discount' as const, end: null, source }
    const withCoupon = { ...item, discounts: [discount] } as unknown as typeof item

    const { discounts } = itemMoney(withCoupon, 'usd', { coupon: () => coupon, price: () => null })

    expect(discounts).toEqual([
      {
        couponId: coupon.id,
        percentOff: 20,
        amountOffCents: null,
        duration: 'once',
        endsAt: null,
      },
    ])
  })

  it('are those of the plan’s item where an add-on renews at another time', async () => {
    const at = await shop()
    const product = await at.direct.products.create({ name: 'Onboarding' })
    const daily = await at.direct.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 100,
      recurring: { interval: 'day' },
    })
    await at.subscribe({ items: [{ price: daily.id, quantity: 4 }, { price: at.price }] })

    expect(await only(at)).toMatchObject({
      quantity: 1,
      currentPeriodStart: utc('2026-03-01T12:00:00'),
      currentPeriodEnd: utc('2026-04-01T12:00:00'),
    })
  })
})

describe('the due date of an invoice that is sent', () => {
  const byInvoice = async (days: number) => {
    const at = await shop({ catalog: saas })
    const { id } = await at.subscribe({
      collection_method: 'send_invoice',
      days_until_due: days,
      default_payment_method: undefined,
    })
    const pay = async () => {
      const { data } = await at.direct.invoices.list({ subscription: id, status: 'open' })
      await at.direct.invoices.pay(data.at(-1)?.id ?? '', { paid_out_of_band: true })
    }
    const dueAt = async () => (await only(at)).billing?.dueAt
    const owedCents = async () => (await only(at)).billing?.owedCents
    return { ...at, pay, dueAt, owedCents }
  }

  it('is known from when it is sent until it is paid, without another call', async () => {
    const { engine, dueAt, pay, asked } = await byInvoice(10)
    expect(await dueAt()).toBeNull()

    engine.clock.advance({ hours: 2 })
    asked.length = 0
    expect(await dueAt()).toEqual(utc('2026-03-11T13:00:00'))
    expect(asked).toEqual(['GET /v1/subscriptions'])

    await pay()
    expect(await dueAt()).toBeNull()
  })

  it('stays known when it is late', async () => {
    const at = await byInvoice(10)
    at.engine.clock.advance({ days: 12 })

    expect(await only(at)).toMatchObject({
      status: 'past_due',
      unpaidSince: utc('2026-03-01T12:00:00'),
      billing: { dueAt: utc('2026-03-11T13:00:00'), owedCents: 4_900 },
    })
  })

  it('is that of the oldest open invoice, if the terms reach into the next period', async () => {
    const { engine, dueAt, owedCents, pay } = await byInvoice(45)
    engine.clock.advance({ days: 35 })

    expect(await dueAt()).toEqual(utc('2026-04-15T13:00:00'))
    expect(await owedCents()).toBe(2 * 4_900)
    await pay()
    expect(await dueAt()).toEqual(utc('2026-05-16T13:00:00'))
    expect(await owedCents()).toBe(4_900)
    await pay()
    expect(await owedCents()).toBeUndefined()
  })
})

it('says when a failed payment is tried again, until it is paid', async () => {
  const at = await shop()
  const { id } = await at.subscribe()
  const fails = await at.direct.paymentMethods.attach('pm_card_chargeCustomerFail', {
    customer: at.customerId,
  })
  await at.direct.subscriptions.update(id, { default_payment_method: fails.id })
  expect((await only(at)).billing?.nextTryAt).toBeUndefined()
  at.engine.clock.advance({ days: 32 })

  const { data } = await at.direct.invoices.list({ subscription: id, status: 'open' })
  const next = data[0]?.next_payment_attempt ?? 0
  expect(next).toBeGreaterThan(0)
  expect(await only(at)).toMatchObject({
    status: 'past_due',
    billing: { owedCents: 4_900, nextTryAt: new Date(next * 1000) },
  })

  await at.direct.invoices.pay(data[0]?.id ?? '', { paid_out_of_band: true })
  expect((await only(at)).billing?.nextTryAt).toBeUndefined()
})
