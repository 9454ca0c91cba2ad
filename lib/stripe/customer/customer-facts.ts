import type Stripe from 'stripe'
import { planOfLookupKey } from '@/lib/billing/access/price-plan'
import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { cached } from '@/lib/stripe/cached'
import { readAll } from '@/lib/stripe/read-all'
import { orNull } from '@/lib/stripe/stripe-errors'
import { isAboutDeleted } from './customer-gone'
import type { Customers, KnownFacts } from './customers'
import { firstPayments } from './first-payments'
import { withMissing } from './missing-objects'
import { dateFromUnix, idOf, purchaseFact, subscriptionFact } from './stripe-facts'

/**
 * Reads everything Stripe knows of a customer. A customer without anything costs one call per kind.
 */
export function customerFacts(stripe: Stripe, catalog: Catalog): Customers['read'] {
  const firstPayment = firstPayments(stripe)
  const productPlans = cached(async (productId: string) => {
    const product = await stripe.products.retrieve(productId)
    return product.metadata.plan ?? null
  })

  const readSubscriptions = async (customer: string, { subscriptions }: KnownFacts) => {
    const { data, readAt } = await readAll((page) =>
      stripe.subscriptions.list({
        customer,
        status: 'all',
        limit: 100,
        expand: ['data.latest_invoice'],
        ...page,
      }),
    )
    const live = subscriptions.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)
    const all = await withMissing(stripe, customer, data, live, (id) =>
      orNull(stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })),
    )
    const facts = []
    for (const subscription of all) {
      const plans = await productPlansOf(subscription)
      const unpaid = subscription.status === 'past_due' ? await firstUnpaid(subscription) : null
      facts.push(
        subscriptionFact(subscription, {
          unpaidSince: unpaid?.since ?? null,
          firstPayment: unpaid?.firstPayment ?? (await firstPayment(subscription, readAt)),
          productPlan: (productId) => plans.get(productId) ?? null,
        }),
      )
    }
    return { facts, readAt }
  }

  /** Products are fetched only for prices whose lookup key names no plan. */
  const productPlansOf = async (subscription: Stripe.Subscription) => {
    const unnamed = subscription.items.data
      .filter(({ price }) => !planOfLookupKey(price.lookup_key, catalog))
      .map(({ price }) => idOf(price.product))
    const plans = new Map<string, string | null>()
    for (const productId of unnamed) plans.set(productId, await productPlans(productId))
    return plans
  }

  /**
   * Stripe starts the next period even if the last one was not paid. So the grace period starts at
   * the first invoice since the last paid one that is unpaid or uncollectible.
   */
  const firstUnpaid = async (subscription: Stripe.Subscription) => {
    const { data } = await readAll((page) =>
      stripe.invoices.list({ subscription: subscription.id, limit: 100, ...page }),
    )
    const newestFirst = data.filter(({ status }) => status !== 'draft' && status !== 'void')
    const paidAt = newestFirst.findIndex(({ status }) => status === 'paid')
    const first = (paidAt < 0 ? newestFirst : newestFirst.slice(0, paidAt)).at(-1)
    if (!first) return null
    const bounced =
      subscription.collection_method === 'charge_automatically' &&
      paidAt < 0 &&
      first.billing_reason === 'subscription_create'
    return {
      // An invoice's own period is the one before: it ends where the unpaid period starts.
      since: dateFromUnix(first.period_end),
      firstPayment: bounced ? ('failed' as const) : undefined,
    }
  }

  const readPurchases = async (customer: string, { purchases }: KnownFacts) => {
    const { data, readAt } = await readAll((page) =>
      stripe.charges.list({ customer, limit: 100, ...page }),
    )
    const known = purchases.map(({ id }) => id)
    const all = await withMissing(stripe, customer, data, known, (id) =>
      orNull(stripe.charges.retrieve(id)),
    )
    const facts = []
    for (const charge of all) {
      const disputes = charge.disputed
        ? (await stripe.disputes.list({ charge: charge.id, limit: 100 })).data
        : []
      const fact = purchaseFact(charge, disputes)
      if (fact) facts.push(fact)
    }
    return { facts, readAt }
  }

  /**
   * A deleted customer has nothing. Any other object that Stripe doesn't find is an error: a wrong
   * key must not take every user's access away.
   */
  const orNothingIfDeleted = async <T>(
    customerId: string,
    read: () => Promise<{ facts: T[]; readAt: Date }>,
  ) => {
    try {
      return await read()
    } catch (error) {
      if (!(await isAboutDeleted(stripe, customerId, error))) throw error
      return { facts: [], readAt: new Date(0) }
    }
  }

  return async (customerId, known = nothingKnown) => {
    const subscriptions = await orNothingIfDeleted(customerId, () =>
      readSubscriptions(customerId, known),
    )
    const purchases = sellsOneTime(catalog)
      ? await orNothingIfDeleted(customerId, () => readPurchases(customerId, known))
      : null
    return {
      subscriptions: subscriptions.facts,
      purchases: purchases?.facts ?? [],
      readAt: { subscriptions: subscriptions.readAt, purchases: purchases?.readAt ?? null },
    }
  }
}

const nothingKnown: KnownFacts = { subscriptions: [], purchases: [] }
