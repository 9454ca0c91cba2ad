import Stripe from 'stripe'
import { idOf } from '@/lib/stripe/customer/values'
import type { SubscriptionContext } from './context'

/** The items of a subscription that bill its plan's usage. */
export type MeteredItems = {
  /**
   * Adds metered prices, by lookup key. Stripe counts from now on, and charges nothing at once.
   * `false` if Stripe refuses.
   */
  add(subscriptionId: string, lookupKeys: string[]): Promise<boolean>
}

export const stripeMeteredItems = ({
  stripe,
  prices,
}: Pick<SubscriptionContext, 'stripe' | 'prices'>): MeteredItems => ({
  async add(subscriptionId, lookupKeys) {
    const book = await prices()
    const wanted = lookupKeys.map((key) => book.idOf(key))
    try {
      await stripe.subscriptions.update(subscriptionId, {
        items: wanted.map((price) => ({ price })),
        proration_behavior: 'none',
      })
      return true
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      // Another process may have added them between our read and our request.
      const { items } = await stripe.subscriptions.retrieve(subscriptionId)
      return wanted.every((id) => items.data.some(({ price }) => idOf(price) === id))
    }
  },
})
