import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer } from '@/lib/sync/customer'
import { subscriptionOf } from '@/testing/subscription'
import { createWorld, type World } from '@/testing/world'

/** With a currency that has no cents, and amounts that don't divide well. */
const catalog: Catalog = {
  ...saas,
  plans: saas.plans.map((plan) => ({
    ...plan,
    prices: plan.prices.map((price) => ({
      ...price,
      otherCurrencies: { eur: price.amountCents - 201, jpy: price.amountCents + 77 },
    })),
    limits: Object.fromEntries(
      Object.entries(plan.limits).map(([meter, limit]) => [
        meter,
        { ...limit, otherCurrencies: { ...limit.otherCurrencies, jpy: 0.37 } },
      ]),
    ),
  })),
}

const plan = fc.constantFrom('starter', 'pro', 'enterprise')
const interval = fc.constantFrom('month' as const, 'year' as const)
const quantity = fc.integer({ min: 1, max: 9 })
const afterSeconds = fc.oneof(
  fc.integer({ min: 0, max: 40 * 86_400 }),
  fc.constantFrom(0, 1, 31 * 86_400, 31 * 86_400 - 1, 31 * 86_400 + 1),
)
/** API calls before a change. Some are beyond what any plan includes. */
const used = fc.constantFrom(0, 9_999, 150_001, 1_234_567)
const off = fc.oneof(
  fc.record({ percent_off: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ amount_off: fc.integer({ min: 1, max: 9_000 }) }),
)
const lives = fc.record({
  plan,
  interval,
  quantity,
  currency: fc.constantFrom('usd', 'eur', 'jpy'),
  trialDays: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  /** The items before and after the plan's item. */
  addOns: fc.array(
    fc.record({ interval, quantity, isFirst: fc.boolean(), isMetered: fc.boolean() }),
    { maxLength: 2 },
  ),
  coupon: fc.option(fc.tuple(off, fc.constantFrom('forever' as const, 'once' as const)), {
    nil: undefined,
  }),
  /** The subscription's default tax rates. */
  taxes: fc.array(
    fc.record({
      percentage: fc.integer({ min: 0, max: 300_000 }).map((basis) => basis / 10_000),
      inclusive: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  changes: fc.array(fc.record({ plan, interval, quantity, afterSeconds, used }), {
    minLength: 1,
    maxLength: 3,
  }),
  /** At last, its owner cancels it for the end of the period, and then wants this. */
  whileEnding: fc.option(fc.record({ plan: fc.constantFrom('pro', 'enterprise'), quantity }), {
    freq: 2,
    nil: undefined,
  }),
})
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never

/** How many scenarios are tried. A thousand take about two minutes. */
const scenarios = Number(process.env.PREVIEW_SCENARIOS ?? 60)

let world: World | undefined
let lived = 0
afterAll(() => world?.close())

it('the preview is what is charged, to the cent, whatever changes and whenever', {
  timeout: 600_000 + scenarios * 1_000,
}, async () => {
  const seen: Seen = {
    charged: 0,
    later: 0,
    free: 0,
    withAddOns: 0,
    taxAdded: 0,
    taxIncluded: 0,
    ending: 0,
    refused: 0,
  }
  await fc.assert(
    fc.asyncProperty(lives, (life) => live(life, seen)),
    { numRuns: scenarios },
  )
  const compared = seen.charged + seen.later + seen.free
  console.info(
    `Preview and charge: ${compared} changes compared in ${lived} scenarios (${JSON.stringify(seen)})`,
  )
  expect(lived).toBe(scenarios)
  // Each kind was met, or the test shows less than it says.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
})

type Seen = Record<
  'charged' | 'later' | 'free' | 'withAddOns' | 'taxAdded' | 'taxIncluded' | 'ending' | 'refused',
  number
>

async function live(life: Life, seen: Seen) {
  // The clock of a world only goes forward: a new one, before it has gone too far.
  if (lived++ % 25 === 0) {
    await world?.close()
    world = await createWorld({ catalog })
  }
  if (!world) throw new Error('There is no world')
  const { engine, stripe } = world
  const { person, customer, subscription } = await subscribed(world, life)
  const invoices = () => engine.store.invoices.where('customer', customer)
  const usagePrices = () =>
    new Set(
      engine.store.prices
        .all()
        .filter(({ lookup_key, recurring }) => lookup_key && recurring?.usage_type === 'metered')
        .map(({ id }) => id),
    )
  const addOns = async () => {
    const { items } = await stripe.subscriptions.retrieve(subscription)
    return items.data
      .filter(({ price }) => !price.lookup_key)
      .map(({ id, price, quantity, metadata }) => [id, price.id, quantity, metadata])
      .sort()
  }
  const addOnsBefore = await addOns()
  expect(addOnsBefore).toHaveLength(life.addOns.length)

  const steps = [
    ...life.changes.map((change) => ({ ...change, isEnding: false })),
    ...(life.whileEnding
      ? [{ ...life.whileEnding, used: 0, afterSeconds: 86_400, isEnding: true }]
      : []),
  ]
  for (const { afterSeconds, used, isEnding, ...wanted } of steps) {
    engine.clock.advance({ seconds: afterSeconds })
    await stripe.billing.meterEvents.create({
      event_name: 'saas_api_calls',
      payload: { stripe_customer_id: customer, value: String(used) },
    })
    if (isEnding) await person.cancel()
    const { status, body: preview } = await person.preview(wanted)
    if (status !== 200) {
      expect(status).toBe(409)
      seen.refused++
      continue
    }
    const before = invoices().length
    const confirmed = { ...wanted, previewId: preview.previewId }
    const answer = await person.change(confirmed)
    expect(answer).toMatchObject({ status: 200 })

    const made = invoices().slice(before)
    const lines = preview.lines as { amountCents: number }[]
    const isCharged = lines.length > 0
    expect(made.map(({ total, amount_due }) => [total, amount_due])).toEqual(
      isCharged ? [[preview.totalCents, preview.amountDueCents]] : [],
    )
    const listed = lines.reduce((sum, { amountCents }) => sum + amountCents, 0)
    const [added, included] = [Number(preview.taxCents), Number(preview.includedTaxCents)]
    expect(listed - Number(preview.discountCents) + added).toBe(preview.totalCents)
    const taxed = (behavior: string) =>
      made
        .flatMap(({ total_taxes }) => total_taxes ?? [])
        .filter(({ tax_behavior }) => tax_behavior === behavior)
        .reduce((sum, { amount }) => sum + amount, 0)
    expect([added, included]).toEqual([taxed('exclusive'), taxed('inclusive')])
    if (added !== 0) seen.taxAdded++
    if (included !== 0) seen.taxIncluded++
    expect(await addOns()).toEqual(addOnsBefore)
    if (life.addOns.length > 0) seen.withAddOns++
    if (isEnding) {
      seen.ending++
      expect(preview.next).toBeNull()
      const { cancel_at } = await stripe.subscriptions.retrieve(subscription)
      expect(cancel_at).toBe(Date.parse(String(preview.endsAt)) / 1000)
    }
    seen[isCharged ? 'charged' : preview.effective === 'now' ? 'free' : 'later']++
    if (preview.effective === 'now') continue

    // What was planned is charged when its time has come, and what it costs was said before.
    engine.clock.advanceTo(new Date(String(preview.effectiveAt)))
    const isLasting = life.coupon?.[1] !== 'once'
    const said = preview.next as { totalCents: number; at: string }
    const next = invoices().findLast(({ created }) => created * 1000 === Date.parse(said.at))
    const usage = (next?.lines.data ?? [])
      .filter(
        ({ quantity, pricing }) =>
          usagePrices().has(pricing?.price_details?.price ?? '') && quantity !== 0,
      )
      .reduce((sum, { amount }) => sum + amount, 0)
    // Future usage is unknown at the preview, so its charge comes on top.
    if (isLasting && usage === 0) expect(next?.total).toBe(said.totalCents)
    else if (!life.coupon && life.taxes.length === 0) {
      expect(next?.total).toBe(said.totalCents + usage)
    }
    expect(await addOns()).toEqual(addOnsBefore)
  }
  await stripe.subscriptions.cancel(subscription)
}

/** A new user who goes through the start of a scenario. No event has been delivered yet. */
async function subscribed(
  world: World,
  { currency, trialDays, coupon, addOns, taxes, ...terms }: Life,
) {
  const { stripe, services } = world
  const ada = world.addUser(`ada-${lived}`)
  const token = await services.tokens.verify(world.token(ada))
  if (!token) throw new Error('The token is no good')
  const { customerId } = await ensureCustomer(services, await currentAccount(services, token))
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customerId })
  const price = catalog.plans
    .find(({ key }) => key === terms.plan)
    ?.prices.find(({ interval }) => interval === terms.interval)
  const [found] = (await stripe.prices.list({ lookup_keys: [price?.lookupKey ?? ''] })).data
  const made = coupon && {
    ...coupon[0],
    ...('amount_off' in coupon[0] && { currency }),
    duration: coupon[1],
  }
  const beside: { isFirst: boolean; item: AddOn }[] = []
  for (const { isFirst, isMetered, quantity, interval } of addOns) {
    const { id: price } = await stripe.prices.create(
      addOnPrice(interval, isMetered && (await meter(world))),
    )
    beside.push({
      isFirst,
      item: { price, metadata: { of: 'sales' }, ...(!isMetered && { quantity }) },
    })
  }
  const addOnItems = (first: boolean) =>
    beside.flatMap(({ isFirst, item }) => (isFirst === first ? [item] : []))
  const rates = taxes.map((tax) => stripe.taxRates.create({ display_name: 'VAT', ...tax }))
  const { id } = await stripe.subscriptions.create({
    customer: customerId,
    currency,
    default_payment_method: card.id,
    default_tax_rates: (await Promise.all(rates)).map((rate) => rate.id),
    items: [
      ...addOnItems(true),
      { price: found?.id ?? '', quantity: terms.quantity },
      ...addOnItems(false),
    ],
    ...(trialDays && { trial_period_days: trialDays }),
    ...(made && { discounts: [{ coupon: (await stripe.coupons.create(made)).id }] }),
  })
  return { person: subscriptionOf(world, ada), customer: customerId, subscription: id }
}

type AddOn = { price: string; quantity?: number; metadata: { of: string } }

/** A price of another product, in every currency, made by hand. */
const addOnPrice = (
  interval: 'month' | 'year',
  meter: string | false,
): Parameters<World['stripe']['prices']['create']>[0] => ({
  product_data: { name: 'Extra storage' },
  currency: 'usd',
  unit_amount: 907,
  currency_options: { eur: { unit_amount: 803 }, jpy: { unit_amount: 1_001 } },
  recurring: { interval, ...(meter && { usage_type: 'metered' as const, meter }) },
})

async function meter({ stripe }: World): Promise<string> {
  const { data } = await stripe.billing.meters.list({ limit: 1 })
  const [known] = data
  if (known) return known.id
  const made = await stripe.billing.meters.create({
    display_name: 'Gigabytes',
    event_name: 'gigabytes',
    default_aggregation: { formula: 'sum' },
  })
  return made.id
}
