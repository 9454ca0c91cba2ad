import Stripe from 'stripe'
import type { SubscriptionContext } from './context'
import type { Changed, RunningSubscription } from './subscriptions'

export const changed: Changed = { kind: 'changed' }
export const contended: Changed = { kind: 'contended' }

export const paymentRequired = (invoice: Stripe.Subscription['latest_invoice']): Changed => ({
  kind: 'payment_required',
  url: typeof invoice === 'object' ? (invoice?.hosted_invoice_url ?? null) : null,
})

/** Runs `act`. If Stripe refuses it and the subscription has changed since, returns `contended`. */
export async function orContended(
  { find }: Pick<SubscriptionContext, 'find'>,
  subscription: RunningSubscription,
  act: () => Promise<unknown>,
): Promise<Changed> {
  try {
    await act()
    return changed
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    if ((await find(subscription.id))?.state === subscription.state) throw error
    return contended
  }
}
