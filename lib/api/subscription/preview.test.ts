import { describe, expect } from 'vitest'
import { withLifetime } from '@/testing/catalog'
import { deliverAll } from '@/testing/deliver'
import { buy, type onlySubscription, subscribe } from '@/testing/shop'
import { errorWith } from '@/testing/subscription'
import { test as it } from '@/testing/test'
import type { World } from '@/testing/world'

const sellingLifetime = it.extend('options', { catalog: withLifetime })

type OnlySubscription = ReturnType<typeof onlySubscription>

describe('a preview', () => {
  it.beforeEach(async ({ world, ada }) => {
    await subscribe(world, ada, { plan: 'starter' })
    world.engine.clock.advance({ days: 3 })
  })

  it('changes nothing', async ({ person, subscription }) => {
    const before = JSON.stringify(subscription())
    await person.preview({ plan: 'enterprise', interval: 'year', quantity: 7 })

    expect(JSON.stringify(subscription())).toBe(before)
  })

  it('is of the price that is sold now, though another was a moment ago', async ({
    world,
    person,
  }) => {
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

  it.for<[inclusive: boolean, taxCents: number, includedTaxCents: number, next: number]>([
    [true, 0, 452, 4_900],
    [false, 542, 0, 5_880],
  ])(
    'says whether its tax is included (%s) or added, and rows add up',
    async ([inclusive, taxCents, includedTaxCents, next], { world, person, subscription }) => {
      const rate = await world.stripe.taxRates.create({
        display_name: 'VAT',
        percentage: 20,
        inclusive,
      })
      // Taxed from its first day on, as the unused time gives back the tax that was charged.
      await world.stripe.subscriptions.update(subscription().id, {
        default_tax_rates: [rate.id],
        billing_cycle_anchor: { type: 'now' },
        proration_behavior: 'none',
      })
      world.engine.clock.advance({ days: 3 })

      const { body } = await person.preview({ plan: 'pro' })

      const listed = (body.lines as { amountCents: number }[]).reduce(
        (sum, { amountCents }) => sum + amountCents,
        0,
      )
      expect(body).toMatchObject({ taxCents, includedTaxCents })
      expect(listed + taxCents).toBe(body.totalCents)
      expect(body.next).toMatchObject({
        totalCents: next,
        taxCents: inclusive ? 817 : 980,
      })
    },
  )

  it('adds up the items that Stripe does not list', async ({ world, person, subscription }) => {
    const { customer } = subscription()
    for (let i = 0; i < 12; i++) {
      await world.stripe.invoiceItems.create({ customer, amount: 101, currency: 'usd' })
    }

    const { body } = await person.preview({ plan: 'pro' })

    const lines = body.lines as { description: string; amountCents: number }[]
    expect(lines.at(-1)?.description).toBe('Other items')
    expect(lines.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(body.totalCents)
  })

  it('is no good after ten minutes', async ({ world, person }) => {
    const { body } = await person.preview({ plan: 'pro' })
    world.engine.clock.advance({ minutes: 10, seconds: 1 })

    expect(await person.change({ plan: 'pro', previewId: body.previewId })).toMatchObject({
      status: 409,
      body: errorWith('preview_stale'),
    })
  })

  it.for<[string, Record<string, unknown>]>([
    ['another plan', { plan: 'enterprise' }],
    ['another interval', { plan: 'pro', interval: 'year' }],
    ['another quantity', { plan: 'pro', quantity: 2 }],
  ])('is for what was previewed, not for %s', async ([_, other], { person, access }) => {
    const { body } = await person.preview({ plan: 'pro' })

    expect(await person.change({ ...other, previewId: body.previewId })).toMatchObject({
      status: 409,
      body: errorWith('preview_stale'),
    })
    expect(await access()).toMatchObject({ plan: 'starter' })
  })

  it.for<[string, (id: string) => string]>([
    ['made up', () => 'preview_1'],
    ['empty', () => ''],
    ['with another second', (id) => id.replace(/\d\./, (end) => `${(Number(end[0]) + 9) % 10}.`)],
    ['with another end', (id) => `${id.slice(0, -2)}AA`],
    ['of the future', (id) => id.replace(/^\d+/, '4102444800')],
  ])('%s is refused, and nothing is charged', async ([_, alter], { person, invoices }) => {
    const { body } = await person.preview({ plan: 'pro' })
    const before = invoices().length

    expect(
      await person.change({ plan: 'pro', previewId: alter(String(body.previewId)) }),
    ).toMatchObject({ status: 409, body: errorWith('preview_stale') })
    expect(invoices()).toHaveLength(before)
  })

  it.for<[string, (world: World, subscription: OnlySubscription) => Promise<unknown>]>([
    [
      'its price was changed',
      async (world, subscription) => {
        const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
        await world.stripe.subscriptions.update(subscription.id, {
          items: [
            { id: subscription.items.data[0]?.id ?? '', price: price?.id ?? '', quantity: 2 },
          ],
        })
      },
    ],
    [
      'something was put on the next invoice',
      (world, subscription) =>
        world.stripe.invoiceItems.create({
          customer: subscription.customer,
          subscription: subscription.id,
          amount: 500,
          currency: 'usd',
        }),
    ],
    [
      'the customer was given credit',
      (world, subscription) =>
        world.stripe.customers.createBalanceTransaction(subscription.customer, {
          amount: -100,
          currency: 'usd',
        }),
    ],
    [
      'a discount was given',
      async (world, subscription) => {
        const coupon = await world.stripe.coupons.create({ percent_off: 10, duration: 'forever' })
        await world.stripe.subscriptions.update(subscription.id, {
          discounts: [{ coupon: coupon.id }],
        })
      },
    ],
  ])(
    'is not charged differently when %s',
    async ([_, meddle], { world, person, subscription, invoices }) => {
      const { body } = await person.preview({ plan: 'enterprise' })
      await meddle(world, subscription())
      const before = invoices().length

      expect(await person.change({ plan: 'enterprise', previewId: body.previewId })).toMatchObject({
        status: 409,
        body: errorWith('preview_stale'),
      })
      expect(invoices()).toHaveLength(before)
    },
  )
})

describe('of a user’s subscription', () => {
  it('a subscription bought a moment ago is known before its webhook', async ({
    world,
    ada,
    person,
  }) => {
    await buy(world, ada, { plan: 'starter' })

    expect(await person.preview({ plan: 'pro' })).toMatchObject({ status: 200 })
  })

  it.for(['preview', 'change', 'cancel', 'resume', 'pause'] as const)(
    'a user without a subscription can’t %s one',
    async (act, { person }) => {
      const body = { preview: { plan: 'pro' }, change: { plan: 'pro', previewId: 'x' } }
      expect(await person[act](act in body ? body[act as keyof typeof body] : {})).toMatchObject({
        status: 409,
        body: errorWith('no_subscription', { upgradeUrl: 'https://app.test/plans' }),
      })
    },
  )

  sellingLifetime(
    'next to a lifetime plan, a subscription only changes to a higher plan',
    async ({ world, ada, person, subscription }) => {
      await subscribe(world, ada, { plan: 'starter' })
      const customer = subscription().customer
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
        body: errorWith('change_refused', { reason: 'owned' }),
      })
      expect(await person.preview({ plan: 'enterprise' })).toMatchObject({ status: 200 })
    },
  )

  it('a payment that is overdue comes first, and where to pay it is said', async ({
    world,
    ada,
    person,
    access,
    subscription,
  }) => {
    await subscribe(world, ada, { plan: 'starter' })
    const card = await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: subscription().customer,
    })
    await world.stripe.subscriptions.update(subscription().id, { default_payment_method: card.id })
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)
    expect(await access()).toMatchObject({ status: 'past_due' })

    expect(await person.preview({ plan: 'pro' })).toMatchObject({
      status: 402,
      body: errorWith('payment_required', {
        reason: 'payment_due',
        url: expect.stringContaining('http'),
      }),
    })
  })
})
