import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { frozenAt } from '../src/engine/world/clock'
import { stripeInProcess } from '../src/testing'

/**
 * One year of a subscription, computed by hand. Starter $19, Pro $49 and Enterprise $199 a month;
 * API calls are free up to 1,000 a month and cost one cent each beyond that.
 */
const INVOICES: [
  created: string,
  reason: string,
  status: string,
  total: number,
  lines: number[],
][] = [
  // A trial of 14 days: a $0 line for the plan.
  ['2026-01-01', 'subscription_create', 'paid', 0, [0]],
  // The trial converts: one month of Pro in advance, and a $0 line for the calls during the trial.
  ['2026-01-15', 'subscription_cycle', 'paid', 4900, [0, 4900]],
  // Pro → Enterprise on February 1, with 14 of 31 days left: 4900 × 14/31 credited, 19900 × 14/31
  // charged.
  ['2026-02-01', 'subscription_update', 'paid', 6774, [-2213, 8987]],
  // Enterprise in advance; 1,500 calls of the last month: 1,000 free, 500 at one cent.
  ['2026-02-15', 'subscription_cycle', 'paid', 20_400, [0, 500, 19_900]],
  // The downgrade of March 1 takes effect with this period.
  ['2026-03-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  // Declined on the 15th and the 18th, paid on the 23rd.
  ['2026-04-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  // Paid, then refunded on the 20th.
  ['2026-05-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  ['2026-06-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  ['2026-07-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  ['2026-08-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  ['2026-09-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  ['2026-10-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  ['2026-11-15', 'subscription_cycle', 'paid', 1900, [0, 1900]],
  // Canceled at the period end on December 15: nothing more.
]

const UPCOMING = ['invoice.upcoming']
const DRAFTED = ['invoice.created', 'customer.subscription.updated']
const SETTLED = [
  'charge.succeeded',
  'payment_intent.succeeded',
  'invoice_payment.paid',
  'invoice.updated',
  'invoice.paid',
  'invoice.payment_succeeded',
]
const CHARGED = ['invoice.finalized', 'payment_intent.created', ...SETTLED]
const REFUSED = [
  'charge.failed',
  'payment_intent.payment_failed',
  'invoice.updated',
  'invoice.payment_failed',
]
const RENEWED = [...UPCOMING, ...DRAFTED, ...CHARGED]

const EVENTS: [what: string, types: string[]][] = [
  [
    'pays at Checkout: a trial',
    [
      'payment_method.attached',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'checkout.session.completed',
    ],
  ],
  [
    'the trial ends',
    ['invoice.upcoming', 'customer.subscription.trial_will_end', ...DRAFTED, ...CHARGED],
  ],
  [
    'upgrades',
    [
      'customer.subscription.updated',
      'invoiceitem.created',
      'invoiceitem.created',
      'invoice.created',
      ...CHARGED,
    ],
  ],
  ['renews, with usage', RENEWED],
  [
    'asks to be downgraded',
    [
      'subscription_schedule.created',
      'customer.subscription.updated',
      'subscription_schedule.updated',
      'subscription_schedule.updated',
    ],
  ],
  [
    'is downgraded',
    [
      ...UPCOMING,
      'customer.subscription.updated',
      'subscription_schedule.updated',
      ...DRAFTED,
      ...CHARGED,
    ],
  ],
  [
    'changes to a card that will fail',
    [
      'payment_method.attached',
      'customer.subscription.updated',
      // The phase that runs has the new card.
      'subscription_schedule.updated',
    ],
  ],
  [
    'fails twice',
    [
      'subscription_schedule.expiring',
      ...UPCOMING,
      // The last phase of the schedule ends, and the subscription goes on without it.
      'customer.subscription.updated',
      'subscription_schedule.completed',
      ...DRAFTED,
      'invoice.finalized',
      'payment_intent.created',
      ...REFUSED,
      // The customer is delinquent.
      'customer.updated',
      'customer.subscription.updated',
      ...REFUSED,
    ],
  ],
  ['changes to a card that works', ['payment_method.attached', 'customer.subscription.updated']],
  ['is paid after all', [...SETTLED, 'customer.updated', 'customer.subscription.updated']],
  ['renews in May', RENEWED],
  ['is refunded', ['refund.created', 'charge.refunded']],
  ['renews from June to November', Array.from({ length: 6 }, () => RENEWED).flat()],
  ['cancels', ['invoice.upcoming', 'customer.subscription.updated']],
  ['ends', ['customer.subscription.deleted']],
  ['is gone', []],
]

/**
 * The taxes of the lines of the same invoices, for a rate of 19 percent. Exclusive: 19 percent of
 * the line. Inclusive: what the line has beyond its amount / 1.19.
 */
const TAXES: [exclusive: number[], inclusive: number[]][] = [
  [[0], [0]],
  [
    [0, 931],
    [0, 782],
  ],
  [
    [-420, 1708],
    [-353, 1435],
  ],
  [
    [0, 95, 3781],
    [0, 80, 3177],
  ],
  ...Array.from({ length: 9 }, (): [number[], number[]] => [
    [0, 361],
    [0, 303],
  ]),
]

describe('a year of one subscription', () => {
  it.each([
    ['without taxes', null],
    ['with an exclusive tax', false],
    ['with an inclusive tax', true],
  ])('is correct %s, invoice by invoice and event by event', async (_, inclusive) => {
    const at = stripeInProcess({ clock: frozenAt('2026-01-01T00:00:00Z') })
    const story = await live(at, inclusive)

    const taxes = TAXES.map(([out, within]) => (inclusive === null ? [] : inclusive ? within : out))
    expect(story.events).toEqual(EVENTS)
    expect(story.taxes).toEqual(taxes)
    expect(story.invoices).toEqual(
      INVOICES.map(([created, reason, status, total, lines], i) => [
        created,
        reason,
        status,
        total + (inclusive ? 0 : sum(taxes[i] ?? [])),
        lines,
      ]),
    )
    const charged = at.engine.store.charges.all().filter((charge) => charge.paid)
    expect(sum(charged.map(({ amount }) => amount))).toBe(
      sum(story.invoices.map(([, , , total]) => Number(total))),
    )
  })
})

async function live(
  { stripe, engine }: ReturnType<typeof stripeInProcess>,
  inclusive: boolean | null,
) {
  const plans = await catalog(stripe)
  const rate =
    inclusive === null
      ? null
      : await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive })
  const taxed = rate && { default_tax_rates: [rate.id] }
  const customer = await stripe.customers.create({ email: 'ada@example.com' })
  const events: [string, string[]][] = []
  let seen = engine.store.events.size
  const then = (what: string) => {
    const all = engine.store.events.all()
    events.push([what, all.slice(seen).map((event) => event.type)])
    seen = all.length
  }
  const until = (moment: string) => engine.clock.advanceTo(new Date(moment))
  const subscription = async () => {
    const [only] = (await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data
    if (!only) throw new Error('no subscription')
    return only
  }
  const payWith = async (card: string) => {
    const { id } = await subscription()
    const method = await stripe.paymentMethods.attach(card, { customer: customer.id })
    await stripe.subscriptions.update(id, { default_payment_method: method.id })
  }

  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: plans.pro, quantity: 1 }, { price: plans.calls }],
    success_url: 'https://app.test/ok',
    subscription_data: { trial_period_days: 14, ...taxed },
  })
  engine.checkout.pay(session.id, { number: '4242424242424242' })
  then('pays at Checkout: a trial')

  until('2026-01-16T00:00:00Z')
  then('the trial ends')

  until('2026-02-01T00:00:00Z')
  const [plan] = (await subscription()).items.data
  await stripe.subscriptions.update((await subscription()).id, {
    items: [{ id: plan?.id, price: plans.enterprise }],
    proration_behavior: 'always_invoice',
  })
  then('upgrades')

  for (const [i, value] of ['900', '600'].entries()) {
    const payload = { stripe_customer_id: customer.id, value }
    await stripe.billing.meterEvents.create({ event_name: 'calls', payload, identifier: `e${i}` })
  }
  until('2026-02-16T00:00:00Z')
  then('renews, with usage')

  until('2026-03-01T00:00:00Z')
  const { id } = await subscription()
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })
  const phase = schedule.phases[0]
  await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      {
        start_date: phase?.start_date,
        end_date: phase?.end_date,
        items: [{ price: plans.enterprise, quantity: 1 }, { price: plans.calls }],
        ...taxed,
      },
      {
        ...taxed,
        items: [{ price: plans.starter, quantity: 1 }, { price: plans.calls }],
        duration: { interval: 'month', interval_count: 1 },
      },
    ],
  })
  then('asks to be downgraded')
  until('2026-03-16T00:00:00Z')
  then('is downgraded')

  until('2026-04-01T00:00:00Z')
  await payWith('pm_card_chargeCustomerFail')
  then('changes to a card that will fail')
  until('2026-04-20T00:00:00Z')
  then('fails twice')
  await payWith('pm_card_visa')
  then('changes to a card that works')
  until('2026-04-24T00:00:00Z')
  then('is paid after all')

  until('2026-05-20T00:00:00Z')
  then('renews in May')
  const [may] = (await stripe.charges.list({ customer: customer.id })).data
  await stripe.refunds.create({ charge: may?.id })
  then('is refunded')

  until('2026-12-01T00:00:00Z')
  then('renews from June to November')
  until('2026-12-10T00:00:00Z')
  await stripe.subscriptions.update(id, { cancel_at_period_end: true })
  then('cancels')
  until('2026-12-16T00:00:00Z')
  then('ends')
  until('2027-01-01T00:00:00Z')
  then('is gone')

  const invoices = engine.store.invoices
    .all()
    .map((invoice) => [
      new Date(invoice.created * 1000).toISOString().slice(0, 10),
      invoice.billing_reason,
      invoice.status,
      invoice.total,
      invoice.lines.data.map((line) => line.amount),
    ])
  const taxes = engine.store.invoices
    .all()
    .map(({ lines }) =>
      lines.data.flatMap((line) => (line.taxes ?? []).map(({ amount }) => amount)),
    )
  return { events, invoices, taxes }
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

async function catalog(stripe: Stripe) {
  const product = await stripe.products.create({ name: 'Service' })
  const monthly = async (unit_amount: number) => {
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount,
      recurring: { interval: 'month' },
    })
    return price.id
  }
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  })
  const calls = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    tiers: [
      { up_to: 1000, unit_amount: 0 },
      { up_to: 'inf', unit_amount: 1 },
    ],
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  })
  return {
    starter: await monthly(1900),
    pro: await monthly(4900),
    enterprise: await monthly(19_900),
    calls: calls.id,
  }
}
