import type Stripe from 'stripe'
import type { PageContext } from '../page-context'

/** A portal session with the data that its pages show. */
export interface Portal {
  session: Stripe.BillingPortal.Session
  configuration: Stripe.BillingPortal.Configuration
  customer: Stripe.Customer
  subscriptions: Stripe.Subscription[]
  paymentMethods: Stripe.PaymentMethod[]
  /** The payment method that renewals use. */
  defaultMethod: string | null
  invoices: Stripe.Invoice[]
  /** `/p/session/bps_…` */
  path: string
  /** The path of the overview. A session with a flow opens with a step instead. */
  home: string
  /** Where a step's "back" link leads: out of the portal for a session with a flow. */
  back: string
}

/** Null if there is no such session, or its customer was deleted. */
export async function readPortal(
  { api, engine: { store } }: PageContext,
  id: string,
): Promise<Portal | null> {
  const session = store.portalSessions.get(id)
  const configuration = session && store.portalConfigurations.get(session.configuration)
  if (!session || !configuration) return null
  const customer = await api.customers.retrieve(session.customer)
  if (customer.deleted) return null

  const [subscriptions, paymentMethods, invoices] = await Promise.all([
    api.subscriptions.list({ customer: customer.id, limit: 100 }),
    api.paymentMethods.list({ customer: customer.id, limit: 100 }),
    api.invoices.list({ customer: customer.id, limit: 24 }),
  ])
  const path = `/p/session/${session.id}`
  return {
    session,
    configuration,
    customer,
    // One by one, because a list can't expand products this deep.
    subscriptions: await Promise.all(
      subscriptions.data.map(({ id }) =>
        api.subscriptions.retrieve(id, { expand: ['items.data.price.product'] }),
      ),
    ),
    paymentMethods: paymentMethods.data,
    defaultMethod: defaultMethod(customer, subscriptions.data),
    invoices: invoices.data.filter(({ status }) => status !== 'draft'),
    path,
    home: session.flow ? `${path}/home` : path,
    back: session.flow ? (session.return_url ?? `${path}/home`) : path,
  }
}

/** The prices that the portal offers: the shortest interval first, and the cheapest of each. */
export async function offeredPrices({ api }: PageContext, { configuration }: Portal) {
  const products = configuration.features.subscription_update.products ?? []
  const prices = await Promise.all(
    products
      .flatMap((product) => product.prices)
      .map((id) => api.prices.retrieve(id, { expand: ['product'] })),
  )
  return prices
    .filter(({ active }) => active)
    .sort((a, b) => daysOf(a) - daysOf(b) || (a.unit_amount ?? 0) - (b.unit_amount ?? 0))
}

const daysIn: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 }
const daysOf = ({ recurring }: Stripe.Price): number =>
  recurring ? (daysIn[recurring.interval] ?? 0) * recurring.interval_count : 0

/** A subscription's own payment method takes precedence over its customer's. */
function defaultMethod(customer: Stripe.Customer, subscriptions: Stripe.Subscription[]) {
  const own = subscriptions.find(({ default_payment_method: method }) => method)
  const method =
    own?.default_payment_method ?? customer.invoice_settings.default_payment_method ?? null
  return typeof method === 'string' ? method : (method?.id ?? null)
}
