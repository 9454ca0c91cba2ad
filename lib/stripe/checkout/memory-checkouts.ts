import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { CustomerGone } from '@/lib/stripe/customer/customer-gone'
import type { MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { CheckoutSession, CheckoutSpec, Checkouts } from './checkouts'

export type MemoryCheckouts = Checkouts & {
  /** Pays an open session, which makes a subscription or a one-time purchase. */
  pay(sessionId: string, card?: string): void
}

const dayMs = 86_400_000

export function memoryCheckouts(stripe: MemoryStripe): MemoryCheckouts {
  const sessions = new Map<string, CheckoutSession & { spec: CheckoutSpec }>()
  return {
    async open(spec) {
      if (!stripe.customers.has(spec.customerId)) throw new CustomerGone(spec.customerId)
      const id = stripe.newId('cs_test')
      const session: CheckoutSession = {
        id,
        customerId: spec.customerId,
        plan: spec.plan,
        mode: spec.interval === 'once' ? 'payment' : 'subscription',
        status: 'open',
        paid: false,
        url: spec.isEmbedded ? null : `https://checkout.test/${id}`,
        clientSecret: spec.isEmbedded ? `${id}_secret` : null,
        expiresAt: new Date(stripe.now().getTime() + dayMs),
        receipt: null,
      }
      sessions.set(id, { ...session, spec })
      return session
    },

    async find(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) return null
      const { spec: _, ...answer } = structuredClone(session)
      return answer.status === 'open' && answer.expiresAt <= stripe.now()
        ? { ...answer, status: 'expired', url: null }
        : answer
    },

    async expire(sessionId) {
      const session = sessions.get(sessionId)
      if (!session) throw new Error(`No such checkout.session: ${sessionId}`)
      if (session.status === 'complete') return false
      sessions.set(sessionId, { ...session, status: 'expired', url: null })
      return true
    },

    /** Always 0: facts have no amounts to prorate. */
    async unusedCents() {
      return 0
    },

    async ping() {},

    pay(sessionId, card = 'card_memory') {
      const session = sessions.get(sessionId)
      const customer = stripe.customers.get(session?.customerId ?? '')
      if (!session || !customer) throw new Error(`${sessionId} can't be paid`)
      sessions.set(sessionId, { ...session, status: 'complete', paid: true, url: null })
      const { spec } = session
      if (spec.interval === 'once') {
        customer.purchases.unshift(bought(stripe.newId('ch'), spec, stripe.now()))
      } else {
        const fact = subscribed(stripe.newId('sub'), spec, stripe.now())
        customer.subscriptions.unshift(fact)
        stripe.trials.set(fact.id, { card })
      }
    },
  }
}

function subscribed(id: string, spec: CheckoutSpec, at: Date): SubscriptionFact {
  const trialEnd = spec.trialDays ? new Date(at.getTime() + spec.trialDays * dayMs) : null
  const end = new Date(at.getTime() + (spec.interval === 'year' ? 365 : 30) * dayMs)
  return {
    id,
    status: trialEnd ? 'trialing' : 'active',
    prices: [{ id: 'price_1', lookupKey: spec.lookupKey, productPlan: null, nickname: null }],
    quantity: spec.quantity,
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

const bought = (id: string, spec: CheckoutSpec, at: Date): PurchaseFact => ({
  id,
  plan: spec.plan,
  amountCents: 100,
  currency: 'usd',
  paidAt: at,
  amountRefundedCents: 0,
  dispute: 'none',
})
