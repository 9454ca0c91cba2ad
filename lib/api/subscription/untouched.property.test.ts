import fc from 'fast-check'
import type Stripe from 'stripe'
import { afterAll, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { endBefore } from '@/lib/stripe/subscription/cancel'
import { changeMark } from '@/lib/stripe/subscription/running'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer } from '@/lib/sync/customer'
import { subscriptionOf } from '@/testing/subscription'
import { createWorld, type World } from '@/testing/world'

/**
 * What a user does, one thing after the other. What can't be done is refused, and must then change
 * nothing either. `later` goes to the end of the period, where what was scheduled happens.
 */
const change = fc.record({
  kind: fc.constant('change' as const),
  plan: fc.constantFrom('starter', 'pro', 'enterprise'),
  interval: fc.constantFrom('month' as const, 'year' as const),
  quantity: fc.integer({ min: 1, max: 5 }),
})
const later = fc.constant({ kind: 'later' as const })
const other = fc.record({ kind: fc.constantFrom('pause', 'cancel', 'resume', 'later') })
const actions = fc
  .array(fc.oneof(fc.tuple(change, later), fc.tuple(change), fc.tuple(other)), {
    minLength: 2,
    maxLength: 5,
  })
  .map((groups) => groups.flat())
const lives = fc.record({
  plan: fc.constantFrom('starter', 'pro', 'enterprise'),
  interval: fc.constantFrom('month' as const, 'year' as const),
  quantity: fc.integer({ min: 1, max: 5 }),
  /** Items of other products, before and after the plan's. */
  addOns: fc.array(
    fc.record({
      interval: fc.constantFrom('month' as const, 'year' as const),
      quantity: fc.integer({ min: 1, max: 5 }),
      isFirst: fc.boolean(),
      isTaxed: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  isTaxed: fc.boolean(),
  isPlanTaxed: fc.boolean(),
  isDiscounted: fc.boolean(),
  /** One in four: changes of its plan are refused. */
  isByInvoice: fc.constantFrom(true, false, false, false),
  actions,
})
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never
type Action = Life['actions'][number]

/** How many scenarios are tried. */
const scenarios = Number(process.env.UNTOUCHED_SCENARIOS ?? 60)

let world: World | undefined
let lived = 0
afterAll(() => world?.close())

it('all of a subscription but its plan survives whatever its owner does', {
  timeout: 600_000 + scenarios * 1_000,
}, async () => {
  const done: Record<string, number> = { change: 0, pause: 0, cancel: 0, resume: 0, scheduled: 0 }
  await fc.assert(
    fc.asyncProperty(lives, (life) => live(life, done)),
    { numRuns: scenarios },
  )
  console.info(`Untouched: ${JSON.stringify(done)} in ${lived} scenarios`)
  expect(lived).toBe(scenarios)
  // Each was done, or the test shows less than it says.
  expect(Math.min(...Object.values(done))).toBeGreaterThan(0)
})

async function live(life: Life, done: Record<string, number>) {
  // The clock of a world only goes forward: a new one, before it has gone too far.
  if (lived++ % 20 === 0) {
    await world?.close()
    world = await createWorld()
  }
  if (!world) throw new Error('There is no world')
  const { engine, stripe } = world
  const { person, id } = await subscribed(world, life)
  const before = rest(await stripe.subscriptions.retrieve(id))
  expect(before.items).toHaveLength(life.addOns.length)

  for (const action of life.actions) {
    const planBefore = planOf(await stripe.subscriptions.retrieve(id))
    const isDone = await act(action, person, async () => {
      const { items } = await stripe.subscriptions.retrieve(id)
      const ends = items.data.map((item) => item.current_period_end)
      engine.clock.advanceTo(new Date(Math.max(...ends) * 1000 + 1_000))
    })
    const now = await stripe.subscriptions.retrieve(id)
    if (now.status === 'canceled') return
    expect(rest(now), action.kind).toEqual(before)
    const isScheduled = action.kind === 'later' && planOf(now) !== planBefore
    const kind = isScheduled ? 'scheduled' : action.kind
    if (isDone && kind in done) done[kind] = (done[kind] ?? 0) + 1
  }
  await stripe.subscriptions.cancel(id)
}

async function act(
  action: Action,
  person: ReturnType<typeof subscriptionOf>,
  toPeriodEnd: () => Promise<void>,
): Promise<boolean> {
  switch (action.kind) {
    case 'change': {
      const { kind, ...wanted } = action
      return (await person.switchTo(wanted)).status === 200
    }
    case 'pause':
    case 'cancel':
    case 'resume':
      return (await person[action.kind]()).status === 200
    default:
      await toPeriodEnd()
      return true
  }
}

const isPlans = ({ price }: Stripe.SubscriptionItem) =>
  price.lookup_key?.startsWith('saas_') ?? false

const planOf = ({ items }: Stripe.Subscription) => items.data.find(isPlans)?.price.lookup_key

/** What changes of the plan are no reason to change. */
function rest(subscription: Stripe.Subscription) {
  const { data } = subscription.items
  const [own] = data.filter(isPlans)
  const { [changeMark]: _, [endBefore]: __, ...metadata } = subscription.metadata
  return {
    items: data
      .filter((item) => !isPlans(item))
      .map(itemAsItIs)
      .sort(),
    own: own && { id: own.id, taxRates: idsOf(own.tax_rates), metadata: own.metadata },
    taxRates: idsOf(subscription.default_tax_rates),
    discounts: subscription.discounts.map(String),
    paymentMethod: subscription.default_payment_method,
    collection: [subscription.collection_method, subscription.days_until_due],
    customer: subscription.customer,
    currency: subscription.currency,
    description: subscription.description,
    metadata,
  }
}

const itemAsItIs = ({ id, price, quantity, tax_rates, metadata }: Stripe.SubscriptionItem) =>
  JSON.stringify([id, price.id, quantity, idsOf(tax_rates), metadata])

const idsOf = (rates: Stripe.TaxRate[] | null | undefined) => (rates ?? []).map(({ id }) => id)

/** A new user with such a subscription, made by staff. */
async function subscribed(world: World, life: Life) {
  const { stripe, services } = world
  const ada = world.addUser(`ada-${lived}`)
  const token = await services.tokens.verify(world.token(ada))
  if (!token) throw new Error('The token is no good')
  const { customerId } = await ensureCustomer(services, await currentAccount(services, token))
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customerId })
  const rate = async (isTaxed: boolean, percentage: number) =>
    isTaxed
      ? [(await stripe.taxRates.create({ display_name: 'VAT', percentage, inclusive: false })).id]
      : []
  const addOns: { isFirst: boolean; item: Stripe.SubscriptionCreateParams.Item }[] = []
  for (const { interval, quantity, isTaxed, isFirst } of life.addOns) {
    const { id: price } = await stripe.prices.create({
      product_data: { name: 'Extra storage' },
      currency: 'usd',
      unit_amount: 907,
      recurring: { interval },
    })
    const tax_rates = await rate(isTaxed, 7.7)
    const item = {
      price,
      quantity,
      metadata: { of: 'sales' },
      ...(isTaxed && { tax_rates }),
    }
    addOns.push({ isFirst, item })
  }
  const itemsThat = (first: boolean) =>
    addOns.flatMap(({ isFirst, item }) => (isFirst === first ? [item] : []))
  const price = saas.plans
    .find(({ key }) => key === life.plan)
    ?.prices.find(({ interval }) => interval === life.interval)
  const [found] = (await stripe.prices.list({ lookup_keys: [price?.lookupKey ?? ''] })).data
  const planTax = await rate(life.isPlanTaxed, 20)
  const defaults = await rate(life.isTaxed, 19)
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'forever' })
  const { id } = await stripe.subscriptions.create({
    customer: customerId,
    currency: 'usd',
    description: 'Agreed by phone',
    metadata: { agreed_with: 'sales' },
    items: [
      ...itemsThat(true),
      {
        price: found?.id ?? '',
        quantity: life.quantity,
        metadata: { seat: 'main' },
        ...(life.isPlanTaxed && { tax_rates: planTax }),
      },
      ...itemsThat(false),
    ],
    ...(life.isTaxed && { default_tax_rates: defaults }),
    ...(life.isDiscounted && { discounts: [{ coupon: coupon.id }] }),
    ...(life.isByInvoice
      ? { collection_method: 'send_invoice' as const, days_until_due: 30 }
      : { default_payment_method: card.id }),
  })
  return { person: subscriptionOf(world, ada), id }
}
