import type Stripe from 'stripe'
import type { PlanRules } from '@/lib/billing/access/plan-item'
import { type Page, StaleCursor } from '@/lib/pagination'
import { billingExpands } from '@/lib/stripe/customer/billing-facts'
import { subscriptionLookups } from '@/lib/stripe/customer/lookups'
import { purchaseFact, subscriptionFact } from '@/lib/stripe/customer/stripe-facts'
import { dateFromUnix, dateOrNull, idOf } from '@/lib/stripe/customer/values'
import { isMissing } from '@/lib/stripe/stripe-errors'
import type { ListedInvoice, ListedPurchase, Listings } from './listings'

const limit = 100

export function stripeListings(stripe: Stripe, rules: PlanRules): Listings {
  const lookUp = subscriptionLookups(stripe, rules.catalog)

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
          expand: billingExpands.map((path) => `data.${path}`),
          ...from(after),
        }),
      )
      const found = await lookUp(list.data)
      return pageOf(list, (subscription) => [
        {
          customerId: idOf(subscription.customer),
          fact: subscriptionFact(subscription, { ...found, unpaidSince: null }, rules),
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
    ? [
        {
          subscriptionId: idOf(subscription),
          unpaidSince: dateFromUnix(invoice.period_end),
          dueAt: dateOrNull(invoice.due_date),
        },
      ]
    : []
}
