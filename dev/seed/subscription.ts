import type Stripe from 'stripe'
import type { Catalog, Plan } from '@/lib/billing/catalog'
import { type Ending, recurringPrice } from './accounts'

/**
 * Brings a customer's subscription to where its story should be, with nothing but what Stripe's API offers anyone:
 * a payment fails because the card does.
 */
export async function subscribe(
  stripe: Stripe,
  catalog: Catalog,
  customer: string,
  { plan, ending }: { plan: Plan; ending: Ending },
): Promise<void> {
  const existing = await stripe.subscriptions.list({ customer, status: 'all', limit: 1 })
  // A first attempt may have been cut off after this; the demo account is then simply active.
  if (existing.data.length > 0) return

  await payWith(stripe, customer, 'pm_card_visa')
  const first = ending === 'past_due' ? (planBelow(catalog, plan) ?? plan) : plan
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: await priceOf(stripe, first) }],
    ...(ending === 'trialing' ? { trial_period_days: 14 } : {}),
  })

  if (ending === 'canceling') {
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })
  }
  if (ending === 'past_due') {
    // An upgrade on a card that attaches and then fails: the quickest honest way to a missed payment.
    await payWith(stripe, customer, 'pm_card_chargeCustomerFail')
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id, price: await priceOf(stripe, plan) }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'allow_incomplete',
    })
  }
}

async function payWith(stripe: Stripe, customer: string, token: string) {
  const card = await stripe.paymentMethods.attach(token, { customer })
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  })
}

async function priceOf(stripe: Stripe, plan: Plan): Promise<string> {
  const lookupKey = recurringPrice(plan)?.lookupKey ?? ''
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], limit: 1 })
  if (!data[0]) throw new Error(`Stripe has no price with the lookup key "${lookupKey}"`)
  return data[0].id
}

const planBelow = (catalog: Catalog, plan: Plan) =>
  catalog.plans
    .filter((other) => other.rank < plan.rank && recurringPrice(other))
    .sort((a, b) => b.rank - a.rank)[0]
