import type Stripe from 'stripe'
import type { priceBook } from './price-book'
import type { Subscriptions } from './subscriptions'

/** What the verbs on running subscriptions share. */
export type SubscriptionContext = {
  stripe: Stripe
  prices: ReturnType<typeof priceBook>
  find: Subscriptions['find']
}
