import type Stripe from 'stripe'
import type { PlanRules } from '@/lib/billing/access/plan-item'
import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import { readAll } from '@/lib/stripe/read-all'
import { orNull } from '@/lib/stripe/stripe-errors'
import { billingExpands, mayOweSeveral } from './billing-facts'
import { isAboutDeleted } from './customer-gone'
import type { Customers, KnownFacts } from './customers'
import { firstPayments } from './first-payments'
import { subscriptionLookups } from './lookups'
import { withMissing } from './missing-objects'
import { purchaseFact, subscriptionFact } from './stripe-facts'
import { dateFromUnix, dateOrNull } from './values'

/**
 * Reads everything Stripe knows of a customer. A customer without anything costs one call per kind.
 */
export function customerFacts(stripe: Stripe, rules: PlanRules): Customers['read'] {
  const firstPayment = firstPayments(stripe)
  const lookUp = subscriptionLookups(stripe, rules.catalog)

  const readSubscriptions = async (customer: string, { subscriptions }: KnownFacts) => {
    const { data, readAt } = await readAll((page) =>
      stripe.subscriptions.list({
        customer,
        status: 'all',
        limit: 100,
        expand: billingExpands.map((path) => `data.${path}`),
        ...page,
      }),
    )
    const live = subscriptions.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)
    const all = await withMissing(stripe, customer, data, live, (id) =>
      orNull(stripe.subscriptions.retrieve(id, { expand: [...billingExpands] })),
    )
    const facts = []
    const found = await lookUp(all)
    for (const subscription of all) {
      const isLate = subscription.status === 'past_due'
      const unpaid = isLate || mayOweSeveral(subscription) ? await firstUnpaid(subscription) : null
      const firstUnpaidPayment = isLate ? unpaid?.firstPayment : undefined
      facts.push(
        subscriptionFact(
          subscription,
          {
            ...found,
            unpaidSince: isLate ? (unpaid?.since ?? null) : null,
            dueAt: unpaid?.dueAt,
            owedCents: unpaid?.owedCents,
            firstPayment: firstUnpaidPayment ?? (await firstPayment(subscription, readAt)),
          },
          rules,
        ),
      )
    }
    return { facts, readAt }
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
      dueAt: dateOrNull(first.due_date),
      owedCents: newestFirst
        .filter(({ status }) => status === 'open')
        .reduce((sum, { amount_remaining }) => sum + amount_remaining, 0),
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
    const purchases = sellsOneTime(rules.catalog)
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
