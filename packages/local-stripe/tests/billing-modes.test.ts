import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { eventTypes, payingCustomer, stripeInProcess } from '../src/testing'

type Mode = 'classic' | 'flexible'
type Interval = 'day' | 'week' | 'month' | 'year'

async function world(moment: string) {
  const at = stripeInProcess()
  const { stripe, engine } = at
  engine.clock.advanceTo(new Date(moment))
  const customer = (await payingCustomer(stripe)).id
  const product = (await stripe.products.create({ name: 'Pro' })).id
  const price = async (
    unit_amount: number,
    interval: Interval = 'month',
    interval_count = 1,
    more: Partial<Stripe.PriceCreateParams.Recurring> = {},
  ) =>
    (
      await stripe.prices.create({
        product,
        currency: 'usd',
        unit_amount,
        recurring: { interval, interval_count, ...more },
      })
    ).id
  const to = (time: string) => engine.clock.advanceTo(new Date(time))
  const invoices = async () =>
    (await stripe.invoices.list({ customer })).data
      .map((invoice) => invoice.lines.data.map((line) => line.amount))
      .toReversed()
  const pending = async () =>
    (await stripe.invoiceItems.list({ customer, pending: true })).data
      .map((item) => item.amount)
      .toReversed()
  return { ...at, customer, price, to, invoices, pending }
}

const seconds = (moment: string) => Date.parse(moment) / 1000
const JANUARY = '2027-01-01T00:00:00Z'

/** https://docs.stripe.com/billing/subscriptions/billing-mode/compare */
describe('a price of another interval', () => {
  it('keeps the anchor in flexible billing mode', async () => {
    const { stripe, customer, price, to, invoices, pending } = await world(JANUARY)
    const { id, items, billing_cycle_anchor } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
    })
    to('2027-01-11T00:00:00Z')

    const yearly = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: await price(36_500, 'year') }],
    })

    expect(yearly.billing_cycle_anchor).toBe(billing_cycle_anchor)
    expect(yearly.items.data[0]).toMatchObject({
      current_period_start: seconds(JANUARY),
      current_period_end: seconds('2028-01-01T00:00:00Z'),
    })
    // 21 of 31 days are left of the month, 355 of 365 of the year.
    expect(await pending()).toEqual([-2100, 35_500])
    expect(await invoices()).toEqual([[3100]])
  })

  it('moves the anchor in flexible billing mode if the request says so', async () => {
    const { stripe, customer, price, to, invoices } = await world(JANUARY)
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
    })
    to('2027-01-11T00:00:00Z')

    const yearly = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: await price(36_500, 'year') }],
      billing_cycle_anchor: { type: 'now' },
    })

    expect(yearly.billing_cycle_anchor).toBe(seconds('2027-01-11T00:00:00Z'))
    expect(await invoices()).toEqual([[3100], [-2100, 36_500]])
  })

  it('moves the anchor in classic billing mode', async () => {
    const { stripe, customer, price, to, invoices } = await world(JANUARY)
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
      billing_mode: { type: 'classic' },
    })
    to('2027-01-11T00:00:00Z')

    const yearly = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id, price: await price(36_500, 'year') }],
    })

    expect(yearly.billing_cycle_anchor).toBe(seconds('2027-01-11T00:00:00Z'))
    expect(await invoices()).toEqual([[3100], [-2100, 36_500]])
  })
})

it.each([
  ['classic', seconds('2027-01-11T00:00:00Z'), [[0], [0, 3100]]],
  ['flexible', seconds(JANUARY), [[0]]],
] as const)('the first price that is not free: %s', async (type, anchor, billed) => {
  const { stripe, customer, price, to, invoices } = await world(JANUARY)
  const { id, items } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await price(0) }],
    billing_mode: { type: type as Mode },
  })
  to('2027-01-11T00:00:00Z')

  const paid = await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id, price: await price(3100) }],
  })

  expect(paid.billing_cycle_anchor).toBe(anchor)
  expect(await invoices()).toEqual(billed)
})

/** https://docs.stripe.com/billing/subscriptions/mixed-interval */
describe('prices of several intervals', () => {
  const pairs: [Interval, number, Interval, number][] = [
    ['month', 1, 'month', 3],
    ['month', 1, 'year', 1],
    ['day', 1, 'week', 1],
    ['day', 1, 'month', 3],
    ['day', 1, 'year', 2],
    ['week', 2, 'week', 4],
  ]
  it.each(pairs)('%s %i and %s %i go together in flexible billing mode only', async (...pair) => {
    const { stripe, customer, price } = await world(JANUARY)
    const items = [
      { price: await price(1000, pair[0], pair[1]) },
      { price: await price(2000, pair[2], pair[3]) },
    ]

    await expect(stripe.subscriptions.create({ customer, items })).resolves.toBeDefined()
    await expect(
      stripe.subscriptions.create({ customer, items, billing_mode: { type: 'classic' } }),
    ).rejects.toMatchObject({ statusCode: 400 })
  })

  it.each([
    ['month', 2, 'month', 3],
    ['month', 4, 'month', 6],
    ['week', 1, 'month', 1],
    ['day', 2, 'week', 1],
    ['month', 5, 'year', 1],
  ] as [Interval, number, Interval, number][])('%s %i and %s %i are refused', async (...pair) => {
    const { stripe, customer, price } = await world(JANUARY)
    const first = await price(1000, pair[0], pair[1])
    const second = await price(2000, pair[2], pair[3])

    await expect(
      stripe.subscriptions.create({ customer, items: [{ price: first }, { price: second }] }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'items' })
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: first }] })
    await expect(
      stripe.subscriptions.update(id, { items: [{ price: second }] }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'items' })
  })

  it('have the periods of the documentation', async () => {
    const { stripe, customer, price, to, invoices } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [
        { price: await price(100) },
        { price: await price(200, 'month', 2) },
        { price: await price(400, 'month', 4) },
      ],
    })
    to('2027-03-01T02:00:00Z')

    const { items } = await stripe.subscriptions.retrieve(id)

    expect(items.data.map((item) => [item.current_period_start, item.current_period_end])).toEqual(
      [
        ['2027-03-01T00:00:00Z', '2027-04-01T00:00:00Z'],
        ['2027-03-01T00:00:00Z', '2027-05-01T00:00:00Z'],
        ['2027-01-01T00:00:00Z', '2027-05-01T00:00:00Z'],
      ].map((period) => period.map(seconds)),
    )
    expect(await invoices()).toEqual([[400, 200, 100], [100], [200, 100]])
  })

  it('are refused by Checkout', async () => {
    const { stripe, price } = await world(JANUARY)

    await expect(
      stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [
          { price: await price(100), quantity: 1 },
          { price: await price(900, 'year'), quantity: 1 },
        ],
        success_url: 'https://app.test/ok',
      }),
    ).rejects.toMatchObject({ statusCode: 400, param: 'line_items' })
  })
})

/** https://docs.stripe.com/billing/subscriptions/billing-cycle */
describe('the billing cycle anchor', () => {
  it('cannot be later than the next natural billing date', async () => {
    const { stripe, customer, price } = await world(JANUARY)
    const items = [{ price: await price(1000) }]
    const latest = seconds('2027-02-01T00:00:00Z')

    await expect(
      stripe.subscriptions.create({ customer, items, billing_cycle_anchor: latest + 1 }),
    ).rejects.toMatchObject({
      statusCode: 400,
      message: `billing_cycle_anchor cannot be later than next natural billing date (${latest}) for plan`,
    })
    await expect(
      stripe.subscriptions.create({ customer, items, billing_cycle_anchor: latest }),
    ).resolves.toMatchObject({ billing_cycle_anchor: latest })
  })

  it('is the day of the month of its configuration', async () => {
    const { stripe, customer, price, to, invoices } = await world('2027-04-21T12:30:00Z')

    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3000) }],
      billing_cycle_anchor_config: { day_of_month: 6, hour: 12, minute: 30, second: 0 },
    })

    expect(subscription).toMatchObject({
      billing_cycle_anchor: seconds('2027-05-06T12:30:00Z'),
      billing_cycle_anchor_config: {
        day_of_month: 6,
        hour: 12,
        minute: 30,
        second: 0,
        month: null,
      },
    })
    // 15 of the 30 days from April 6.
    expect(await invoices()).toEqual([[1500]])
    to('2027-05-06T14:00:00Z')
    expect(await invoices()).toEqual([[1500], [3000]])
  })

  it('on the 31st, every two months from February, first bills on the 28th', async () => {
    const { stripe, customer, price } = await world('2027-02-10T00:00:00Z')

    const { billing_cycle_anchor, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000, 'month', 2) }],
      billing_cycle_anchor_config: { day_of_month: 31 },
    })

    expect(billing_cycle_anchor).toBe(seconds('2027-08-31T00:00:00Z'))
    expect(items.data[0]?.current_period_end).toBe(seconds('2027-02-28T00:00:00Z'))
  })

  it('of a yearly price can name the month', async () => {
    const { stripe, customer, price } = await world('2027-02-10T00:00:00Z')

    const { billing_cycle_anchor } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000, 'year') }],
      billing_cycle_anchor_config: { month: 7, day_of_month: 1 },
    })

    expect(billing_cycle_anchor).toBe(seconds('2027-07-01T00:00:00Z'))
  })

  it('after a trial bills the time between them', async () => {
    const { stripe, customer, price, to, invoices } = await world('2027-04-15T00:00:00Z')

    await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3000) }],
      trial_end: seconds('2027-04-22T00:00:00Z'),
      billing_cycle_anchor: seconds('2027-05-01T00:00:00Z'),
    })

    to('2027-05-01T02:00:00Z')
    // A prorated invoice on the 22nd, and the full amount from the 1st on.
    expect(await invoices()).toEqual([[0], [900], [3000]])
  })
})

/** https://docs.stripe.com/billing/subscriptions/backdating */
describe('a backdated subscription', () => {
  it('has a line for each period in flexible billing mode', async () => {
    const { stripe, customer, price, invoices } = await world('2027-03-15T00:00:00Z')

    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      backdate_start_date: seconds(JANUARY),
    })

    expect(subscription).toMatchObject({
      start_date: seconds(JANUARY),
      billing_cycle_anchor: seconds(JANUARY),
    })
    expect(subscription.items.data[0]).toMatchObject({
      current_period_start: seconds('2027-03-01T00:00:00Z'),
      current_period_end: seconds('2027-04-01T00:00:00Z'),
    })
    expect(await invoices()).toEqual([[1000, 1000, 1000]])
  })

  it('has one line for the past in classic billing mode', async () => {
    const { stripe, customer, price, invoices } = await world('2027-03-01T00:00:00Z')

    await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      backdate_start_date: seconds('2027-02-15T00:00:00Z'),
      billing_mode: { type: 'classic' },
    })

    // 14 days of an imagined month of 28 days, and the month that begins now.
    expect(await invoices()).toEqual([[500, 1000]])
  })

  it('is not charged for the past without prorations', async () => {
    const { stripe, customer, price, to, invoices } = await world('2027-02-15T00:00:00Z')

    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      backdate_start_date: seconds(JANUARY),
      proration_behavior: 'none',
    })

    expect(subscription).toMatchObject({ start_date: seconds(JANUARY), latest_invoice: null })
    to('2027-03-01T02:00:00Z')
    expect(await invoices()).toEqual([[1000]])
  })

  it('bills up to an anchor in the future', async () => {
    const { stripe, customer, price, to, invoices } = await world('2027-10-15T00:00:00Z')

    await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      backdate_start_date: seconds('2027-09-01T00:00:00Z'),
      billing_cycle_anchor: seconds('2027-11-01T00:00:00Z'),
    })

    expect(await invoices()).toEqual([[1000, 1000]])
    to('2027-11-01T02:00:00Z')
    expect(await invoices()).toEqual([[1000, 1000], [1000]])
  })

  it('begins its discounts with it', async () => {
    const { stripe, customer, price, to, invoices } = await world('2027-03-01T00:00:00Z')
    const coupon = await stripe.coupons.create({
      percent_off: 50,
      duration: 'repeating',
      duration_in_months: 3,
    })

    await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      discounts: [{ coupon: coupon.id }],
      backdate_start_date: seconds(JANUARY),
    })

    to('2027-04-01T02:00:00Z')
    const totals = (await stripe.invoices.list({ customer })).data.map((each) => each.total)
    expect(totals.toReversed()).toEqual([1500, 1000])
    expect(await invoices()).toHaveLength(2)
  })
})

describe('a cancellation', () => {
  it('within the period credits the rest of it', async () => {
    const { stripe, customer, price, to, pending, invoices } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
    })
    to('2027-01-11T00:00:00Z')

    const ends = seconds('2027-01-21T00:00:00Z')
    const canceled = await stripe.subscriptions.update(id, { cancel_at: ends })

    expect(canceled.items.data[0]?.current_period_end).toBe(ends)
    expect(await pending()).toEqual([-1100])
    to('2027-01-21T00:00:00Z')
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled')
    expect(await invoices()).toEqual([[3100], [-1100]])
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -1100 })
  })

  it('credits nothing without prorations, or at the end of the period', async () => {
    const { stripe, customer, price, to, pending } = await world(JANUARY)
    const { id, items } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
    })
    to('2027-01-11T00:00:00Z')

    await stripe.subscriptions.update(id, { cancel_at: 'min_period_end' })
    expect(await pending()).toEqual([])
    await stripe.subscriptions.update(id, {
      cancel_at: (items.data[0]?.current_period_end ?? 0) - 86_400,
      proration_behavior: 'none',
    })
    expect(await pending()).toEqual([])
  })

  it('that is taken back charges the rest of the period again', async () => {
    const { stripe, customer, price, to, pending, invoices } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
    })
    to('2027-01-11T00:00:00Z')
    await stripe.subscriptions.update(id, { cancel_at: seconds('2027-01-21T00:00:00Z') })

    await stripe.subscriptions.update(id, { cancel_at: '' })

    expect(await pending()).toEqual([-1100, 1100])
    to('2027-02-01T02:00:00Z')
    expect((await invoices())[1]).toEqual([-1100, 1100, 3100])
  })

  it('in a later period shortens that period', async () => {
    const { stripe, customer, price, to, invoices } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(2800) }],
    })
    await stripe.subscriptions.update(id, { cancel_at: seconds('2027-02-15T00:00:00Z') })

    to('2027-02-16T00:00:00Z')

    expect(await invoices()).toEqual([[2800], [1400]])
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled')
  })

  it('in the first period shortens it, without prorations at the full price', async () => {
    for (const [behavior, amount] of [
      ['create_prorations', 1000],
      ['none', 3100],
    ] as const) {
      const { stripe, customer, price, invoices } = await world(JANUARY)

      await stripe.subscriptions.create({
        customer,
        items: [{ price: await price(3100) }],
        cancel_at: seconds('2027-01-11T00:00:00Z'),
        proration_behavior: behavior,
      })

      expect(await invoices()).toEqual([[amount]])
    }
  })
})

describe('a trial', () => {
  it.each([
    ['classic', 'Trial period for Pro'],
    ['flexible', 'Free trial for 1 × Pro'],
  ] as [Mode, string][])('has a line with the text of its billing mode: %s', async (type, text) => {
    const { stripe, customer, price } = await world(JANUARY)

    await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      trial_period_days: 7,
      billing_mode: { type },
    })

    const [invoice] = (await stripe.invoices.list({ customer })).data
    expect(invoice?.lines.data.map((line) => line.description)).toEqual([text])
  })

  it('has the length of its price if asked for', async () => {
    const { stripe, customer, price } = await world(JANUARY)
    const items = [{ price: await price(1000, 'month', 1, { trial_period_days: 10 }) }]

    expect(await stripe.subscriptions.create({ customer, items })).toMatchObject({
      status: 'active',
    })
    expect(
      await stripe.subscriptions.create({ customer, items, trial_from_plan: true }),
    ).toMatchObject({ status: 'trialing', trial_end: seconds('2027-01-11T00:00:00Z') })
  })

  it.each([
    ['classic', []],
    ['flexible', [0]],
  ] as [Mode, number[]][])('bills an added item with one $0 line: %s', async (type, lines) => {
    const { stripe, customer, price, pending } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      trial_period_days: 7,
      billing_mode: { type },
    })

    await stripe.subscriptions.update(id, { items: [{ price: await price(2000) }] })

    expect(await pending()).toEqual(lines)
  })

  it('that begins later credits the time that was paid for', async () => {
    const { stripe, customer, price, to, invoices } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(3100) }],
    })
    to('2027-01-11T00:00:00Z')

    await stripe.subscriptions.update(id, { trial_end: seconds('2027-02-10T00:00:00Z') })

    expect(await invoices()).toEqual([[3100], [-2100, 0]])
  })

  it('cannot go on after a reset of the billing cycle', async () => {
    const { stripe, customer, price } = await world(JANUARY)
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      trial_period_days: 14,
    })

    await expect(
      stripe.subscriptions.update(id, { billing_cycle_anchor: { type: 'now' } }),
    ).rejects.toMatchObject({
      statusCode: 400,
      code: 'subscription_update_trial_after_billing_cycle_anchor',
    })
  })

  it('that is ended early announces its end', async () => {
    const at = await world(JANUARY)
    const { stripe, customer, price } = at
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await price(1000) }],
      trial_period_days: 14,
    })

    await stripe.subscriptions.update(id, { trial_end: 'now' })

    expect(eventTypes(at)).toContain('customer.subscription.trial_will_end')
  })
})
