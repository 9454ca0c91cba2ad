import { describe, expect } from 'vitest'
import { deliverAll } from '@/testing/deliver'
import { holding } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { errorWith } from '@/testing/subscription'
import { test } from '@/testing/test'

const it = test.extend(
  'newest',
  ({ invoices }) =>
    () =>
      invoices().at(-1),
)

describe('an upgrade', () => {
  it.beforeEach(async ({ world, ada }) => {
    await subscribe(world, ada, { plan: 'starter', quantity: 3 })
    world.engine.clock.advance({ days: 10, hours: 5 })
  })

  it('charges the preview, to the cent, and opens the plan in the same answer', async ({
    world,
    ada,
    person,
    newest,
  }) => {
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

  it('charges it also minutes later, since the preview fixes the second', async ({
    world,
    person,
    newest,
  }) => {
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

  it('charges the next period what was said', async ({ world, person, newest }) => {
    const { body: preview } = await person.preview({ plan: 'pro', quantity: 5 })
    await person.change({ plan: 'pro', quantity: 5, previewId: preview.previewId })
    world.engine.clock.advanceToNextRenewal()

    expect(newest()).toMatchObject({
      billing_reason: 'subscription_cycle',
      total: (preview.next as { totalCents: number }).totalCents,
    })
  })

  it('confirmed twice at once is made once', async ({ person, subscriptions, invoices }) => {
    const { body } = await person.preview({ plan: 'pro' })
    const before = invoices().length
    const answers = await Promise.all(
      [1, 2, 3].map(() => person.change({ plan: 'pro', previewId: body.previewId })),
    )

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(invoices()).toHaveLength(before + 1)
    expect(subscriptions()).toHaveLength(1)
  })

  it('confirmed again later is answered the same, and charges nothing', async ({
    person,
    invoices,
  }) => {
    const { body } = await person.preview({ plan: 'pro' })
    await person.change({ plan: 'pro', previewId: body.previewId })
    const before = invoices().length

    expect(await person.change({ plan: 'pro', previewId: body.previewId })).toMatchObject({
      status: 200,
      body: { access: { plan: 'pro' } },
    })
    expect(invoices()).toHaveLength(before)
  })

  it('in two windows to two plans is made in one of them', async ({
    world,
    person,
    access,
    invoices,
  }) => {
    const { body: toPro } = await person.preview({ plan: 'pro' })
    const { body: toEnterprise } = await person.preview({ plan: 'enterprise' })
    const before = invoices().length
    // Both have looked before either is made.
    const slow = holding('stripe POST /v1/subscriptions/')
    world.intercept(slow.intercept)
    const first = person.change({ plan: 'pro', previewId: toPro.previewId })
    await slow.reached
    const second = await person.change({ plan: 'enterprise', previewId: toEnterprise.previewId })
    slow.release()

    expect(second.status).toBe(200)
    expect(await first).toMatchObject({ status: 409, body: errorWith('conflict') })
    expect(invoices()).toHaveLength(before + 1)
    expect(await access()).toMatchObject({ plan: 'enterprise' })
  })

  it('can be raised and undone as often as the user likes', async ({ person }) => {
    expect(await person.switchTo({ plan: 'pro' })).toMatchObject({ status: 200 })
    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({ status: 200 })
    expect(await person.switchTo({ plan: 'pro', interval: 'year' })).toMatchObject({
      body: { subscription: { scheduled: { plan: 'pro', interval: 'year' } } },
    })
  })

  it('that the bank refuses grants nothing, and says where to pay', async ({
    world,
    person,
    access,
    subscription,
    newest,
  }) => {
    world.engine.customers.nextPaymentFails(subscription().customer, true)
    const { status, body } = await person.switchTo({ plan: 'pro' })

    expect(status).toBe(402)
    expect(body).toEqual(
      errorWith('payment_required', {
        reason: 'payment_waiting',
        url: newest()?.hosted_invoice_url,
      }),
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
      body: errorWith('payment_required', { url: newest()?.hosted_invoice_url }),
    })
  })

  it('that waits for its payment opens once it is paid, or can be dropped', async ({
    world,
    person,
    access,
    subscription,
    newest,
  }) => {
    world.engine.customers.nextPaymentFails(subscription().customer, true)
    await person.switchTo({ plan: 'pro' })

    expect((await person.resume({ what: 'payment' })).body).toMatchObject({
      subscription: { plan: 'starter', waiting: null },
    })
    expect(newest()?.status).toBe('void')
    world.engine.customers.nextPaymentFails(subscription().customer, true)
    await person.switchTo({ plan: 'pro' })
    await world.stripe.invoices.pay(newest()?.id ?? '')
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'pro' })
  })

  it('with a code takes off what the code gives, and says so before', async ({
    world,
    person,
    access,
    subscription,
  }) => {
    const coupon = await world.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    await world.stripe.promotionCodes.create({
      code: 'SPRING',
      promotion: { type: 'coupon', coupon: coupon.id },
    })
    const { body: full } = await person.preview({ plan: 'pro' })
    const { body: half } = await person.preview({ plan: 'pro', promotionCode: 'spring' })
    expect(Number(half.totalCents)).toBeLessThan(Number(full.totalCents))

    const confirmed = { plan: 'pro', promotionCode: 'spring', previewId: half.previewId }
    world.engine.customers.nextPaymentFails(subscription().customer, true)
    expect(await person.change(confirmed)).toMatchObject({
      status: 402,
      body: errorWith('payment_required', { reason: 'card_refused' }),
    })
    expect(await access()).toMatchObject({ plan: 'starter' })
    expect(subscription().discounts).toEqual([])
    world.engine.customers.nextPaymentFails(subscription().customer, false)
    const again = await person.switchTo({ plan: 'pro', promotionCode: 'spring' })
    expect(again).toMatchObject({ status: 200, body: { access: { plan: 'pro' } } })
    expect(subscription().discounts).toHaveLength(1)
  })
})

describe('a card that its owner must confirm', () => {
  it('changes nothing with a promotion code, and says why', async ({
    world,
    ada,
    person,
    access,
    subscription,
  }) => {
    await subscribe(world, ada, { plan: 'starter' })
    const coupon = await world.stripe.coupons.create({ percent_off: 50, duration: 'once' })
    await world.stripe.promotionCodes.create({
      code: 'SPRING',
      promotion: { type: 'coupon', coupon: coupon.id },
    })
    const { id, customer } = subscription()
    const card = await world.stripe.paymentMethods.attach('pm_card_authenticationRequired', {
      customer,
    })
    await world.stripe.subscriptions.update(id, { default_payment_method: card.id })

    expect(await person.switchTo({ plan: 'pro', promotionCode: 'SPRING' })).toMatchObject({
      status: 402,
      body: errorWith('payment_required', {
        reason: 'authentication_required',
        message: expect.stringContaining('Your bank requires you to confirm'),
      }),
    })
    expect(await access()).toMatchObject({ plan: 'starter' })
    expect(subscription()).toMatchObject({ pending_update: null, discounts: [] })
  })
})

describe('a promotion code', () => {
  it.beforeEach(async ({ world, ada }) => {
    await subscribe(world, ada, { plan: 'starter' })
    world.engine.clock.advance({ days: 3 })
  })

  it.for(['forever', 'once'] as const)(
    'that gives something %s is good once',
    async (duration, { world, person }) => {
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
        body: errorWith('invalid_request', { message: expect.stringContaining('already used it') }),
      })
      expect(await person.switchTo({ plan: 'pro', quantity: 3 })).toMatchObject({ status: 200 })
    },
  )
})

describe('a bank debit, which takes days,', () => {
  it.beforeEach(async ({ world, ada, subscription }) => {
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
    const { customer, id } = subscription()
    await world.stripe.paymentMethods.attach(bank.id, { customer })
    await world.stripe.subscriptions.update(id, { default_payment_method: bank.id })
    world.engine.clock.advance({ days: 3 })
  })

  it('pays for no upgrade, and what to do instead is said', async ({ person, invoices }) => {
    expect((await person.get()).body).toMatchObject({
      subscription: { options: expect.arrayContaining([expect.objectContaining({ plan: 'pro' })]) },
    })
    expect(await person.preview({ plan: 'pro' })).toMatchObject({
      status: 409,
      body: errorWith('change_refused', {
        reason: 'bank_debit',
        message: expect.stringContaining('Add a card first'),
      }),
    })
    expect(invoices()).toHaveLength(1)
  })

  it('does not keep a user from planning a lower plan', async ({ person }) => {
    expect(await person.switchTo({ plan: 'starter', quantity: 1 })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { quantity: 1 } } },
    })
  })
})

describe('within a trial', () => {
  it.override('options', { env: { TRIAL_DAYS: '14' } })
  it.beforeEach(async ({ world, ada }) => {
    await subscribe(world, ada, { plan: 'pro' })
    world.engine.clock.advance({ days: 3 })
  })

  const end = '2026-03-15T12:00:00.000Z'

  it('the tried plan by the year, or a lower one, is free until its end', async ({
    person,
    invoices,
  }) => {
    const { body: preview } = await person.preview({ plan: 'pro', interval: 'year' })
    expect(preview).toMatchObject({
      effective: 'now',
      trial: 'kept',
      totalCents: 0,
      lines: [],
      next: { totalCents: 49_000, at: end },
    })

    for (const wanted of [{ plan: 'pro', interval: 'year' }, { plan: 'starter' }]) {
      expect(await person.switchTo(wanted)).toMatchObject({
        status: 200,
        body: {
          access: { plan: wanted.plan, status: 'trialing' },
          subscription: { trialEnd: end },
        },
      })
    }
    expect(invoices().every(({ total }) => total === 0)).toBe(true)
  })

  it('a higher plan ends it, and is charged at once', async ({ person, invoices }) => {
    expect((await person.preview({ plan: 'enterprise' })).body).toMatchObject({
      trial: 'ends',
      totalCents: 19_900,
    })
    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({
      body: { access: { plan: 'enterprise', status: 'active' } },
    })
    expect(invoices().at(-1)).toMatchObject({ status: 'paid', total: 19_900 })
  })

  it('a higher plan asks for a card first, and the trial continues', async ({
    world,
    person,
    subscription,
  }) => {
    const { id, customer } = subscription()
    const { data } = await world.stripe.paymentMethods.list({ customer: String(customer) })
    for (const { id } of data) await world.stripe.paymentMethods.detach(id)

    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({
      status: 402,
      body: errorWith('payment_required', { reason: 'no_card' }),
    })
    expect(await world.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'trialing' })
    expect((await person.get()).body).toMatchObject({ access: { plan: 'pro' } })
  })
})
