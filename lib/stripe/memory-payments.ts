import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { type CheckoutOrder, type CheckoutSession, CustomerGone, type Payments } from './payments'

export type MemoryCustomer = {
  owner: string | null
  subscriptions: SubscriptionFact[]
  purchases: PurchaseFact[]
}

export type MemoryPayments = Payments & {
  /** What Stripe says of a customer from now on; makes the customer if need be. */
  set(customerId: string, facts: Partial<MemoryCustomer>): void
  deleteCustomer(customerId: string): void
  all(): ReadonlyMap<string, MemoryCustomer>
  /** The buyer pays an open session: a subscription, or a one-time purchase, comes of it. */
  pay(sessionId: string): void
}

/** As much of Stripe as our code can tell from the real one, without HTTP. `now` is its clock. */
export function memoryPayments(now: () => Date): MemoryPayments {
  const customers = new Map<string, MemoryCustomer>()
  const customerIds = new Map<string, string>()
  const sessions = new Map<string, CheckoutSession & { order: CheckoutOrder }>()
  let made = 0
  const id = (prefix: string) => `${prefix}_memory${++made}`

  /** Changes a subscription that isn't over. */
  const change = (
    subscriptionId: string,
    changes: (fact: SubscriptionFact) => Partial<SubscriptionFact>,
  ) => {
    for (const customer of customers.values()) {
      customer.subscriptions = customer.subscriptions.map((fact) =>
        fact.id === subscriptionId && fact.endedAt === null ? { ...fact, ...changes(fact) } : fact,
      )
    }
  }
  const end = (subscriptionId: string, also: Partial<SubscriptionFact> = {}) =>
    change(subscriptionId, () => ({ status: 'canceled', endedAt: wholeSecond(now()), ...also }))

  return {
    async read(customerId) {
      const customer = customers.get(customerId)
      const { subscriptions, purchases } = structuredClone(customer ?? nobody())
      const readAt = customer ? wholeSecond(now()) : new Date(0)
      return { subscriptions, purchases, readAt: { subscriptions: readAt, purchases: readAt } }
    },

    async createCustomer({ userId }, gone = null) {
      const key = gone ? `${userId}:${gone}` : userId
      const customerId = customerIds.get(key) ?? id('cus')
      if (!customerIds.has(key)) {
        customerIds.set(key, customerId)
        customers.set(customerId, { ...nobody(), owner: userId })
      }
      return customerId
    },

    async changeEmail() {},

    async findCustomer(userId) {
      return [...customers].find(([, { owner }]) => owner === userId)?.[0] ?? null
    },

    async customerOwner(customerId) {
      return customers.get(customerId)?.owner ?? null
    },

    async customerOfCharge(chargeId) {
      for (const [customerId, { purchases }] of customers) {
        if (purchases.some(({ id }) => id === chargeId)) return customerId
      }
      return null
    },

    async currencyOf() {
      return null
    },

    async openCheckout(order) {
      if (!customers.has(order.customerId)) throw new CustomerGone(order.customerId)
      const sessionId = id('cs_test')
      const session: CheckoutSession = {
        id: sessionId,
        customerId: order.customerId,
        plan: order.plan,
        mode: order.interval === 'once' ? 'payment' : 'subscription',
        status: 'open',
        paid: false,
        url: order.isEmbedded ? null : `https://checkout.test/${sessionId}`,
        clientSecret: order.isEmbedded ? `${sessionId}_secret` : null,
        expiresAt: new Date(wholeSecond(now()).getTime() + dayMs),
      }
      sessions.set(sessionId, { ...session, order })
      return session
    },

    async checkoutSession(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) return null
      const { order: _, ...answer } = structuredClone(session)
      return answer.status === 'open' && answer.expiresAt <= now()
        ? { ...answer, status: 'expired', url: null }
        : answer
    },

    async expireCheckout(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) throw new Error(`No such checkout.session: ${sessionId}`)
      if (session.status === 'complete') return false
      sessions.set(sessionId, { ...session, status: 'expired', url: null })
      return true
    },

    async troubledPayment(chargeId) {
      const bought = [...customers.values()].flatMap(({ purchases }) => purchases)
      const fact = bought.find(({ id }) => id === chargeId)
      return (
        (fact && {
          chargeId,
          subscriptionId: null,
          dispute: fact.dispute,
          earlyFraudWarning: null,
        }) ??
        null
      )
    },

    async refund(chargeId) {
      for (const customer of customers.values()) {
        customer.purchases = customer.purchases.map((fact) =>
          fact.id === chargeId ? { ...fact, amountRefundedCents: fact.amountCents } : fact,
        )
      }
    },

    async cancelSubscription(subscriptionId) {
      end(subscriptionId)
    },

    async endSubscriptionLater(subscriptionId, purchaseId) {
      change(subscriptionId, (fact) => ({
        cancelAt: fact.endedFor === purchaseId ? fact.cancelAt : fact.currentPeriodEnd,
        endedFor: purchaseId,
      }))
      return true
    },

    async unusedCents() {
      return 0
    },

    async trialOf() {
      return { card: null, isOurs: true }
    },

    async refuseTrial(subscriptionId) {
      end(subscriptionId, { trialRefused: true })
      return true
    },

    async cancelIncomplete(subscriptionId) {
      for (const customer of customers.values()) {
        customer.subscriptions = customer.subscriptions.map((fact) =>
          fact.id === subscriptionId && fact.status === 'incomplete'
            ? { ...fact, status: 'incomplete_expired', endedAt: wholeSecond(now()) }
            : fact,
        )
      }
    },

    async openPortal({ customerId }) {
      if (!customers.has(customerId)) throw new CustomerGone(customerId)
      return `https://portal.test/${customerId}`
    },

    async ping() {},

    set(customerId, facts) {
      const customer = customers.get(customerId) ?? nobody()
      customers.set(customerId, structuredClone({ ...customer, ...facts }))
    },

    all: () => customers,

    deleteCustomer(customerId) {
      customers.delete(customerId)
    },

    pay(sessionId) {
      const session = sessions.get(sessionId)
      const customer = customers.get(session?.customerId ?? '')
      if (!session || !customer) throw new Error(`Nobody can pay ${sessionId}`)
      sessions.set(sessionId, { ...session, status: 'complete', paid: true, url: null })
      const { order } = session
      if (order.interval === 'once') {
        customer.purchases.unshift(bought(id('ch'), order, wholeSecond(now())))
      } else {
        customer.subscriptions.unshift(subscribed(id('sub'), order, wholeSecond(now())))
      }
    },
  }
}

const nobody = (): MemoryCustomer => ({ owner: null, subscriptions: [], purchases: [] })
const dayMs = 86_400_000

/** Stripe's times have no fractions. */
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000)

function subscribed(id: string, order: CheckoutOrder, at: Date): SubscriptionFact {
  const trialEnd = order.trialDays ? new Date(at.getTime() + order.trialDays * dayMs) : null
  const end = new Date(at.getTime() + (order.interval === 'year' ? 365 : 30) * dayMs)
  return {
    id,
    status: trialEnd ? 'trialing' : 'active',
    prices: [{ id: 'price_1', lookupKey: order.lookupKey, productPlan: null, nickname: null }],
    quantity: order.quantity,
    createdAt: at,
    currentPeriodStart: at,
    currentPeriodEnd: trialEnd ?? end,
    trialStart: trialEnd && at,
    trialEnd,
    cancelAt: null,
    endedAt: null,
    unpaidSince: null,
  }
}

const bought = (id: string, order: CheckoutOrder, at: Date): PurchaseFact => ({
  id,
  plan: order.plan,
  amountCents: 100,
  currency: 'usd',
  paidAt: at,
  amountRefundedCents: 0,
  dispute: 'none',
})
