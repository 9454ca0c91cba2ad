import type Stripe from 'stripe'
import type { PageContext } from '../page-context'

/** One customer's portal, with all that its pages show. */
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
  /** Where the overview is: a session that was made for one step opens with that step instead. */
  home: string
  /** Where a step's way out leads: for a session made for that step, out of the portal. */
  back: string
}

/** Null for a session that never was, or whose customer is gone. */
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
    // One by one, because products lie too deep to be expanded from a list.
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

/** Plans that the portal lets a subscription change to, cheapest first. */
export async function offeredPrices({ api }: PageContext, { configuration }: Portal) {
  const products = configuration.features.subscription_update.products ?? []
  const prices = await Promise.all(
    products
      .flatMap((product) => product.prices)
      .map((id) => api.prices.retrieve(id, { expand: ['product'] })),
  )
  return prices
    .filter(({ active }) => active)
    .sort((a, b) => (a.unit_amount ?? 0) - (b.unit_amount ?? 0))
}

/** A subscription's own payment method goes before its customer's. */
function defaultMethod(customer: Stripe.Customer, subscriptions: Stripe.Subscription[]) {
  const own = subscriptions.find(({ default_payment_method: method }) => method)
  const method =
    own?.default_payment_method ?? customer.invoice_settings.default_payment_method ?? null
  return typeof method === 'string' ? method : (method?.id ?? null)
}
