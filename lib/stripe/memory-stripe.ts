import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'

export type MemoryCustomer = {
  owner: string | null
  subscriptions: SubscriptionFact[]
  purchases: PurchaseFact[]
}

/** The state that the memory twins of the Stripe ports share. */
export type MemoryStripe = ReturnType<typeof memoryStripe>

/** The parts of Stripe that our code can observe, without HTTP. `clock` is Stripe's clock. */
export function memoryStripe(clock: () => Date) {
  const customers = new Map<string, MemoryCustomer>()
  /** The trials that our checkout began, by subscription, with the card's fingerprint. */
  const trials = new Map<string, { card: string | null }>()
  let made = 0
  /** Stripe's times have no fractions of a second. */
  const now = () => new Date(Math.floor(clock().getTime() / 1000) * 1000)

  /** Replaces each subscription by what `change` returns for it. */
  const changeSubscriptions = (change: (fact: SubscriptionFact) => SubscriptionFact) => {
    for (const customer of customers.values()) {
      customer.subscriptions = customer.subscriptions.map(change)
    }
  }

  return {
    customers,
    trials,
    now,
    newId: (prefix: string) => `${prefix}_memory${++made}`,
    changeSubscriptions,

    /** Sets what Stripe says of a customer from now on. Makes the customer if necessary. */
    set(customerId: string, facts: Partial<MemoryCustomer>) {
      const customer = customers.get(customerId) ?? emptyCustomer()
      customers.set(customerId, structuredClone({ ...customer, ...facts }))
    },

    deleteCustomer(customerId: string) {
      customers.delete(customerId)
    },

    findSubscription: (subscriptionId: string): SubscriptionFact | undefined =>
      [...customers.values()]
        .flatMap(({ subscriptions }) => subscriptions)
        .find(({ id }) => id === subscriptionId),

    /** Cancels a subscription that has not ended. */
    endSubscription(subscriptionId: string, changes: Partial<SubscriptionFact> = {}) {
      const endedAt = now()
      changeSubscriptions((fact) =>
        fact.id === subscriptionId && fact.endedAt === null
          ? { ...fact, status: 'canceled', endedAt, ...changes }
          : fact,
      )
    },
  }
}

export const emptyCustomer = (): MemoryCustomer => ({
  owner: null,
  subscriptions: [],
  purchases: [],
})
