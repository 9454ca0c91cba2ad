import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { stripePortal } from '@/lib/stripe/billing-pages/stripe-portal'
import { stripeCheckouts } from '@/lib/stripe/checkout/stripe-checkouts'
import { stripeCustomers } from '@/lib/stripe/customer/stripe-customers'
import { passThrough } from '@/testing/intercept'
import { openStripe, type StripeInterceptor } from './local-stripe'

/** A customer with a working card, and the requests that our code made. */
export async function shop({
  catalog = saas,
  ...options
}: Partial<Parameters<typeof openStripe>[0]> = {}) {
  const asked: string[] = []
  let intercept: StripeInterceptor = passThrough
  const at = await openStripe({
    catalog,
    ...options,
    intercept: (name, send) => {
      asked.push(name.replace('stripe ', ''))
      return intercept(name, send)
    },
  })
  const customers = stripeCustomers(at.stripe, { catalog, pricePlans: {} })
  const customerId = await customers.create({ userId: 'ada', email: 'ada@example.com' })
  await at.direct.paymentMethods.attach('pm_card_visa', { customer: customerId })
  const { data } = await at.direct.prices.list({ lookup_keys: ['saas_pro_month'] })
  const price = data[0]?.id ?? ''
  const subscribe = (params: object = {}) =>
    at.direct.subscriptions.create({
      customer: customerId,
      items: [{ price }],
      default_payment_method: at.engine.store.paymentMethods.all()[0]?.id,
      ...params,
    })
  asked.length = 0
  return {
    ...at,
    customers,
    checkouts: stripeCheckouts(at.stripe, catalog),
    portal: stripePortal(at.stripe, catalog.name),
    customerId,
    price,
    subscribe,
    asked,
    interpose: (next: StripeInterceptor) => {
      intercept = next
    },
  }
}

/** An error to answer in place of Stripe's own answer. */
export const refuse = (status: number, error: object) => async () =>
  Response.json({ error }, { status, headers: { date: 'Sun, 01 Mar 2026 12:00:00 GMT' } })
