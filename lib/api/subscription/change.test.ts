import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '@/lib/cognito/people'
import { failing, holding } from '@/lib/testing/around'
import { withLifetime } from '@/lib/testing/catalog'
import { deliverAll } from '@/lib/testing/deliver'
import { buy, subscribe } from '@/lib/testing/shop'
import { subscriptionOf } from '@/lib/testing/subscription'
import { createWorld, type World, type WorldOptions } from '@/lib/testing/world'

let world: World
let ada: Person
let person: ReturnType<typeof subscriptionOf>
const start = async (options?: WorldOptions) => {
  world = await createWorld(options)
  ada = world.enrol('ada')
  person = subscriptionOf(world, ada)
}
beforeEach(() => start())
afterEach(() => world.close())

const subscriptions = () => world.engine.store.subscriptions.all()
const only = () => {
  const [found] = subscriptions()
  if (!found) throw new Error('There is no subscription')
  return found
}
const invoices = () => world.engine.store.invoices.all()
const newest = () => invoices().at(-1)
const access = async () => (await world.accounts.get(ada.userId))?.access
const error = (code: string, more: Record<string, unknown> = {}) => ({
  error: expect.objectContaining({ code, ...more }),
})

describe('an upgrade', () => {
  beforeEach(async () => {
    await subscribe(world, ada, { plan: 'starter', quantity: 3 })
    world.engine.clock.advance({ days: 10, hours: 5 })
  })

  it('charges the preview, to the cent, and opens the plan in the same answer', async () => {
    const { body: preview } = await person.preview({ plan: 'pro' })
    const { status, body } = await person.change({ plan: 'pro', previewId: preview.previewId })

    expect(status).toBe(200)
    expect(preview).toMatchObject({
      effective: 'now',
      quantity: 3,
      lines: [
        { description: expect.stringContaining('Unused time on 3 × Starter'), proration: true },
        { description: expect.stringContaining('Remaining time on 3 × Pro'), proration: true },
      ],
      next: { totalCents: 14_700, at: '2026-04-01T12:00:00.000Z' },
      features: { gained: ['analytics', 'daily-backups', 'priority-support'], lost: [] },
    })
    expect(newest()).toMatchObject({
      status: 'paid',
      total: preview.totalCents,
      amount_paid: preview.amountDueCents,
    })
    expect(body).toMatchObject({
      subscription: { plan: 'pro', quantity: 3, status: 'active' },
      access: { plan: 'pro', groups: ['pro'] },
    })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it('charges it also minutes later, since the preview fixes the second', async () => {
    const { body: preview } = await person.preview({ plan: 'pro', interval: 'year' })
    world.engine.clock.advance({ minutes: 9 })
    const { status } = await person.change({
      plan: 'pro',
      interval: 'year',
      previewId: preview.previewId,
    })

    expect(status).toBe(200)
    expect(newest()?.total).toBe(preview.totalCents)
  })

  it('charges the next period what was said', async () => {
    const { body: preview } = await person.preview({ plan: 'pro', quantity: 5 })
    await person.change({ plan: 'pro', quantity: 5, previewId: preview.previewId })
    world.engine.clock.advanceToNextRenewal()

    expect(newest()).toMatchObject({
      billing_reason: 'subscription_cycle',
      total: (preview.next as { totalCents: number }).totalCents,
    })
  })

  it('confirmed twice at once is made once', async () => {
    const { body } = await person.preview({ plan: 'pro' })
    const before = invoices().length
    const answers = await Promise.all(
      [1, 2, 3].map(() => person.change({ plan: 'pro', previewId: body.previewId })),
    )

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(invoices()).toHaveLength(before + 1)
    expect(subscriptions()).toHaveLength(1)
  })

  it('confirmed again later is answered the same, and charges nothing', async () => {
    const { body } = await person.preview({ plan: 'pro' })
    await person.change({ plan: 'pro', previewId: body.previewId })
    const before = invoices().length

    expect(await person.change({ plan: 'pro', previewId: body.previewId })).toMatchObject({
      status: 200,
      body: { access: { plan: 'pro' } },
    })
    expect(invoices()).toHaveLength(before)
  })

  it('in two windows to two plans is made in one of them', async () => {
    const { body: toPro } = await person.preview({ plan: 'pro' })
    const { body: toEnterprise } = await person.preview({ plan: 'enterprise' })
    const before = invoices().length
    // Both have looked before either is made.
    const slow = holding('stripe POST /v1/subscriptions/')
    world.disturb(slow.around)
    const first = person.change({ plan: 'pro', previewId: toPro.previewId })
    await slow.reached
    const second = await person.change({ plan: 'enterprise', previewId: toEnterprise.previewId })
    slow.release()

    expect(second.status).toBe(200)
    expect(await first).toMatchObject({ status: 409, body: error('conflict') })
    expect(invoices()).toHaveLength(before + 1)
    expect(await access()).toMatchObject({ plan: 'enterprise' })
  })

  it('can be taken further, and back, as often as somebody likes', async () => {
    expect(await person.switchTo({ plan: 'pro' })).toMatchObject({ status: 200 })
    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({ status: 200 })
    expect(await person.switchTo({ plan: 'pro', interval: 'year' })).toMatchObject({
      body: { subscription: { scheduled: { plan: 'pro', interval: 'year' } } },
    })
  })

  it('that the bank refuses grants nothing, and says where to pay', async () => {
    world.engine.customers.nextPaymentFails(only().customer, true)
    const { status, body } = await person.switchTo({ plan: 'pro' })

    expect(status).toBe(402)
    expect(body).toEqual(
      error('payment_required', { reason: 'payment_waiting', url: newest()?.hosted_invoice_url }),
    )
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'starter', status: 'active' })
    expect((await person.get()).body).toMatchObject({
      subscription: {
        plan: 'starter',
        waiting: { plan: 'pro', url: newest()?.hosted_invoice_url },
      },
    })
    // One thing at a time.
    expect(await person.preview({ plan: 'enterprise' })).toMatchObject({
      status: 402,
      body: error('payment_required', { url: newest()?.hosted_invoice_url }),
    })
  })

  it('that waits for its payment opens once it is paid, or can be dropped', async () => {
    world.engine.customers.nextPaymentFails(only().customer, true)
    await person.switchTo({ plan: 'pro' })

    expect((await person.resume({ what: 'payment' })).body).toMatchObject({
      subscription: { plan: 'starter', waiting: null },
    })
    expect(newest()?.status).toBe('void')
    world.engine.customers.nextPaymentFails(only().customer, true)
    await person.switchTo({ plan: 'pro' })
    await world.stripe.invoices.pay(newest()?.id ?? '')
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'pro' })
  })

  it('with a code takes off what the code gives, and says so before', async () => {
    const coupon = await world.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    await world.stripe.promotionCodes.create({
      code: 'SPRING',
      promotion: { type: 'coupon', coupon: coupon.id },
    })
    const { body: full } = await person.preview({ plan: 'pro' })
    const { body: half } = await person.preview({ plan: 'pro', promotionCode: 'spring' })
    expect(Number(half.totalCents)).toBeLessThan(Number(full.totalCents))

    const confirmed = { plan: 'pro', promotionCode: 'spring', previewId: half.previewId }
    world.engine.customers.nextPaymentFails(only().customer, true)
    expect(await person.change(confirmed)).toMatchObject({
      status: 402,
      body: error('payment_required', { reason: 'card_refused' }),
    })
    expect(await access()).toMatchObject({ plan: 'starter' })
    expect(only().discounts).toEqual([])
    world.engine.customers.nextPaymentFails(only().customer, false)
    const again = await person.switchTo({ plan: 'pro', promotionCode: 'spring' })
    expect(again).toMatchObject({ status: 200, body: { access: { plan: 'pro' } } })
    expect(only().discounts).toHaveLength(1)
  })
})

describe('a promotion code', () => {
  beforeEach(async () => {
    await subscribe(world, ada, { plan: 'starter' })
    world.engine.clock.advance({ days: 3 })
  })

  it.each(['forever', 'once'] as const)(
    'that gives something %s is good once',
    async (duration) => {
      const coupon = await world.stripe.coupons.create({ percent_off: 50, duration })
      await world.stripe.promotionCodes.create({
        code: 'SPRING',
        promotion: { type: 'coupon', coupon: coupon.id },
      })
      const more = (quantity: number) =>
        person.switchTo({ plan: 'pro', quantity, promotionCode: 'SPRING' })
      expect(await more(2)).toMatchObject({ status: 200 })

      expect(await more(3)).toMatchObject({
        status: 400,
        body: error('invalid_request', { message: expect.stringContaining('used it before') }),
      })
      expect(await person.switchTo({ plan: 'pro', quantity: 3 })).toMatchObject({ status: 200 })
    },
  )
})

describe('a bank debit, which takes days,', () => {
  beforeEach(async () => {
    await subscribe(world, ada, { plan: 'starter', quantity: 2 })
    const bank = await world.stripe.paymentMethods.create({
      type: 'us_bank_account',
      us_bank_account: {
        account_holder_type: 'individual',
        account_number: '000123456789',
        routing_number: '110000000',
      },
      billing_details: { name: 'Ada' },
    })
    const { customer, id } = only()
    await world.stripe.paymentMethods.attach(bank.id, { customer })
    await world.stripe.subscriptions.update(id, { default_payment_method: bank.id })
    world.engine.clock.advance({ days: 3 })
  })

  it('pays for no upgrade, and what to do instead is said', async () => {
    expect((await person.get()).body).toMatchObject({
      subscription: { options: expect.arrayContaining([expect.objectContaining({ plan: 'pro' })]) },
    })
    expect(await person.preview({ plan: 'pro' })).toMatchObject({
      status: 409,
      body: error('change_refused', {
        reason: 'bank_debit',
        message: expect.stringContaining('Put a card in first'),
      }),
    })
    expect(invoices()).toHaveLength(1)
  })

  it('keeps nobody from planning less', async () => {
    expect(await person.switchTo({ plan: 'starter', quantity: 1 })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { quantity: 1 } } },
    })
  })
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

describe('a downgrade', () => {
  beforeEach(async () => {
    await subscribe(world, ada, { plan: 'pro', quantity: 2 })
    world.engine.clock.advance({ days: 3 })
  })

  it('charges nothing now, says what will be lost, and happens when the period is over', async () => {
    const { body: preview } = await person.preview({ plan: 'starter' })
    expect(preview).toMatchObject({
      effective: 'period_end',
      effectiveAt: '2026-04-01T12:00:00.000Z',
      lines: [],
      totalCents: 0,
      next: { totalCents: 3_800, at: '2026-04-01T12:00:00.000Z' },
      features: { lost: ['analytics', 'daily-backups', 'priority-support'] },
      limits: {
        lowered: [
          { meter: 'api_calls', from: 100_000, to: 10_000, isBroken: false, used: null },
          { meter: 'storage' },
          { meter: 'backups' },
          { meter: 'sources' },
        ],
      },
    })

    const { body } = await person.change({ plan: 'starter', previewId: preview.previewId })
    expect(body).toMatchObject({
      subscription: {
        plan: 'pro',
        scheduled: { plan: 'starter', quantity: 2, at: '2026-04-01T12:00:00.000Z' },
        nextInvoice: { totalCents: 3_800 },
      },
      access: { plan: 'pro' },
    })

    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'starter' })
    expect(newest()).toMatchObject({ status: 'paid', total: 3_800 })
    expect((await person.get()).body).toMatchObject({
      subscription: { plan: 'starter', scheduled: null },
    })
  })

  it('can be taken back, and planned again', async () => {
    await person.switchTo({ plan: 'starter' })
    expect((await person.resume()).body).toMatchObject({
      subscription: { plan: 'pro', scheduled: null },
    })
    expect(await person.switchTo({ plan: 'starter' })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { plan: 'starter' } } },
    })

    await person.resume({ what: 'change' })
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'pro' })
  })

  it('taken back in two windows at once is taken back', async () => {
    await person.switchTo({ plan: 'starter' })
    const answers = await Promise.all([1, 2].map(() => person.resume()))

    expect(answers).toMatchObject(
      [1, 2].map(() => ({ status: 200, body: { subscription: { scheduled: null } } })),
    )
  })

  it('confirmed twice, also at once, is planned once', async () => {
    const { body } = await person.preview({ plan: 'starter' })
    const answers = await Promise.all(
      [1, 2].map(() => person.change({ plan: 'starter', previewId: body.previewId })),
    )

    expect(answers.map(({ status }) => status).filter((status) => status !== 409)).not.toEqual([])
    expect(await person.change({ plan: 'starter', previewId: body.previewId })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { plan: 'starter' } } },
    })
    expect(world.engine.store.schedules.all()).toHaveLength(1)
  })

  it('cut off in its middle is finished by the next attempt', async () => {
    const { body } = await person.preview({ plan: 'starter' })
    world.disturb(failing('stripe POST /v1/subscription_schedules/'))
    expect(await person.change({ plan: 'starter', previewId: body.previewId })).toMatchObject({
      status: 500,
    })
    world.calm()

    expect(await person.switchTo({ plan: 'starter' })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { plan: 'starter' } } },
    })
    expect(world.engine.store.schedules.all()).toHaveLength(1)
  })

  it('stands in the way of another change until it is dropped', async () => {
    await person.switchTo({ plan: 'starter' })

    expect(await person.preview({ plan: 'enterprise' })).toMatchObject({
      status: 409,
      body: error('change_refused', { reason: 'change_scheduled' }),
    })
  })

  it('leaves nothing in the way once it has happened', async () => {
    await person.switchTo({ plan: 'starter' })
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)

    expect(await person.switchTo({ plan: 'starter', quantity: 1 })).toMatchObject({
      body: { subscription: { scheduled: { quantity: 1 } } },
    })
    await person.resume()
    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({
      status: 200,
      body: { access: { plan: 'enterprise' } },
    })
  })

  it('from a year to a month keeps the year', async () => {
    await person.switchTo({ plan: 'pro', interval: 'year' })
    const { body } = await person.switchTo({ plan: 'pro', interval: 'month' })

    expect(body).toMatchObject({
      subscription: { interval: 'year', scheduled: { interval: 'month', at: expect.any(String) } },
    })
    world.engine.clock.advance({ days: 366 })
    await deliverAll(world)
    expect((await person.get()).body).toMatchObject({ subscription: { interval: 'month' } })
    expect(newest()?.total).toBe(9_800)
  })
})

describe('within a trial', () => {
  beforeEach(async () => {
    await world.close()
    await start({ env: { TRIAL_DAYS: '14' } })
    await subscribe(world, ada, { plan: 'starter' })
    world.engine.clock.advance({ days: 3 })
  })

  it('everything is at once, free until its end, as often as somebody likes', async () => {
    const end = '2026-03-15T12:00:00.000Z'
    const { body: preview } = await person.preview({ plan: 'pro', interval: 'year' })
    expect(preview).toMatchObject({
      effective: 'now',
      trial: 'kept',
      totalCents: 0,
      lines: [],
      next: { totalCents: 49_000, at: end },
    })

    for (const plan of ['pro', 'starter', 'pro', 'starter']) {
      expect(await person.switchTo({ plan })).toMatchObject({
        status: 200,
        body: { access: { plan, status: 'trialing' }, subscription: { trialEnd: end } },
      })
    }
    expect(invoices().every(({ total }) => total === 0)).toBe(true)
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
        body: error('no_subscription', { upgradeUrl: '/plans' }),
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
