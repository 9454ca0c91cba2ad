import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { withLifetime } from '@/testing/catalog'
import { deliverAll } from '@/testing/deliver'
import { buy, onlySubscription, subscribe } from '@/testing/shop'
import { subscriptionOf } from '@/testing/subscription'
import { createWorld, type World, type WorldOptions } from '@/testing/world'

let world: World
let ada: Person
let person: ReturnType<typeof subscriptionOf>
const start = async (options?: WorldOptions) => {
  world = await createWorld(options)
  ada = world.addUser('ada')
  person = subscriptionOf(world, ada)
}
beforeEach(() => start())
afterEach(() => world.close())

const only = () => onlySubscription(world)
const invoices = () => world.engine.store.invoices.all()
const access = async () => (await world.accounts.get(ada.userId))?.access
const error = (code: string, more: Record<string, unknown> = {}) => ({
  error: expect.objectContaining({ code, ...more }),
})

describe('a preview', () => {
  beforeEach(async () => {
    await subscribe(world, ada, { plan: 'starter' })
    world.engine.clock.advance({ days: 3 })
  })

  it('changes nothing', async () => {
    const before = JSON.stringify(only())
    await person.preview({ plan: 'enterprise', interval: 'year', quantity: 7 })

    expect(JSON.stringify(only())).toBe(before)
  })

  it('is of the price that is sold now, though another was a moment ago', async () => {
    await person.preview({ plan: 'pro' })
    const [old] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    if (!old) throw new Error('There is no price')
    await world.stripe.prices.create({
      product: String(old.product),
      unit_amount: 5_900,
      currency: 'usd',
      recurring: { interval: 'month' },
      lookup_key: 'saas_pro_month',
      transfer_lookup_key: true,
    })
    await world.stripe.prices.update(old.id, { active: false })

    expect(await person.preview({ plan: 'pro' })).toMatchObject({
      status: 200,
      body: { next: { totalCents: 5_900 } },
    })
    expect(await person.switchTo({ plan: 'pro' })).toMatchObject({ status: 200 })
  })

  it('is no good after ten minutes', async () => {
    const { body } = await person.preview({ plan: 'pro' })
    world.engine.clock.advance({ minutes: 10, seconds: 1 })

    expect(await person.change({ plan: 'pro', previewId: body.previewId })).toMatchObject({
      status: 409,
      body: error('preview_stale'),
    })
  })

  it.each([
    ['another plan', { plan: 'enterprise' }],
    ['another interval', { plan: 'pro', interval: 'year' }],
    ['another quantity', { plan: 'pro', quantity: 2 }],
  ])('is for what was previewed, not for %s', async (_, other) => {
    const { body } = await person.preview({ plan: 'pro' })

    expect(await person.change({ ...other, previewId: body.previewId })).toMatchObject({
      status: 409,
      body: error('preview_stale'),
    })
    expect(await access()).toMatchObject({ plan: 'starter' })
  })

  it.each([
    ['made up', () => 'preview_1'],
    ['empty', () => ''],
    [
      'with another second',
      (id: string) => id.replace(/\d\./, (end) => `${(Number(end[0]) + 9) % 10}.`),
    ],
    ['with another end', (id: string) => `${id.slice(0, -2)}AA`],
    ['of the future', (id: string) => id.replace(/^\d+/, '4102444800')],
  ])('%s is refused, and nothing is charged', async (_, alter) => {
    const { body } = await person.preview({ plan: 'pro' })
    const before = invoices().length

    expect(
      await person.change({ plan: 'pro', previewId: alter(String(body.previewId)) }),
    ).toMatchObject({ status: 409, body: error('preview_stale') })
    expect(invoices()).toHaveLength(before)
  })

  it.each([
    [
      'its price was changed',
      async () => {
        const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
        await world.stripe.subscriptions.update(only().id, {
          items: [{ id: only().items.data[0]?.id ?? '', price: price?.id ?? '', quantity: 2 }],
        })
      },
    ],
    [
      'something was put on the next invoice',
      () =>
        world.stripe.invoiceItems.create({
          customer: only().customer,
          subscription: only().id,
          amount: 500,
          currency: 'usd',
        }),
    ],
    [
      'the customer was given credit',
      () =>
        world.stripe.customers.createBalanceTransaction(only().customer, {
          amount: -100,
          currency: 'usd',
        }),
    ],
    [
      'a discount was given',
      async () => {
        const coupon = await world.stripe.coupons.create({ percent_off: 10, duration: 'forever' })
        await world.stripe.subscriptions.update(only().id, { discounts: [{ coupon: coupon.id }] })
      },
    ],
  ])('is not charged differently when %s', async (_, meddle) => {
    const { body } = await person.preview({ plan: 'enterprise' })
    await meddle()
    const before = invoices().length

    expect(await person.change({ plan: 'enterprise', previewId: body.previewId })).toMatchObject({
      status: 409,
      body: error('preview_stale'),
    })
    expect(invoices()).toHaveLength(before)
  })
})

describe('of what somebody has', () => {
  it('a subscription bought a moment ago is known before its webhook', async () => {
    await buy(world, ada, { plan: 'starter' })

    expect(await person.preview({ plan: 'pro' })).toMatchObject({ status: 200 })
  })

  it.each(['preview', 'change', 'cancel', 'resume', 'pause'] as const)(
    'nobody without a subscription can %s one',
    async (act) => {
      const body = { preview: { plan: 'pro' }, change: { plan: 'pro', previewId: 'x' } }
      expect(await person[act](act in body ? body[act as keyof typeof body] : {})).toMatchObject({
        status: 409,
        body: error('no_subscription', { upgradeUrl: 'https://app.test/plans' }),
      })
    },
  )

  it('a subscription beside a plan that was bought for good is changed only upwards', async () => {
    await world.close()
    await start({ catalog: withLifetime })
    await subscribe(world, ada, { plan: 'starter' })
    const customer = only().customer
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['test_lifetime'] })).data
    const session = await world.stripe.checkout.sessions.create({
      customer,
      mode: 'payment',
      line_items: [{ price: price?.id ?? '', quantity: 1 }],
      payment_intent_data: { metadata: { plan: 'lifetime' } },
      success_url: 'https://app.test',
    })
    world.engine.checkout.pay(session.id, { number: '4242424242424242' })
    await deliverAll(world)

    expect(await person.preview({ plan: 'pro' })).toMatchObject({
      body: error('change_refused', { reason: 'owned' }),
    })
    expect(await person.preview({ plan: 'enterprise' })).toMatchObject({ status: 200 })
  })

  it('a payment that is overdue comes first, and where to pay it is said', async () => {
    await subscribe(world, ada, { plan: 'starter' })
    const card = await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: only().customer,
    })
    await world.stripe.subscriptions.update(only().id, { default_payment_method: card.id })
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)
    expect(await access()).toMatchObject({ status: 'past_due' })

    expect(await person.preview({ plan: 'pro' })).toMatchObject({
      status: 402,
      body: error('payment_required', {
        reason: 'payment_due',
        url: expect.stringContaining('http'),
      }),
    })
  })
})
