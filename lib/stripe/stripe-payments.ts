import Stripe from 'stripe'
import { type Catalog, sellsOneTime } from '@/lib/billing/catalog'
import { planOfLookupKey } from '@/lib/billing/price-plan'
import { checkoutParams } from './checkout-params'
import { firstPayments } from './first-payments'
import { withLeftOut } from './left-out'
import {
  type CheckoutOrder,
  type CheckoutSession,
  CustomerGone,
  type KnownFacts,
  type Payments,
  PromotionRefused,
} from './payments'
import { portalConfigurationOf } from './setup/portal'
import { idOf, purchaseFact, seconds, subscriptionFact } from './stripe-facts'
import { stripeTroubles } from './troubles'

/** Prices and products rarely change; a deployment that changes them restarts anyway. */
const rememberedMs = 10 * 60_000

export function stripePayments(stripe: Stripe, catalog: Catalog): Payments {
  const priceIds = remembering(async (lookupKey: string) => {
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true })
    const [price] = data
    if (!price) {
      throw new Error(
        `Stripe has no active price with the lookup key "${lookupKey}": the catalog "${catalog.name}" was not set up there`,
      )
    }
    return price.id
  })
  const productPlans = remembering(async (productId: string) => {
    const product = await stripe.products.retrieve(productId)
    return product.metadata.plan ?? null
  })

  /** Every subscription in every status. A customer without any costs one call. */
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
    const all = await withLeftOut(stripe, customer, data, live, (id) =>
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

  /** Products are asked for only when a price's lookup key says nothing. */
  const productPlansOf = async (subscription: Stripe.Subscription) => {
    const unnamed = subscription.items.data
      .filter(({ price }) => !planOfLookupKey(price.lookup_key, catalog))
      .map(({ price }) => idOf(price.product))
    const plans = new Map<string, string | null>()
    for (const productId of unnamed) plans.set(productId, await productPlans(productId))
    return plans
  }

  /**
   * Stripe moves the current period on even when nobody paid, so the grace starts at the first
   * invoice that is unpaid, or was given up, since one was paid.
   */
  const firstUnpaid = async (subscription: Stripe.Subscription) => {
    const { data } = await readAll((page) =>
      stripe.invoices.list({ subscription: subscription.id, limit: 100, ...page }),
    )
    const newestFirst = data.filter(({ status }) => status !== 'draft' && status !== 'void')
    const paidAt = newestFirst.findIndex(({ status }) => status === 'paid')
    const first = (paidAt < 0 ? newestFirst : newestFirst.slice(0, paidAt)).at(-1)
    // An invoice's own period looks back: it ends where the unpaid one starts.
    const bounced =
      subscription.collection_method === 'charge_automatically' &&
      paidAt < 0 &&
      first?.billing_reason === 'subscription_create'
    return first
      ? {
          since: seconds(first.period_end),
          firstPayment: bounced ? ('failed' as const) : undefined,
        }
      : null
  }

  const firstPayment = firstPayments(stripe)

  const readPurchases = async (customer: string, { purchases }: KnownFacts) => {
    const { data, readAt } = await readAll((page) =>
      stripe.charges.list({ customer, limit: 100, ...page }),
    )
    const known = purchases.map(({ id }) => id)
    const all = await withLeftOut(stripe, customer, data, known, (id) =>
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

  /** Ours, if `stripe:setup` has made it: an account's default is made in the dashboard, or isn't there. */
  let portalId: string | undefined
  const portalConfiguration = async () => {
    portalId ??= (await portalConfigurationOf(stripe, catalog.name))?.id
    return portalId
  }

  const isDeleted = async (customerId: string) =>
    (await stripe.customers.retrieve(customerId)).deleted === true

  /**
   * Nothing is open for a customer who was deleted, and that is an answer. Any other thing that
   * Stripe doesn't find is none: a wrong key must not take everybody's access away.
   */
  const unlessDeleted = async <T>(
    customerId: string,
    read: () => Promise<{ facts: T[]; readAt: Date }>,
  ) => {
    try {
      return await read()
    } catch (error) {
      if (!isMissing(error) || !(await isDeleted(customerId))) throw error
      return { facts: [], readAt: new Date(0) }
    }
  }

  const asGone = async <T>(customerId: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      if (isMissing(error) && (await isDeleted(customerId))) throw new CustomerGone(customerId)
      throw error
    }
  }

  /** A coupon for this one checkout. The same credit asked for twice is the same coupon. */
  const creditCoupon = async ({ userId, plan, creditCents, currency }: CheckoutOrder) => {
    if (!creditCents || !currency) return null
    const { id } = await stripe.coupons.create(
      {
        amount_off: creditCents,
        currency,
        duration: 'once',
        max_redemptions: 1,
        name: 'Unused time',
        metadata: { cognito_sub: userId },
      },
      { idempotencyKey: `credit:${userId}:${plan}:${currency}:${creditCents}` },
    )
    return id
  }

  return {
    ...stripeTroubles(stripe),

    async read(customerId, known = nothingKnown) {
      const subscriptions = await unlessDeleted(customerId, () =>
        readSubscriptions(customerId, known),
      )
      const purchases = sellsOneTime(catalog)
        ? await unlessDeleted(customerId, () => readPurchases(customerId, known))
        : null
      return {
        subscriptions: subscriptions.facts,
        purchases: purchases?.facts ?? [],
        readAt: { subscriptions: subscriptions.readAt, purchases: purchases?.readAt ?? null },
      }
    },

    async createCustomer({ userId, email }, gone = null) {
      // The body is the same whenever this is asked: an address may change, and Stripe refuses a key
      // that comes again with another body.
      const customer = await stripe.customers.create(
        { metadata: { cognito_sub: userId } },
        { idempotencyKey: gone ? `customer:${userId}:${gone}` : `customer:${userId}` },
      )
      if (email && customer.email !== email) await stripe.customers.update(customer.id, { email })
      return customer.id
    },

    async changeEmail(customerId, email) {
      try {
        await stripe.customers.update(customerId, { email })
      } catch (error) {
        if (!isMissing(error) || !(await isDeleted(customerId))) throw error
      }
    },

    async findCustomer(userId) {
      if (!/^[\w-]{1,128}$/.test(userId)) return null
      const query = `metadata['cognito_sub']:'${userId}'`
      const { data } = await stripe.customers.search({ query, limit: 1 })
      return data[0]?.id ?? null
    },

    async customerOwner(customerId) {
      try {
        const customer = await stripe.customers.retrieve(customerId)
        return customer.deleted ? null : (customer.metadata.cognito_sub ?? null)
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },

    async customerOfCharge(chargeId) {
      try {
        const { customer } = await stripe.charges.retrieve(chargeId)
        return customer && idOf(customer)
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },

    async currencyOf(customerId) {
      const customer = await stripe.customers.retrieve(customerId)
      return customer.deleted ? null : (customer.currency ?? null)
    },

    async openCheckout(order) {
      const coupon = await creditCoupon(order)
      const open = async () => {
        const price = await priceIds(order.lookupKey)
        const metered = await Promise.all((order.meteredPrices ?? []).map(priceIds))
        const params = checkoutParams(order, { price, metered, coupon }, catalog)
        return sessionOf(await stripe.checkout.sessions.create(params))
      }
      return asGone(order.customerId, async () => {
        try {
          return await open().catch((error) => {
            if (!isAboutInactive(error)) throw error
            // Another price took over the lookup key: no buyer waits until the old one is forgotten.
            priceIds.forget()
            return open()
          })
        } catch (error) {
          if (order.promotion && isAboutDiscount(error)) throw new PromotionRefused()
          throw error
        }
      })
    },

    async checkoutSession(sessionId) {
      try {
        return sessionOf(await stripe.checkout.sessions.retrieve(sessionId))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },

    async expireCheckout(sessionId) {
      try {
        await stripe.checkout.sessions.expire(sessionId)
        return true
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
        const { status } = await stripe.checkout.sessions.retrieve(sessionId)
        // Still open: Stripe refused for a reason of its own, and somebody may yet pay it.
        if (status === 'open') throw error
        return status !== 'complete'
      }
    },

    async cancelIncomplete(subscriptionId) {
      const { status } = await stripe.subscriptions.retrieve(subscriptionId)
      if (status === 'incomplete') await stripe.subscriptions.cancel(subscriptionId)
    },

    async openPortal({ customerId, returnUrl, flow, subscriptionId }) {
      return asGone(customerId, async () => {
        const configuration = await portalConfiguration()
        const { url } = await stripe.billingPortal.sessions.create({
          customer: customerId,
          ...(configuration && { configuration }),
          return_url: returnUrl,
          ...(flow && { flow_data: flowData(flow, subscriptionId, returnUrl) }),
        })
        return url
      })
    },

    async ping() {
      await stripe.prices.list({ limit: 1 })
    },
  }

  /**
   * All pages of a list, and a lower bound, on Stripe's clock, of when the first was read: the
   * response's `Date` (whole seconds, rounded down) less the time the call took.
   */
  async function readAll<T extends { id: string }>(
    list: (page: { starting_after?: string }) => Promise<Stripe.Response<Stripe.ApiList<T>>>,
  ) {
    const startedAt = performance.now()
    let page = await list({})
    const readAt = new Date(Date.parse(dateOf(page) ?? '') - (performance.now() - startedAt))
    const data = [...page.data]
    while (page.has_more) {
      // A page that says there is more and shows nothing is no answer: half of what somebody pays for
      // must not pass for all of it.
      const last = page.data.at(-1)
      if (!last) throw new Error('Stripe says that there is more, and lists nothing')
      page = await list({ starting_after: last.id })
      data.push(...page.data)
    }
    // Without a usable Date nothing is covered, and every event reads again: slow, but right.
    return { data, readAt: Number.isNaN(readAt.getTime()) ? new Date(0) : readAt }
  }
}

const sessionOf = (session: Stripe.Checkout.Session): CheckoutSession => ({
  id: session.id,
  customerId: session.customer && idOf(session.customer),
  plan: session.metadata?.plan ?? null,
  mode: session.mode === 'payment' ? 'payment' : 'subscription',
  status:
    session.status === 'open' ? 'open' : session.status === 'complete' ? 'complete' : 'expired',
  paid: session.payment_status === 'paid' || session.payment_status === 'no_payment_required',
  url: session.url,
  clientSecret: session.client_secret,
  expiresAt: seconds(session.expires_at),
})

function flowData(
  flow: NonNullable<Parameters<Payments['openPortal']>[0]['flow']>,
  subscriptionId: string | undefined,
  returnUrl: string,
): Stripe.BillingPortal.SessionCreateParams.FlowData {
  const after_completion = {
    type: 'redirect',
    redirect: { return_url: returnUrl },
  } as const
  if (flow === 'payment_method_update') return { type: flow, after_completion }
  if (!subscriptionId) throw new Error(`The portal's ${flow} needs a subscription`)
  return { type: flow, [flow]: { subscription: subscriptionId }, after_completion }
}

/** The SDK's types promise an object; on its fetch client it hands out fetch's own `Headers`. */
function dateOf({ lastResponse }: { lastResponse: { headers: unknown } }) {
  const { headers } = lastResponse
  return headers instanceof Headers ? headers.get('date') : (headers as Record<string, string>).date
}

const isAboutDiscount = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (error.param?.startsWith('discounts') === true ||
    (error.code?.startsWith('promotion_code') ?? false))

const isAboutInactive = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError && /price.*inactive/i.test(error.message)

const nothingKnown: KnownFacts = { subscriptions: [], purchases: [] }

async function orNull<T>(retrieved: Promise<T>): Promise<T | null> {
  try {
    return await retrieved
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

const isMissing = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'

function remembering<T>(fetch: (key: string) => Promise<T>) {
  const known = new Map<string, { value: T; until: number }>()
  const ask = async (key: string): Promise<T> => {
    const hit = known.get(key)
    if (hit && hit.until > Date.now()) return hit.value
    const value = await fetch(key)
    known.set(key, { value, until: Date.now() + rememberedMs })
    return value
  }
  return Object.assign(ask, { forget: () => known.clear() })
}
