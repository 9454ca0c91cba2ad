import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const month = { interval: 'month', interval_count: 1 } as const
const unix = (date: string) => Date.parse(date) / 1000

async function world(card?: string) {
  const { stripe, engine, local } = stripeInProcess()
  const customer = (await payingCustomer(stripe, card)).id
  const basic = (await monthlyPrice(stripe, 4900)).id
  const pro = (await monthlyPrice(stripe, 9900)).id
  const start = (params: Partial<Stripe.SubscriptionScheduleCreateParams> = {}) =>
    stripe.subscriptionSchedules.create({
      customer,
      start_date: 'now',
      phases: [
        { items: [{ price: basic }], duration: month },
        { items: [{ price: pro }], duration: month },
      ],
      ...params,
    })
  const read = (id: string) => stripe.subscriptionSchedules.retrieve(id)
  const subscriptionOf = async (id: string) =>
    stripe.subscriptions.retrieve((await read(id)).subscription as string)
  const invoices = async () => (await stripe.invoices.list({ customer })).data.toReversed()
  const scheduleEvents = () =>
    eventTypes({ local }).filter((type) => type.startsWith('subscription_schedule.'))
  return {
    stripe,
    engine,
    customer,
    basic,
    pro,
    start,
    read,
    subscriptionOf,
    invoices,
    scheduleEvents,
  }
}

describe('the first invoice of a schedule', () => {
  it('is a draft for an hour, while the subscription is active', async () => {
    const { start, invoices, subscriptionOf, engine } = await world()
    const schedule = await start()

    expect((await subscriptionOf(schedule.id)).status).toBe('active')
    expect(await invoices()).toMatchObject([
      { status: 'draft', billing_reason: 'subscription_create', auto_advance: true },
    ])
    engine.clock.advance({ hours: 1 })
    expect(await invoices()).toMatchObject([{ status: 'paid', amount_paid: 4900 }])
  })

  it('is retried like that of a renewal if the card is declined', async () => {
    const { start, invoices, subscriptionOf, engine } = await world('pm_card_chargeCustomerFail')
    const schedule = await start()

    engine.clock.advance({ hours: 2 })

    expect((await subscriptionOf(schedule.id)).status).toBe('past_due')
    expect((await invoices())[0]?.next_payment_attempt).not.toBeNull()
    engine.clock.advance({ days: 20 })
    expect((await subscriptionOf(schedule.id)).status).toBe('canceled')
  })
})

describe('a schedule whose subscription is canceled', () => {
  it('is canceled', async () => {
    const { stripe, start, read, scheduleEvents } = await world()
    const schedule = await start()

    await stripe.subscriptions.cancel(schedule.subscription as string)

    expect(await read(schedule.id)).toMatchObject({ status: 'canceled', current_phase: null })
    expect(scheduleEvents().at(-1)).toBe('subscription_schedule.canceled')
  })

  it('is aborted if it was for failed payments', async () => {
    const { start, read, engine, scheduleEvents } = await world('pm_card_chargeCustomerFail')
    const schedule = await start()

    engine.clock.advance({ days: 20 })

    expect((await read(schedule.id)).status).toBe('canceled')
    expect(scheduleEvents().at(-1)).toBe('subscription_schedule.aborted')
  })

  it('is canceled with its customer, even before it starts', async () => {
    const { stripe, start, read, engine, customer } = await world()
    const later = Math.floor(engine.clock.now().getTime() / 1000) + 86_400
    const schedule = await start({ start_date: later })

    await stripe.customers.del(customer)
    engine.clock.advance({ days: 2 })

    expect(await read(schedule.id)).toMatchObject({ status: 'canceled', subscription: null })
  })
})

describe('canceling a schedule', () => {
  it('cancels its subscription and tells both once', async () => {
    const { stripe, start, read, subscriptionOf, scheduleEvents } = await world()
    const schedule = await start()

    await stripe.subscriptionSchedules.cancel(schedule.id)

    expect((await subscriptionOf(schedule.id)).status).toBe('canceled')
    expect((await read(schedule.id)).status).toBe('canceled')
    expect(scheduleEvents().filter((type) => type.endsWith('.canceled'))).toHaveLength(1)
  })
})

describe('the end of a schedule', () => {
  it('is told a week before', async () => {
    const { start, engine, scheduleEvents } = await world()
    await start()

    engine.clock.advanceTo(new Date('2026-03-08T11:00:00Z'))
    expect(scheduleEvents()).not.toContain('subscription_schedule.expiring')
    engine.clock.advanceTo(new Date('2026-03-08T13:00:00Z'))

    expect(scheduleEvents()).toContain('subscription_schedule.expiring')
  })

  it('leaves the subscription without it, and completes the schedule', async () => {
    const { stripe, start, read, engine, scheduleEvents } = await world()
    const schedule = await start()

    engine.clock.advance({ days: 65 })

    const ended = await read(schedule.id)
    expect(ended).toMatchObject({ status: 'completed', released_at: null, current_phase: null })
    expect(ended.completed_at).toBe(unix('2026-03-15T12:00:00Z'))
    expect(await stripe.subscriptions.retrieve(ended.subscription as string)).toMatchObject({
      status: 'active',
      schedule: null,
    })
    expect(scheduleEvents()).not.toContain('subscription_schedule.released')
  })

  it('is known to the subscription from the last phase on, if it is canceled then', async () => {
    const { start, read, subscriptionOf, engine, invoices } = await world()
    const schedule = await start({ end_behavior: 'cancel' })
    const ends = unix('2026-03-15T12:00:00Z')

    expect((await subscriptionOf(schedule.id)).cancel_at).toBeNull()
    engine.clock.advance({ days: 32 })
    expect(await subscriptionOf(schedule.id)).toMatchObject({
      cancel_at: ends,
      cancel_at_period_end: false,
    })

    engine.clock.advance({ days: 40 })

    expect(await subscriptionOf(schedule.id)).toMatchObject({ status: 'canceled', ended_at: ends })
    expect((await read(schedule.id)).status).toBe('completed')
    expect((await invoices()).map(({ total }) => total)).toEqual([4900, 9900])
  })

  it('moves with an update of the schedule', async () => {
    const { stripe, start, subscriptionOf, basic } = await world()
    const schedule = await start({
      end_behavior: 'cancel',
      phases: [{ items: [{ price: basic }], duration: month }],
    })
    const first = schedule.phases[0]?.start_date as number
    expect((await subscriptionOf(schedule.id)).cancel_at).toBe(unix('2026-02-15T12:00:00Z'))

    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        { start_date: first, items: [{ price: basic }], duration: { ...month, interval_count: 3 } },
      ],
    })
    expect((await subscriptionOf(schedule.id)).cancel_at).toBe(unix('2026-04-15T12:00:00Z'))
    await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: 'release' })

    expect((await subscriptionOf(schedule.id)).cancel_at).toBeNull()
  })

  it.each([
    [undefined, null],
    [false, null],
    [true, unix('2026-02-15T12:00:00Z')],
  ])('with preserve_cancel_date %s, a release leaves cancel_at %s', async (preserve, expected) => {
    const { stripe, start, basic } = await world()
    const schedule = await start({
      end_behavior: 'cancel',
      phases: [{ items: [{ price: basic }], duration: month }],
    })

    const { released_subscription: id } = await stripe.subscriptionSchedules.release(
      schedule.id,
      preserve === undefined ? {} : { preserve_cancel_date: preserve },
    )

    expect((await stripe.subscriptions.retrieve(id as string)).cancel_at).toBe(expected)
  })
})

describe('a direct change under a schedule', () => {
  it('splits the phase, and the next phase comes on time', async () => {
    const { stripe, start, read, subscriptionOf, engine, basic, pro } = await world()
    const schedule = await start({
      phases: [
        { items: [{ price: basic }], metadata: { tier: 'a' }, duration: month },
        { items: [{ price: pro }], duration: month },
      ],
    })
    engine.clock.advance({ days: 10 })
    const [item] = (await subscriptionOf(schedule.id)).items.data

    await stripe.subscriptionItems.update(item?.id as string, { quantity: 3 })

    const split = unix('2026-01-25T12:00:00Z')
    const { phases, current_phase } = await read(schedule.id)
    expect(phases).toMatchObject([
      { start_date: unix('2026-01-15T12:00:00Z'), end_date: split, items: [{ quantity: 1 }] },
      {
        start_date: split,
        end_date: unix('2026-02-15T12:00:00Z'),
        items: [{ price: basic, quantity: 3 }],
        metadata: { tier: 'a' },
      },
      { items: [{ price: pro, quantity: 1 }] },
    ])
    expect(current_phase?.start_date).toBe(split)
    engine.clock.advance({ days: 25 })
    expect((await subscriptionOf(schedule.id)).items.data).toMatchObject([
      { price: { id: pro }, quantity: 1 },
    ])
  })

  it('of discounts splits it too, and one of metadata does not', async () => {
    const { stripe, start, read, engine } = await world()
    const half = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id
    const schedule = await start()
    const id = schedule.subscription as string
    engine.clock.advance({ days: 1 })

    await stripe.subscriptions.update(id, { metadata: { note: 'x' } })
    expect((await read(schedule.id)).phases).toHaveLength(2)
    const { discounts } = await stripe.subscriptions.update(id, { discounts: [{ coupon: half }] })

    expect((await read(schedule.id)).phases).toMatchObject([
      { discounts: [] },
      { discounts: [{ discount: discounts[0] }] },
      { discounts: [] },
    ])
  })

  it('of the terms of payment becomes the default of all phases', async () => {
    const { stripe, start, read, customer } = await world()
    const other = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    const schedule = await start()

    await stripe.subscriptions.update(schedule.subscription as string, {
      default_payment_method: other.id,
    })

    expect((await read(schedule.id)).default_settings.default_payment_method).toBe(other.id)
  })

  it('that waits for its payment is discarded when the next phase begins', async () => {
    const { stripe, start, subscriptionOf, engine, customer, pro } = await world()
    const schedule = await start()
    engine.clock.advanceTo(new Date('2026-02-15T00:00:00Z'))
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: bad.id },
    })
    const [item] = (await subscriptionOf(schedule.id)).items.data
    const waiting = await stripe.subscriptions.update(schedule.subscription as string, {
      items: [{ id: item?.id, price: pro, quantity: 9 }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    })
    expect(waiting.pending_update).not.toBeNull()

    engine.clock.advanceTo(new Date('2026-02-15T13:00:00Z'))

    const after = await subscriptionOf(schedule.id)
    expect(after).toMatchObject({ pending_update: null, items: { data: [{ quantity: 1 }] } })
    expect(await stripe.invoices.retrieve(waiting.latest_invoice as string)).toMatchObject({
      status: 'void',
    })
  })
})

describe('the phases of a schedule', () => {
  it('are at most ten from now on; past ones do not count', async () => {
    const { stripe, start, basic, engine, read } = await world()
    const phase = { items: [{ price: basic }], duration: month }
    await expect(start({ phases: Array.from({ length: 11 }, () => phase) })).rejects.toMatchObject({
      statusCode: 400,
      param: 'phases',
    })
    const schedule = await start({ phases: [phase, phase] })
    engine.clock.advance({ days: 32 })
    const current = (await read(schedule.id)).current_phase?.start_date as number

    const updated = await stripe.subscriptionSchedules.update(schedule.id, {
      phases: Array.from({ length: 10 }, (_, i) => (i ? phase : { ...phase, start_date: current })),
    })

    expect(updated.phases).toHaveLength(11)
    expect(updated.phases[0]).toEqual(schedule.phases[0])
  })

  it.each<
    [Partial<Stripe.SubscriptionScheduleCreateParams.Phase> & { iterations?: number }, string]
  >([
    [{ iterations: 2, duration: month }, 'phases[0][iterations]'],
    [{ end_date: unix('2026-03-01T00:00:00Z'), duration: month }, 'phases[0][end_date]'],
    [{ trial: true, trial_end: unix('2026-01-20T00:00:00Z') }, 'phases[0][trial_end]'],
    [{ trial_end: unix('2027-01-20T00:00:00Z') }, 'phases[0][trial_end]'],
  ])('refuse %o', async (given, param) => {
    const { start, basic } = await world()

    await expect(
      start({ phases: [{ items: [{ price: basic }], ...given }] }),
    ).rejects.toMatchObject({ statusCode: 400, param })
  })

  it('follow each other without a gap', async () => {
    const { start, basic } = await world()
    const items = [{ price: basic }]

    await expect(
      start({
        phases: [
          { items, duration: month },
          { items, start_date: unix('2026-03-01T00:00:00Z'), duration: month },
        ],
      } as Partial<Stripe.SubscriptionScheduleCreateParams>),
    ).rejects.toMatchObject({ statusCode: 400, param: 'phases[1][start_date]' })
  })

  it('can end now, for a new one that begins now', async () => {
    const { stripe, start, read, subscriptionOf, engine, basic, pro } = await world()
    const schedule = await start()
    engine.clock.advance({ days: 10 })

    await stripe.subscriptionSchedules.update(schedule.id, {
      phases: [
        {
          start_date: schedule.phases[0]?.start_date as number,
          end_date: 'now',
          items: [{ price: basic }],
        },
        { start_date: 'now', items: [{ price: pro, quantity: 2 }], duration: month },
      ],
    })

    expect((await subscriptionOf(schedule.id)).items.data).toMatchObject([
      { price: { id: pro }, quantity: 2 },
    ])
    expect((await read(schedule.id)).current_phase).toEqual({
      start_date: unix('2026-01-25T12:00:00Z'),
      end_date: unix('2026-02-25T12:00:00Z'),
    })
  })

  it('do not let the current one begin at another time', async () => {
    const { stripe, start, basic } = await world()
    const schedule = await start()

    await expect(
      stripe.subscriptionSchedules.update(schedule.id, {
        phases: [{ start_date: 'now', items: [{ price: basic }], duration: month }],
      }),
    ).rejects.toMatchObject({
      statusCode: 400,
      message: 'You can not modify the start date of the current phase.',
    })
  })

  it('merge their metadata into that of the subscription, and unset keys with empty values', async () => {
    const { start, subscriptionOf, engine, basic, pro } = await world()
    const schedule = await start({
      phases: [
        {
          items: [{ price: basic }],
          metadata: { channel: 'self-serve', region: 'apac', upsell: 'alpha' },
          duration: month,
        },
        {
          items: [{ price: pro }],
          metadata: { channel: 'sales', risk: 'high', upsell: '' },
          duration: month,
        },
      ],
    })
    expect((await subscriptionOf(schedule.id)).metadata).toEqual({
      channel: 'self-serve',
      region: 'apac',
      upsell: 'alpha',
    })

    engine.clock.advance({ days: 32 })

    expect((await subscriptionOf(schedule.id)).metadata).toEqual({
      channel: 'sales',
      region: 'apac',
      risk: 'high',
    })
  })

  it('can be a trial, in whole or in part', async () => {
    const { start, subscriptionOf, engine, invoices, basic } = await world()
    const week = { interval: 'week', interval_count: 1 } as const
    const schedule = await start({
      phases: [
        { items: [{ price: basic }], trial: true, duration: week },
        { items: [{ price: basic }], duration: month },
      ],
    })
    expect(await subscriptionOf(schedule.id)).toMatchObject({
      status: 'trialing',
      trial_end: unix('2026-01-22T12:00:00Z'),
    })

    engine.clock.advance({ days: 8 })

    expect((await subscriptionOf(schedule.id)).status).toBe('active')
    expect((await invoices()).map(({ total }) => total)).toEqual([0, 4900])
  })

  it('that do not name the running trial end it', async () => {
    const { stripe, customer, basic, read } = await world()
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: basic }],
      trial_period_days: 14,
    })
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })
    const { start_date, end_date, trial_end } = schedule
      .phases[0] as Stripe.SubscriptionSchedule.Phase
    const update = (given: { trial_end?: number }) =>
      stripe.subscriptionSchedules.update(schedule.id, {
        phases: [{ start_date, end_date, items: [{ price: basic }], ...given }],
      })

    await update({ trial_end: trial_end as number })
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('trialing')
    await update({})

    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active')
    expect((await read(schedule.id)).phases[0]?.trial_end).toBeNull()
  })
})

describe('what a later phase names', () => {
  it('may be archived meanwhile: the phase begins all the same', async () => {
    const { stripe, start, subscriptionOf, engine, basic, pro } = await world()
    const rate = await stripe.taxRates.create({
      display_name: 'VAT',
      percentage: 20,
      inclusive: false,
    })
    const schedule = await start({
      phases: [
        { items: [{ price: basic }], duration: month },
        { items: [{ price: pro }], default_tax_rates: [rate.id], duration: month },
      ],
    })
    await stripe.prices.update(pro, { active: false })
    await stripe.taxRates.update(rate.id, { active: false })

    engine.clock.advance({ days: 32 })

    expect(await subscriptionOf(schedule.id)).toMatchObject({
      items: { data: [{ price: { id: pro } }] },
      default_tax_rates: [{ id: rate.id }],
    })
  })

  it('may be deleted meanwhile: the phase begins without the discount', async () => {
    const { stripe, start, subscriptionOf, engine, basic, pro } = await world()
    const half = (await stripe.coupons.create({ percent_off: 50, duration: 'forever' })).id
    const schedule = await start({
      phases: [
        { items: [{ price: basic }], duration: month },
        { items: [{ price: pro }], discounts: [{ coupon: half }], duration: month },
      ],
    })
    await stripe.coupons.del(half)

    engine.clock.advance({ days: 32 })

    expect(await subscriptionOf(schedule.id)).toMatchObject({
      items: { data: [{ price: { id: pro } }] },
      discounts: [],
    })
  })
})

describe('a start in the past', () => {
  it('bills the time since then, and counts the periods from it', async () => {
    const { start, read, subscriptionOf, engine, invoices, basic } = await world()
    const schedule = await start({
      start_date: unix('2025-12-26T12:00:00Z'),
      phases: [
        { items: [{ price: basic }], duration: month },
        { items: [{ price: basic, quantity: 2 }], duration: month },
      ],
    })

    expect(await subscriptionOf(schedule.id)).toMatchObject({
      start_date: unix('2025-12-26T12:00:00Z'),
      billing_cycle_anchor: unix('2025-12-26T12:00:00Z'),
      items: { data: [{ current_period_end: unix('2026-01-26T12:00:00Z') }] },
    })
    engine.clock.advanceTo(new Date('2026-01-27T00:00:00Z'))
    expect((await invoices()).map(({ total }) => total)).toEqual([4900, 9800])
    expect((await read(schedule.id)).current_phase?.end_date).toBe(unix('2026-02-26T12:00:00Z'))
  })

  it('is refused if the first phase would be over', async () => {
    const { start } = await world()

    await expect(start({ start_date: unix('2025-10-26T12:00:00Z') })).rejects.toMatchObject({
      statusCode: 400,
      param: 'phases[0][end_date]',
    })
  })
})

describe('a schedule of an existing subscription', () => {
  it('is created without other parameters', async () => {
    const { stripe, customer, basic } = await world()
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: basic }] })

    await expect(
      stripe.subscriptionSchedules.create({
        from_subscription: id,
        phases: [{ items: [{ price: basic }], duration: month }],
      }),
    ).rejects.toMatchObject({
      statusCode: 400,
      message: 'You cannot set `phases` if `from_subscription` is set.',
    })
  })

  it('has its payment method and its end', async () => {
    const { stripe, customer, basic } = await world()
    const card = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: basic }],
      default_payment_method: card.id,
      cancel_at: unix('2026-04-15T12:00:00Z'),
    })

    expect(
      await stripe.subscriptionSchedules.create({ from_subscription: subscription.id }),
    ).toMatchObject({
      end_behavior: 'cancel',
      default_settings: { default_payment_method: card.id },
      phases: [{ end_date: unix('2026-04-15T12:00:00Z') }],
    })
  })
})
