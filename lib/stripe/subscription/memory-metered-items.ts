import type { MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { MeteredItems } from './metered-items'

export const memoryMeteredItems = (stripe: MemoryStripe): MeteredItems => ({
  async add(subscriptionId, lookupKeys) {
    stripe.changeSubscriptions((fact) =>
      fact.id === subscriptionId
        ? {
            ...fact,
            prices: [
              ...fact.prices,
              ...lookupKeys
                .filter((key) => !fact.prices.some(({ lookupKey }) => lookupKey === key))
                .map((lookupKey) => ({
                  id: `price_${lookupKey}`,
                  lookupKey,
                  productPlan: null,
                  nickname: null,
                  isMetered: true as const,
                })),
            ],
          }
        : fact,
    )
    return stripe.findSubscription(subscriptionId) !== undefined
  },
})
