import fc from 'fast-check'
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../src/engine/engine'
import { stripeInProcess } from '../src/testing'
import { randomRuns } from './random-runs'

/**
 * The actions of a random history. Each is encoded as numbers, so that a failing history shrinks
 * well.
 */
const Step = fc.oneof(
  fc.record({ does: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 900 }) }),
  fc.record({
    does: fc.constant('subscribe' as const),
    price: fc.nat(3),
    trial: fc.nat(20),
    isMetered: fc.boolean(),
    isClassic: fc.boolean(),
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    does: fc.constant('change' as const),
    price: fc.nat(3),
    quantity: fc.integer({ min: 1, max: 5 }),
    how: fc.nat(2),
    waits: fc.boolean(),
  }),
  fc.record({
    does: fc.constantFrom(
      'cancel now' as const,
      'cancel at end' as const,
      'stay' as const,
      'pause' as const,
      'resume' as const,
      'restart' as const,
      'replace metered' as const,
      'remove metered' as const,
    ),
  }),
  fc.record({
    does: fc.constant('cancel at' as const),
    /** Undone if it is 0. */
    hours: fc.nat(1000),
  }),
  fc.record({ does: fc.constant('use' as const), value: fc.integer({ min: -3, max: 40 }) }),
  fc.record({ does: fc.constant('card' as const), card: fc.nat(3) }),
  fc.record({
    does: fc.constantFrom('fail next' as const, 'pay open' as const, 'void open' as const),
  }),
  fc.record({
    does: fc.constant('coupon' as const),
    /** What the coupon takes off, and for how long. */
    off: fc.nat(3),
    /** What it discounts. */
    place: fc.nat(3),
  }),
  fc.record({
    does: fc.constant('tax' as const),
    /** Which of `RATES`. */
    rates: fc.nat(4),
    /** What has them. */
    place: fc.nat(2),
  }),
  fc.record({ does: fc.constant('automatic tax' as const), isOn: fc.boolean() }),
  fc.record({
    does: fc.constant('schedule' as const),
    price: fc.nat(3),
    quantity: fc.integer({ min: 1, max: 3 }),
    months: fc.integer({ min: 1, max: 3 }),
    /** Whether the schedule starts a new subscription, or belongs to the latest one. */
    isNew: fc.boolean(),
    ends: fc.boolean(),
  }),
  fc.record({
    does: fc.constant('next phase' as const),
    price: fc.nat(3),
    quantity: fc.integer({ min: 1, max: 5 }),
    months: fc.integer({ min: 1, max: 3 }),
    how: fc.nat(2),
    /** Whether the running phase ends now. */
    isNow: fc.boolean(),
  }),
  fc.record({ does: fc.constantFrom('release' as const, 'cancel schedule' as const) }),
  fc.record({ does: fc.constant('refund' as const), part: fc.integer({ min: 1, max: 100 }) }),
  fc.record({
    does: fc.constantFrom('credit' as const, 'extra' as const),
    amount: fc.integer({ min: 1, max: 9000 }),
  }),
)
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never
const Life = fc.array(Step, { minLength: 4, maxLength: 18 })
const histories = randomRuns(300)
const timeout = 600_000 + histories.numRuns * 500
const ShortLife = fc.array(Step, { minLength: 1, maxLength: 5 })

/** An update invoice fails while the trial runs, and is paid later. */
const paidLateInTrial: Step[] = [
  { does: 'subscribe', price: 0, trial: 11, isMetered: false, isClassic: false, quantity: 1 },
  { does: 'extra', amount: 50 },
  { does: 'card', card: 1 },
  { does: 'change', price: 0, quantity: 2, how: 0, waits: false },
  { does: 'card', card: 0 },
  { does: 'pay open' },
]

/** The tax begins after the charge that the cancellation gives back. */
const taxedLate: Step[] = [
  { does: 'subscribe', price: 1, trial: 0, isMetered: false, isClassic: false, quantity: 3 },
  { does: 'tax', rates: 1, place: 1 },
  { does: 'cancel now' },
]

/** The rate ends before the cancellation gives back what was charged with it. */
const taxedEarly: Step[] = [
  { does: 'subscribe', price: 0, trial: 0, isMetered: false, isClassic: false, quantity: 1 },
  { does: 'tax', rates: 3, place: 1 },
  { does: 'change', price: 1, quantity: 2, how: 0, waits: false },
  { does: 'tax', rates: 2, place: 2 },
  { does: 'cancel now' },
]

describe('random histories', () => {
  it('neither create nor lose money, and only make valid transitions', {
    timeout,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(Life, async (life) => {
        const at = stripeInProcess()
        await live(at, life, () => moneyIsWhole(at.engine))
        movesAreLegal(at.engine)
      }),
      { ...histories, examples: [[paidLateInTrial], [taxedLate], [taxedEarly]] },
    )
  })

  it('are identical, byte for byte, with the same seed', { timeout }, async () => {
    const history = async (life: Step[]) => {
      const at = stripeInProcess({ seed: 42 })
      await live(at, life, () => {})
      return JSON.stringify(at.engine.store.events.all())
    }
    await fc.assert(
      fc.asyncProperty(ShortLife, async (life) => {
        const [once, again] = [await history(life), await history(life)]
        expect(once === again).toBe(true)
      }),
      histories,
    )
  })
})

async function live(
  { stripe, engine }: ReturnType<typeof stripeInProcess>,
  life: Step[],
  check: () => void,
) {
  const prices = await catalog(stripe)
  engine.taxes.set({ DE: { percentage: 19 } })
  const rates = await taxRates(stripe)
  const customer = (
    await stripe.customers.create({ email: 'ada@example.com', address: { country: 'DE' } })
  ).id
  await pay(stripe, customer, 'pm_card_visa')
  for (const step of life) {
    // Refused requests are part of a history. Any other error fails the test.
    await take(stripe, engine, customer, { prices, rates }, step).catch(
      (problem: { statusCode?: number }) => {
        if (![400, 402, 404].includes(problem.statusCode ?? 0)) throw problem
      },
    )
    check()
  }
}

async function take(
  stripe: Stripe,
  engine: Engine,
  customer: string,
  { prices, rates }: { prices: string[]; rates: string[][] },
  step: Step,
) {
  const { store } = engine
  const latest = store.subscriptions.all().findLast((each) => each.status !== 'canceled')
  const open = store.invoices.all().findLast((each) => each.status === 'open')
  const schedule = store.schedules.all().findLast((each) => isRunning(each.status))
  switch (step.does) {
    case 'wait':
      return engine.clock.advance({ hours: step.hours })
    case 'subscribe':
      return stripe.subscriptions.create({
        customer,
        items: [
          { price: prices[step.price], quantity: step.quantity },
          ...(step.isMetered ? [{ price: prices[METERED] }] : []),
        ],
        billing_mode: { type: step.isClassic ? 'classic' : 'flexible' },
        ...(step.trial > 10 && { trial_period_days: step.trial }),
      })
    case 'change':
      if (!latest) return
      return stripe.subscriptions.update(latest.id, {
        items: [
          { id: latest.items.data[0]?.id, price: prices[step.price], quantity: step.quantity },
        ],
        proration_behavior: PRORATIONS[step.how],
        ...(step.waits && { payment_behavior: 'pending_if_incomplete' as const }),
      })
    case 'cancel now':
      return latest && stripe.subscriptions.cancel(latest.id, { prorate: true, invoice_now: true })
    case 'cancel at end':
      return latest && stripe.subscriptions.update(latest.id, { cancel_at_period_end: true })
    case 'stay':
      return latest && stripe.subscriptions.update(latest.id, { cancel_at_period_end: false })
    case 'restart':
      return (
        latest && stripe.subscriptions.update(latest.id, { billing_cycle_anchor: { type: 'now' } })
      )
    case 'cancel at':
      return (
        latest &&
        stripe.subscriptions.update(latest.id, {
          cancel_at: step.hours ? engine.world.clock.seconds() + step.hours * 3600 : '',
        })
      )
    case 'replace metered':
    case 'remove metered': {
      const metered = latest?.items.data.find((item) => item.quantity === undefined)
      if (!latest || !metered) return
      const other = metered.price.id === prices[METERED] ? prices[METERED + 1] : prices[METERED]
      return stripe.subscriptions.update(latest.id, {
        items: [
          {
            id: metered.id,
            ...(step.does === 'remove metered' ? { deleted: true } : { price: other }),
          },
        ],
      })
    }
    case 'use':
      return stripe.billing.meterEvents.create({
        event_name: 'calls',
        payload: { stripe_customer_id: customer, value: String(step.value / 2) },
      })
    case 'pause':
      return (
        latest && stripe.subscriptions.update(latest.id, { pause_collection: { behavior: 'void' } })
      )
    case 'resume':
      return latest && stripe.subscriptions.update(latest.id, { pause_collection: '' })
    case 'card':
      return pay(
        stripe,
        customer,
        [
          'pm_card_visa',
          'pm_card_chargeCustomerFail',
          'pm_card_authenticationRequired',
          'pm_card_mastercard',
        ][step.card] ?? '',
      )
    case 'fail next':
      return engine.customers.nextPaymentFails(customer, true)
    case 'pay open':
      return open && stripe.invoices.pay(open.id)
    case 'void open':
      return open && stripe.invoices.voidInvoice(open.id)
    case 'coupon': {
      const { id: coupon } = await stripe.coupons.create(COUPONS[step.off] ?? {})
      return redeem(stripe, customer, latest, coupon, step.place)
    }
    case 'tax':
      return setTax(stripe, customer, latest, rates[step.rates] ?? [], step.place)
    case 'automatic tax':
      return (
        latest &&
        stripe.subscriptions.update(latest.id, {
          automatic_tax: { enabled: step.isOn },
          ...(step.isOn && { default_tax_rates: '' }),
        })
      )
    case 'schedule': {
      const end_behavior = step.ends ? 'cancel' : 'release'
      if (!step.isNew) {
        return latest && stripe.subscriptionSchedules.create({ from_subscription: latest.id })
      }
      return stripe.subscriptionSchedules.create({
        customer,
        start_date: 'now',
        end_behavior,
        phases: [phaseOf(prices, step)],
      })
    }
    case 'next phase': {
      const running = schedule?.phases.find(
        ({ start_date }) => start_date === schedule.current_phase?.start_date,
      )
      if (!schedule || !running) return
      const now = engine.world.clock.seconds()
      return stripe.subscriptionSchedules.update(schedule.id, {
        proration_behavior: PRORATIONS[step.how],
        phases: [
          {
            start_date: running.start_date,
            end_date: step.isNow ? now : running.end_date,
            items: running.items.map(({ price, quantity }) => ({
              price: String(price),
              ...(quantity !== undefined && { quantity }),
            })),
          },
          { ...phaseOf(prices, step), proration_behavior: PRORATIONS[step.how] },
        ],
      })
    }
    case 'release':
      return schedule && stripe.subscriptionSchedules.release(schedule.id)
    case 'cancel schedule':
      return schedule && stripe.subscriptionSchedules.cancel(schedule.id, { prorate: true })
    case 'refund': {
      const charge = store.charges.all().findLast((each) => each.paid && !each.refunded)
      if (!charge) return
      const left = charge.amount - charge.amount_refunded
      return stripe.refunds.create({
        charge: charge.id,
        amount: Math.ceil((left * step.part) / 100),
      })
    }
    case 'credit':
      return stripe.customers.createBalanceTransaction(customer, {
        amount: -step.amount,
        currency: 'usd',
      })
    case 'extra':
      return stripe.invoiceItems.create({ customer, amount: step.amount, currency: 'usd' })
  }
}

const PRORATIONS = ['always_invoice', 'create_prorations', 'none'] as const

const isRunning = (status: string) => status === 'active' || status === 'not_started'

const phaseOf = (
  prices: string[],
  { price, quantity, months }: { price: number; quantity: number; months: number },
) => ({
  items: [{ price: prices[price], quantity }],
  duration: { interval: 'month' as const, interval_count: months },
})

/** Combinations of tax rates, by their ids. */
async function taxRates(stripe: Stripe): Promise<string[][]> {
  const rate = async (percentage: number, inclusive = false) =>
    (await stripe.taxRates.create({ display_name: 'Tax', percentage, inclusive })).id
  const [vat, included, state, city] = [
    await rate(20),
    await rate(7.7, true),
    await rate(5),
    await rate(9.975),
  ]
  return [[], [vat], [included], [state, city], [included, state]]
}

async function setTax(
  stripe: Stripe,
  customer: string,
  latest: { id: string; items: { data: { id: string }[] } } | undefined,
  rates: string[],
  place: number,
) {
  if (place === 0) {
    return stripe.invoiceItems.create({
      customer,
      amount: 1237,
      currency: 'usd',
      tax_rates: rates,
    })
  }
  if (!latest) return
  return place === 1
    ? stripe.subscriptions.update(latest.id, { default_tax_rates: rates })
    : stripe.subscriptionItems.update(latest.items.data[0]?.id ?? '', { tax_rates: rates })
}

const COUPONS: Stripe.CouponCreateParams[] = [
  { percent_off: 33, duration: 'forever' },
  { amount_off: 777, currency: 'usd', duration: 'forever' },
  { percent_off: 12.5, duration: 'once' },
  { amount_off: 5000, currency: 'usd', duration: 'repeating', duration_in_months: 2 },
]

async function redeem(
  stripe: Stripe,
  customer: string,
  latest: { id: string; items: { data: { id: string }[] } } | undefined,
  coupon: string,
  place: number,
) {
  const discounts = [{ coupon }]
  if (place === 0) {
    return stripe.invoiceItems.create({ customer, amount: 2001, currency: 'usd', discounts })
  }
  if (!latest) return
  const item = latest.items.data[0]?.id
  if (place === 1) return stripe.subscriptions.update(latest.id, { discounts })
  if (place === 2) {
    return stripe.subscriptions.update(latest.id, { items: [{ id: item, discounts }] })
  }
  return stripe.subscriptions.update(latest.id, { items: [{ id: item, quantity: 3 }], discounts })
}

/** Every charge belongs to an invoice, and every invoice is the sum of its lines. */
function moneyIsWhole(engine: Engine): void {
  const { store } = engine
  for (const invoice of store.invoices.all()) {
    const discounts = sum(invoice.total_discount_amounts?.map((each) => each.amount) ?? [])
    expect(invoice.subtotal).toBe(sum(invoice.lines.data.map((line) => line.amount)))
    expect(invoice.total).toBe(invoice.subtotal - discounts + exclusiveOf(invoice.total_taxes))
    discountsAreWhole(invoice)
    taxesAreWhole(engine, invoice)
    if (invoice.status === 'draft') continue
    const applied = store.balanceEntries
      .all()
      .filter((each) => each.invoice === invoice.id)
      .filter(({ type }) => type === 'applied_to_invoice' || type === 'invoice_too_small')
    if (invoice.status_transitions.finalized_at && invoice.number) {
      expect(invoice.total).toBe(invoice.amount_due + sum(applied.map((each) => each.amount)))
    }
    const payments = store.invoicePayments.where('invoice', invoice.id)
    const paid = sum(payments.map((each) => each.amount_paid ?? 0))
    expect(invoice.amount_paid).toBe(paid)
    expect(invoice.amount_paid).toBe(invoice.status === 'paid' ? invoice.amount_due : 0)
  }
  creditsAreCovered(engine)
  const charged = sum(store.charges.all().map((each) => each.amount_captured))
  expect(charged).toBe(sum(store.invoices.all().map((each) => each.amount_paid)))
  for (const charge of store.charges.all()) {
    const refunded = sum(store.refunds.where('charge', charge.id).map((each) => each.amount))
    expect(charge.amount_refunded).toBe(refunded)
    expect(refunded).toBeLessThanOrEqual(charge.amount_captured)
  }
  for (const customer of store.customers.all()) {
    const entries = store.balanceEntries.where('customer', customer.id)
    expect(customer.balance).toBe(sum(entries.map((each) => each.amount)))
  }
}

/** What a discount takes off an invoice is what it takes off its lines, and never too much. */
function discountsAreWhole({ lines, total_discount_amounts }: Stored<'invoices'>): void {
  for (const { discount, amount } of total_discount_amounts ?? []) {
    const taken = lines.data.flatMap((line) => line.discount_amounts ?? [])
    expect(sum(taken.filter((each) => each.discount === discount).map((each) => each.amount))).toBe(
      amount,
    )
  }
  for (const line of lines.data) {
    const off = sum((line.discount_amounts ?? []).map((each) => each.amount))
    expect(off).toBeGreaterThanOrEqual(0)
    expect(off).toBeLessThanOrEqual(Math.max(0, line.amount))
    if (line.parent?.subscription_item_details?.proration) expect(off).toBe(0)
  }
}

/** The taxes of an invoice are those of its lines, and each is its share of the line after discounts. */
function taxesAreWhole({ store }: Engine, invoice: Stored<'invoices'>): void {
  const taxes = invoice.lines.data.flatMap((line) => line.taxes ?? [])
  const all = sum(taxes.map((each) => each.amount))
  expect(sum(invoice.total_taxes?.map((each) => each.amount) ?? [])).toBe(all)
  expect(invoice.total_excluding_tax).toBe(invoice.total - all)
  for (const line of invoice.lines.data) {
    const net = line.amount - sum((line.discount_amounts ?? []).map((each) => each.amount))
    const rates = (line.taxes ?? []).map(
      (tax) => store.taxRates.get(tax.tax_rate_details?.tax_rate ?? '')?.percentage ?? Number.NaN,
    )
    const included = rates.filter((_, i) => line.taxes?.[i]?.tax_behavior === 'inclusive')
    const inside = net - net / (1 + sum(included) / 100)
    for (const [i, tax] of (line.taxes ?? []).entries()) {
      const exact = ((net - inside) * (rates[i] ?? 0)) / 100
      // An exclusive tax is on a base from which rounded taxes were taken.
      expect(Math.abs(tax.amount - exact)).toBeLessThanOrEqual(0.7)
    }
  }
}

const exclusiveOf = (taxes: { tax_behavior: string; amount: number }[] | null) =>
  sum((taxes ?? []).filter((tax) => tax.tax_behavior === 'exclusive').map((tax) => tax.amount))

/** The place of the first of two metered prices in the catalog. */
const METERED = 4

/**
 * In flexible billing mode, the credits for unused time never give back more than was charged for
 * that time. An invoice can be voided after its charge was credited.
 */
function creditsAreCovered({ store }: Engine): void {
  const classic = new Set(
    store.subscriptions
      .all()
      .filter((each) => each.billing_mode.type === 'classic')
      .map((each) => each.id),
  )
  const lines = store.invoices
    .all()
    .flatMap(({ status, lines }) =>
      lines.data.filter((line) => status !== 'void' || line.amount > 0),
    )
    .filter(({ subscription }) => subscription !== null && !classic.has(subscription as string))
  const items = [
    ...new Set(lines.map((line) => line.parent?.subscription_item_details?.subscription_item)),
  ]
  for (const item of items) {
    if (!item) continue
    const own = lines.filter(
      (line) => line.parent?.subscription_item_details?.subscription_item === item,
    )
    const net = own.map(
      (line) =>
        line.amount -
        sum((line.discount_amounts ?? []).map((each) => each.amount)) +
        exclusiveOf(line.taxes),
    )
    // Each credit is rounded once, and so is each of its taxes.
    const roundings = own.length + own.flatMap((line) => line.taxes ?? []).length
    expect(sum(net)).toBeGreaterThanOrEqual(-roundings)
  }
}

type Stored<Name extends 'invoices'> = ReturnType<Engine['store'][Name]['all']>[number]

const LEGAL: Record<string, string[]> = {
  incomplete: ['active', 'trialing', 'incomplete_expired'],
  trialing: ['active', 'past_due', 'paused', 'canceled'],
  active: ['trialing', 'past_due', 'unpaid', 'paused', 'canceled'],
  past_due: ['active', 'unpaid', 'canceled'],
  unpaid: ['active', 'canceled'],
  paused: ['active', 'canceled'],
  canceled: [],
  incomplete_expired: [],
}

function movesAreLegal({ store }: Engine): void {
  const last = new Map<string, string>()
  for (const event of store.events.all()) {
    if (event.data.object.object !== 'subscription') continue
    const { id = '', status, trial_end } = event.data.object as Stripe.Subscription
    const before = last.get(id)
    // A schedule that ends with the trial leaves the subscription just before the trial ends.
    const isOnTrial = trial_end !== null && trial_end >= event.created
    // An invoice of the trial's days may fail. Once it is paid, the trial continues.
    const isPaidInTrial = before === 'past_due' && status === 'trialing' && isOnTrial
    if (before && before !== status && !isPaidInTrial) expect(LEGAL[before]).toContain(status)
    if (status === 'trialing') expect(isOnTrial).toBe(true)
    last.set(id, status)
  }
  for (const subscription of store.subscriptions.all()) {
    expect(last.get(subscription.id)).toBe(subscription.status)
  }
}

async function pay(stripe: Stripe, customer: string, card: string) {
  const method = await stripe.paymentMethods.attach(card, { customer })
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: method.id },
  })
}

async function catalog(stripe: Stripe): Promise<string[]> {
  const product = await stripe.products.create({ name: 'Plan' })
  const price = async (unit_amount: number, interval: 'week' | 'month' | 'year') =>
    (
      await stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount,
        recurring: { interval },
      })
    ).id
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  })
  const metered = async (unit_amount: string) =>
    (
      await stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount_decimal: Stripe.Decimal.from(unit_amount),
        recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      })
    ).id
  return [
    await price(1900, 'month'),
    await price(4999, 'month'),
    await price(701, 'week'),
    await price(49_900, 'year'),
    await metered('7'),
    await metered('12.5'),
  ]
}

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
