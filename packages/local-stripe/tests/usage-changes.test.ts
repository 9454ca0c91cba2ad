import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** A customer with a licensed and a metered price, a subscription on both from January 1. */
async function world(
  given: {
    mode?: 'classic' | 'flexible'
    onlyMetered?: boolean
    unit?: string
    formula?: 'sum' | 'last'
  } = {},
) {
  const at = stripeInProcess()
  const { stripe, engine } = at
  engine.clock.advanceTo(new Date('2026-02-01T00:00:00Z'))
  const customer = (await payingCustomer(stripe)).id
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: given.formula ?? 'sum' },
  })
  const metered = async (unit: string) =>
    (
      await stripe.prices.create({
        product_data: { name: 'Calls' },
        currency: 'usd',
        unit_amount_decimal: Stripe.Decimal.from(unit),
        recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      })
    ).id
  const plan = (await monthlyPrice(stripe, 4900)).id
  const calls = await metered(given.unit ?? '10')
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [...(given.onlyMetered ? [] : [{ price: plan }]), { price: calls }],
    billing_mode: { type: given.mode ?? 'flexible' },
  })
  const item = subscription.items.data.at(-1)?.id ?? ''
  const use = (value: string, timestamp?: number) =>
    stripe.billing.meterEvents.create({
      event_name: 'calls',
      payload: { stripe_customer_id: customer, value },
      ...(timestamp && { timestamp }),
    })
  const to = (moment: string) => engine.clock.advanceTo(new Date(moment))
  const amounts = async () =>
    (await stripe.invoices.list({ customer })).data
      .map((invoice) => invoice.lines.data.map((line) => line.amount))
      .toReversed()
  return { ...at, customer, meter, metered, plan, calls, subscription, item, use, to, amounts }
}

describe('the usage of a metered item', () => {
  it('that is removed is billed with the next invoice', async () => {
    const { stripe, item, use, to, amounts } = await world()
    to('2026-02-10T00:00:00Z')
    await use('100')

    await stripe.subscriptionItems.del(item)

    to('2026-03-01T02:00:00Z')
    expect(await amounts()).toEqual([[4900], [1000, 4900]])
  })

  it('that is removed without prorations, or in classic billing mode, is not billed', async () => {
    for (const mode of ['classic', 'flexible'] as const) {
      const { stripe, item, use, to, amounts } = await world({ mode })
      to('2026-02-10T00:00:00Z')
      await use('100')

      await stripe.subscriptionItems.del(item, {
        ...(mode === 'flexible' && { proration_behavior: 'none' }),
      })

      to('2026-03-01T02:00:00Z')
      expect((await amounts())[1]).toEqual([4900])
    }
  })

  it('is billed at once when the billing cycle is reset', async () => {
    const { stripe, subscription, use, to, amounts } = await world({ onlyMetered: true })
    to('2026-02-10T00:00:00Z')
    await use('100')
    to('2026-02-11T00:00:00Z')

    await stripe.subscriptions.update(subscription.id, { billing_cycle_anchor: { type: 'now' } })
    await use('7')

    expect(await amounts()).toEqual([[1000]])
    to('2026-03-11T02:00:00Z')
    expect(await amounts()).toEqual([[1000], [70]])
  })

  it('is not billed by a reset that removes its item without prorations', async () => {
    const { stripe, subscription, item, use, to, amounts } = await world()
    to('2026-02-10T00:00:00Z')
    await use('100')

    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, deleted: true }],
      billing_cycle_anchor: { type: 'now' },
      proration_behavior: 'none',
    })

    expect(await amounts()).toEqual([[4900], [4900]])
  })

  /** https://docs.stripe.com/billing/subscriptions/billing-mode/compare */
  it.each([
    ['flexible', [100, 75]],
    ['classic', [75]],
  ] as const)('is billed at the price when it was reported: %s', async (mode, expected) => {
    const { stripe, subscription, item, metered, use, to, amounts } = await world({
      mode,
      onlyMetered: true,
      unit: '0.1',
    })
    to('2026-02-05T00:00:00Z')
    await use('1000')
    to('2026-02-15T00:00:00Z')
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: await metered('0.15') }],
    })
    to('2026-02-20T00:00:00Z')
    await use('500')

    to('2026-03-01T02:00:00Z')

    expect((await amounts()).at(-1)).toEqual(expected)
  })

  it('is billed once and wholly, whenever the price changes and the event arrives', async () => {
    const { stripe, subscription, item, metered, use, to, amounts } = await world({
      onlyMetered: true,
    })
    to('2026-02-10T00:00:00Z')
    await use('100')
    // In the same second.
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: await metered('20') }],
      proration_behavior: 'none',
    })
    await use('1')
    to('2026-02-12T00:00:00Z')
    // Reported late: it counts at the price of the report.
    await use('2', Date.UTC(2026, 1, 9) / 1000)

    to('2026-03-01T02:00:00Z')

    expect((await amounts()).at(-1)).toEqual([1000, 60])
  })

  it('that was reported before its item was added is not billed by it', async () => {
    const { stripe, subscription, item, metered, use, to, amounts } = await world()
    to('2026-02-10T00:00:00Z')
    await use('100')
    to('2026-02-16T00:00:00Z')
    // In the second of the change, but before it.
    await use('10')

    // Another item takes the place of the old one, as when a plan changes.
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, deleted: true }, { price: await metered('20') }],
    })
    to('2026-02-20T00:00:00Z')
    await use('7')

    to('2026-03-01T02:00:00Z')
    expect(await amounts()).toEqual([[4900], [1100, 140, 4900]])
    to('2026-04-01T02:00:00Z')
    expect((await amounts())[2]).toEqual([0, 4900])
  })

  it('that arrives before finalization is added to the draft', async () => {
    const { customer, stripe, use, to, amounts } = await world()
    to('2026-02-28T23:59:00Z')
    await use('10')
    to('2026-03-01T00:30:00Z')
    expect((await amounts())[1]).toEqual([100, 4900])

    await use('5', Date.UTC(2026, 1, 28, 23, 59, 30) / 1000)
    await use('3')

    to('2026-03-01T02:00:00Z')
    expect((await amounts())[1]).toEqual([150, 4900])
    const [latest] = (await stripe.charges.list({ customer })).data
    expect(latest?.amount).toBe(5050)
    to('2026-04-01T02:00:00Z')
    expect((await amounts())[2]).toEqual([30, 4900])
  })

  it('can have fractions', async () => {
    const { stripe, customer, use, to } = await world({ onlyMetered: true })
    await use('1.4')
    await use('1.05')

    to('2026-03-01T02:00:00Z')

    const [invoice] = (await stripe.invoices.list({ customer })).data
    // 2.45 × 10 cents = 24.5 cents.
    expect(invoice?.lines.data[0]).toMatchObject({ amount: 25, quantity: 2 })
    expect(String(invoice?.lines.data[0]?.quantity_decimal)).toBe('2.45')
  })

  it('can be corrected by negative values, but never below nothing', async () => {
    const { use, to, amounts } = await world({ onlyMetered: true })
    await use('10')
    await use('-4')
    to('2026-03-02T00:00:00Z')
    await use('-100')

    to('2026-04-01T02:00:00Z')

    expect(await amounts()).toEqual([[60], [0]])
  })
})

describe('a subscription with metered items only', () => {
  it('has no first invoice in flexible billing mode', async () => {
    const at = await world({ onlyMetered: true })

    expect(at.subscription).toMatchObject({ status: 'active', latest_invoice: null })
    expect(eventTypes(at)).not.toContain('invoice.created')
  })

  it('has a $0 invoice in classic billing mode', async () => {
    const { subscription, amounts } = await world({ onlyMetered: true, mode: 'classic' })

    expect(subscription.latest_invoice).not.toBeNull()
    expect(await amounts()).toEqual([[0]])
  })

  it('can be bought in Checkout', async () => {
    const { stripe, engine, calls } = await world()
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: calls }],
      success_url: 'https://app.test/ok',
    })

    engine.checkout.pay(session.id, { number: '4242424242424242' })

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      invoice: null,
    })
  })
})

describe('event summaries', () => {
  it('want whole minutes, hours or UTC days', async () => {
    const { stripe, customer, meter, use } = await world()
    await use('1.5')
    const day = Date.UTC(2026, 1, 1) / 1000
    const ask = (start_time: number, value_grouping_window?: 'day' | 'hour') =>
      stripe.billing.meters.listEventSummaries(meter.id, {
        customer,
        start_time,
        end_time: day + 86_400,
        ...(value_grouping_window && { value_grouping_window }),
      })

    expect((await ask(day)).data).toMatchObject([{ aggregated_value: 1.5 }])
    expect((await ask(day - 60)).data).toHaveLength(1)
    await expect(ask(day - 1)).rejects.toMatchObject({ statusCode: 400, param: 'start_time' })
    await expect(ask(day - 60, 'hour')).rejects.toMatchObject({ statusCode: 400 })
    await expect(ask(day - 3600, 'day')).rejects.toMatchObject({ statusCode: 400 })
    expect((await ask(day - 3600, 'hour')).data).toHaveLength(1)
  })
})

describe('a meter event that cannot be billed', () => {
  it('is accepted, and reported within a minute', async () => {
    const { stripe, meter, engine } = await world()
    const send = (event_name: string, id: string) =>
      stripe.billing.meterEvents.create({
        event_name,
        identifier: id,
        payload: { stripe_customer_id: 'cus_unknown', value: '1' },
      })

    expect(await send('calls', 'one')).toMatchObject({ object: 'billing.meter_event' })
    await send('calls', 'two')
    await send('nothing', 'three')
    engine.clock.advance({ minutes: 1 })

    const reports = (await stripe.v2.core.events.list()).data
    expect(reports.map((each) => each.type).toSorted()).toEqual([
      'v1.billing.meter.error_report_triggered',
      'v1.billing.meter.no_meter_found',
    ])
    const id = reports.find((each) => each.type.includes('error_report'))?.id ?? ''
    expect(await stripe.v2.core.events.retrieve(id)).toMatchObject({
      object: 'v2.core.event',
      related_object: { id: meter.id, type: 'billing.meter' },
      data: {
        reason: {
          error_count: 2,
          error_types: [
            {
              code: 'meter_event_customer_not_found',
              sample_errors: [
                { request: { identifier: 'one' } },
                { request: { identifier: 'two' } },
              ],
            },
          ],
        },
      },
    })
  })
})
