import type Stripe from 'stripe'
import { meteredPrices } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { type DemoOrder, recurringPrice, trialDays } from './accounts'

/**
 * Brings a customer's subscription to the given state, with Stripe's public API alone: a payment
 * fails because its card does.
 */
export async function createDemoSubscription(
  stripe: Stripe,
  catalog: Catalog,
  customer: string,
  { plan, ending }: DemoOrder,
): Promise<void> {
  if (await hasBegun(stripe, customer)) return
  const story = { stripe, catalog, customer, plan }

  switch (ending) {
    case 'lifetime':
      return buyOnce(story)
    case 'past_due':
      return missPayment(story)
    case 'trialing':
      return begin(story, await tryOut(story))
    case 'old_price':
      return begin(story, { items: [{ price: await handMadePrice(stripe, plan) }] })
    case 'active':
      return begin(story)
    case 'canceling':
    case 'canceled': {
      await begin(story)
      const [subscription] = (await stripe.subscriptions.list({ customer })).data
      if (!subscription) return
      if (ending === 'canceled') await stripe.subscriptions.cancel(subscription.id)
      else await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })
    }
  }
}

type Story = { stripe: Stripe; catalog: Catalog; customer: string; plan: Plan }
type Terms = Omit<Stripe.SubscriptionCreateParams, 'customer'>

/**
 * Whether an earlier start began the subscription. If it was interrupted, the account stays active.
 */
async function hasBegun(stripe: Stripe, customer: string): Promise<boolean> {
  const [subscriptions, charges] = await Promise.all([
    stripe.subscriptions.list({ customer, status: 'all', limit: 1 }),
    stripe.charges.list({ customer, limit: 1 }),
  ])
  return subscriptions.data.length + charges.data.length > 0
}

async function begin({ stripe, customer, plan }: Story, terms: Terms = {}) {
  if (!terms.trial_settings) await payWith(stripe, customer, 'pm_card_visa')
  await stripe.subscriptions.create({ customer, items: await itemsOf(stripe, plan), ...terms })
}

const tryOut = async ({ catalog, plan }: Story): Promise<Terms> => ({
  trial_period_days: trialDays(plan),
  ...(catalog.trial.card === 'optional' && {
    trial_settings: {
      end_behavior: {
        missing_payment_method:
          catalog.trial.withoutCard === 'invoice' ? 'create_invoice' : catalog.trial.withoutCard,
      },
    },
  }),
})

/** Makes a payment fail: replaces the card by one that is declined, then charges something. */
async function missPayment({ stripe, catalog, customer, plan }: Story) {
  await payWith(stripe, customer, 'pm_card_visa')
  const below = planBelow(catalog, plan)
  const subscription = await stripe.subscriptions.create({
    customer,
    items: await itemsOf(stripe, below ?? plan),
    ...(below ? {} : { trial_period_days: 1 }),
  })
  await payWith(stripe, customer, 'pm_card_chargeCustomerFail')
  await stripe.subscriptions.update(subscription.id, {
    payment_behavior: 'allow_incomplete',
    ...(below
      ? {
          items: [{ id: subscription.items.data[0]?.id, price: await priceOf(stripe, plan) }],
          proration_behavior: 'always_invoice' as const,
        }
      : { trial_end: 'now' as const }),
  })
}

/** As Checkout does: puts the plan on the payment, and Stripe copies it to the charge. */
async function buyOnce({ stripe, customer, plan }: Story) {
  const price = plan.prices.find(({ interval }) => interval === 'once')
  if (!price) throw new Error(`"${plan.key}" is not sold once`)
  const payment_method = await payWith(stripe, customer, 'pm_card_visa')
  await stripe.paymentIntents.create({
    customer,
    amount: price.amountCents,
    currency: price.currency,
    payment_method,
    confirm: true,
    off_session: true,
    metadata: { plan: plan.key },
  })
}

async function handMadePrice(stripe: Stripe, plan: Plan): Promise<string> {
  const { id } = await stripe.prices.create({
    product_data: { name: `${plan.name}, as it was` },
    nickname: plan.name,
    currency: recurringPrice(plan)?.currency ?? 'usd',
    unit_amount: 7_900,
    recurring: { interval: 'month' },
  })
  return id
}

async function payWith(stripe: Stripe, customer: string, token: string): Promise<string> {
  const card = await stripe.paymentMethods.attach(token, { customer })
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  })
  return card.id
}

async function itemsOf(stripe: Stripe, plan: Plan) {
  const metered = meteredPrices(plan).map(({ lookupKey }) => priceCalled(stripe, lookupKey))
  const ids = await Promise.all([priceOf(stripe, plan), ...metered])
  return ids.map((price) => ({ price }))
}

const priceOf = (stripe: Stripe, plan: Plan) =>
  priceCalled(stripe, recurringPrice(plan)?.lookupKey ?? '')

async function priceCalled(stripe: Stripe, lookupKey: string): Promise<string> {
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], limit: 1 })
  if (!data[0]) throw new Error(`Stripe has no price with the lookup key "${lookupKey}"`)
  return data[0].id
}

const planBelow = (catalog: Catalog, plan: Plan) =>
  catalog.plans
    .filter((other) => other.rank < plan.rank && recurringPrice(other))
    .sort((a, b) => b.rank - a.rank)[0]
