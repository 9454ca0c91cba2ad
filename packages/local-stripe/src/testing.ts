import Stripe from 'stripe'
import { type ClockState, frozenAt } from './engine/world/clock'
import { createLocalStripe, type LocalStripeOptions } from './local-stripe'

export { roundToMinor, toFixedPoint } from './engine/world/money'

/** A local Stripe in process, with the real SDK as its client and a frozen clock. */
export function stripeInProcess(options: LocalStripeOptions = {}) {
  const clock: ClockState = frozenAt('2026-01-15T12:00:00Z')
  const local = createLocalStripe({ clock, seed: 1, ...options })
  const stripe = new Stripe('sk_test_local', {
    httpClient: Stripe.createFetchHttpClient(local.fetch),
    maxNetworkRetries: 0,
    telemetry: false,
  })
  return { local, stripe, engine: local.engine }
}

/** The types of all events so far, oldest first. */
export const eventTypes = ({
  local,
}: {
  local: { engine: { store: { events: { all(): { type: string }[] } } } }
}) => local.engine.store.events.all().map((event) => event.type)

/** Creates a product with a monthly price. */
export async function monthlyPrice(stripe: Stripe, unit_amount = 4900, lookup_key?: string) {
  const product = await stripe.products.create({ name: 'Pro' })
  return stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount,
    recurring: { interval: 'month' },
    ...(lookup_key && { lookup_key }),
  })
}

/** Creates a customer with a working card as the default. */
export async function payingCustomer(stripe: Stripe, card = 'pm_card_visa') {
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' })
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id })
  await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: method.id },
  })
  return customer
}
