import type Stripe from 'stripe'
import { planOfLookupKey } from '@/lib/billing/access/price-plan'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Page, StaleCursor } from '@/lib/page'
import {
  dateFromUnix,
  idOf,
  purchaseFact,
  subscriptionFact,
} from '@/lib/stripe/customer/stripe-facts'
import { isMissing } from '@/lib/stripe/stripe-errors'
import type { ListedInvoice, ListedPurchase, Listings } from './listings'

const limit = 100

export function stripeListings(stripe: Stripe, catalog: Catalog): Listings {
  const productPlans = new Map<string, string | null>()

  /** Products are fetched once, and only for prices whose lookup key names no plan. */
  const learnProducts = async (subscriptions: Stripe.Subscription[]) => {
    const unnamed = subscriptions
      .flatMap(({ items }) => items.data)
      .filter(({ price }) => !planOfLookupKey(price.lookup_key, catalog))
      .map(({ price }) => idOf(price.product))
    for (const id of new Set(unnamed)) {
      if (productPlans.has(id)) continue
      productPlans.set(id, (await stripe.products.retrieve(id)).metadata.plan ?? null)
    }
  }

  const purchaseOf = async (charge: Stripe.Charge): Promise<ListedPurchase[]> => {
    if (!charge.customer) return []
    const disputes = charge.disputed
      ? (await stripe.disputes.list({ charge: charge.id, limit })).data
      : []
    const fact = purchaseFact(charge, disputes)
    return fact ? [{ customerId: idOf(charge.customer), fact }] : []
  }

  return {
    async customers(after) {
      const list = await orStaleCursor(stripe.customers.list({ limit, ...from(after) }))
      return pageOf(list, (customer) => [
        { customerId: customer.id, owner: customer.metadata.cognito_sub ?? null },
      ])
    },

    async subscriptions(after) {
      const list = await orStaleCursor(
        stripe.subscriptions.list({
          status: 'all',
          limit,
          expand: ['data.latest_invoice'],
          ...from(after),
        }),
      )
      await learnProducts(list.data)
      return pageOf(list, (subscription) => [
        {
          customerId: idOf(subscription.customer),
          fact: subscriptionFact(subscription, {
            unpaidSince: null,
            productPlan: (productId) => productPlans.get(productId) ?? null,
          }),
        },
      ])
    },

    async openInvoices(after) {
      const open = stripe.invoices.list({ status: 'open', limit, ...from(after) })
      return pageOf(await orStaleCursor(open), unpaid)
    },

    async purchases(after) {
      const list = await orStaleCursor(stripe.charges.list({ limit, ...from(after) }))
      const items = []
      for (const charge of list.data) items.push(...(await purchaseOf(charge)))
      return { ...pageOf(list, () => []), items }
    },
  }
}

const from = (after: string | null) => (after === null ? {} : { starting_after: after })

/** Stripe's cursor is the id of an object. It becomes invalid when that object is deleted. */
async function orStaleCursor<T>(list: Promise<T>): Promise<T> {
  try {
    return await list
  } catch (error) {
    if (isMissing(error) && error.param === 'starting_after') {
      throw new StaleCursor(error.message, { cause: error })
    }
    throw error
  }
}

const pageOf = <T extends { id: string }, Item>(
  { data, has_more }: Stripe.ApiList<T>,
  itemsOf: (thing: T) => Item[],
): Page<Item> => {
  const last = data.at(-1)
  if (has_more && !last) throw new Error('Stripe says that there is more, and lists nothing')
  return { items: data.flatMap(itemsOf), next: has_more && last ? last.id : null }
}

/** An invoice's own period is the one before: it ends where the unpaid period starts. */
function unpaid(invoice: Stripe.Invoice): ListedInvoice[] {
  const subscription = invoice.parent?.subscription_details?.subscription
  return subscription
    ? [{ subscriptionId: idOf(subscription), unpaidSince: dateFromUnix(invoice.period_end) }]
    : []
}
