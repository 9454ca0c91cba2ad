import type { MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { PaymentIssues } from './payment-issues'

/** Knows one-time purchases and their disputes. Has no early fraud warnings. */
export const memoryPaymentIssues = (stripe: MemoryStripe): PaymentIssues => ({
  async find(chargeId) {
    const purchases = [...stripe.customers.values()].flatMap((customer) => customer.purchases)
    const fact = purchases.find(({ id }) => id === chargeId)
    if (!fact) return null
    return { chargeId, subscriptionId: null, dispute: fact.dispute, earlyFraudWarning: null }
  },

  async refund(chargeId) {
    for (const customer of stripe.customers.values()) {
      customer.purchases = customer.purchases.map((fact) =>
        fact.id === chargeId ? { ...fact, amountRefundedCents: fact.amountCents } : fact,
      )
    }
  },

  async cancelSubscription(subscriptionId) {
    stripe.endSubscription(subscriptionId)
  },
})
