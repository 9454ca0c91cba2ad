import { createLocalStripe } from 'local-stripe'
import Stripe from 'stripe'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog, CatalogDraft } from '@/lib/billing/catalog/schema'
import { prepareSetup, type SetupOptions, setUpStripe } from '@/lib/stripe/setup/setup'
import { stepLine } from '@/lib/stripe/setup/step'
import { unmetered } from '@/testing/catalog'

export const webhookOptions = {
  url: 'https://app.test/api/stripe/webhook',
  events: ['invoice.paid'],
}
const options: SetupOptions = { webhook: webhookOptions }

export type StripeAccount = ReturnType<typeof openAccount>

/** An empty Stripe account on the local Stripe, and the requests that our code made to it. */
export function openAccount() {
  const local = createLocalStripe()
  /** Every request so far that wasn't a read. */
  const writes: string[] = []
  let interrupted: { write: number; when: 'before' | 'after' } | null = null
  const httpClient = Stripe.createFetchHttpClient(async (input, init) => {
    const request = new Request(input, init)
    if (request.method === 'GET') return local.fetch(request)
    writes.push(`${request.method} ${new URL(request.url).pathname}`)
    const isHit = writes.length === interrupted?.write
    if (isHit && interrupted?.when === 'before') throw new TypeError('the connection broke')
    const response = await local.fetch(request)
    if (isHit) throw new TypeError('the connection broke')
    return response
  })
  const stripe = new Stripe('sk_test_local', { httpClient, maxNetworkRetries: 0 })

  return {
    stripe,
    writes,
    /** Breaks the connection at a write, before or after Stripe has carried it out. */
    interruptAt(write: number, when: 'before' | 'after') {
      interrupted = { write, when }
    },
    reconnect() {
      interrupted = null
    },
    setUp: (catalog: Catalog) => setUpStripe(stripe, catalog, options),
    /** The planned changes, a line each, and the messages for the operator. */
    async look(catalog: Catalog) {
      const { changes, problems, notes } = await prepareSetup(stripe, catalog, options)
      return {
        changes: changes.map((change) => stepLine(change).replaceAll(/ +/g, ' ')),
        problems,
        notes,
      }
    },
    priceCalled: async (lookupKey: string) =>
      (await stripe.prices.list({ lookup_keys: [lookupKey] })).data[0],
    products: async () => (await stripe.products.list({ limit: 100 })).data,
    async portal() {
      const { data } = await stripe.billingPortal.configurations.list({
        expand: ['data.features.subscription_update.products'],
      })
      return data.find(({ metadata }) => metadata?.tollgate)
    },
    /** The number of objects of each kind. */
    async inventory() {
      const lists = {
        products: stripe.products.list({ limit: 100 }),
        prices: stripe.prices.list({ limit: 100 }),
        meters: stripe.billing.meters.list({ limit: 100 }),
        features: stripe.entitlements.features.list({ limit: 100 }),
        portals: stripe.billingPortal.configurations.list({ limit: 100 }),
        endpoints: stripe.webhookEndpoints.list({ limit: 100 }),
      }
      const counts: Record<string, number> = {}
      for (const [name, list] of Object.entries(lists)) counts[name] = (await list).data.length
      return counts
    },
    close: () => local.close(),
  }
}

/** The result of `look` when there is nothing to do. */
export const clean = { changes: [], problems: [], notes: [] }

/** The saas catalog without metered prices: the portal can change its plans. */
export const plain = unmetered(saas)

/** `plain` with its plan Pro edited. */
export const edited = (
  edit: (pro: CatalogDraft['plans'][number]) => Partial<CatalogDraft['plans'][number]>,
) =>
  defineCatalog({
    ...plain,
    plans: plain.plans.map((plan) => (plan.key === 'pro' ? { ...plan, ...edit(plan) } : plan)),
  })

/** `plain` with another monthly price for Pro. */
export const withProAt = (amountCents: number) =>
  edited(({ prices }) => ({
    prices: prices.map((price) => (price.interval === 'month' ? { ...price, amountCents } : price)),
  }))
