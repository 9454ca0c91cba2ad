import { emptyCustomer, type MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { Customers } from './customers'

export function memoryCustomers(stripe: MemoryStripe): Customers {
  const { customers } = stripe
  const made = new Map<string, string>()
  return {
    async create({ userId }, gone = null) {
      const key = gone ? `${userId}:${gone}` : userId
      const customerId = made.get(key) ?? stripe.newId('cus')
      if (!made.has(key)) {
        made.set(key, customerId)
        stripe.set(customerId, { owner: userId })
      }
      return customerId
    },

    async changeEmail() {},

    async find(userId) {
      return [...customers].find(([, { owner }]) => owner === userId)?.[0] ?? null
    },

    async ownerOf(customerId) {
      return customers.get(customerId)?.owner ?? null
    },

    async ofCharge(chargeId) {
      for (const [customerId, { purchases }] of customers) {
        if (purchases.some(({ id }) => id === chargeId)) return customerId
      }
      return null
    },

    async currencyOf() {
      return null
    },

    async read(customerId) {
      const customer = customers.get(customerId)
      const isDeleted = [...made.values()].includes(customerId)
      if (!customer && !isDeleted) throw new Error(`No such customer: '${customerId}'`)
      const { subscriptions, purchases } = structuredClone(customer ?? emptyCustomer())
      const readAt = customer ? stripe.now() : new Date(0)
      return { subscriptions, purchases, readAt: { subscriptions: readAt, purchases: readAt } }
    },
  }
}
