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
export const orContended = (
  context: Pick<SubscriptionContext, 'find'>,
  subscription: RunningSubscription,
  act: () => Promise<unknown>,
): Promise<Changed> =>
  outcomeOrContended(context, subscription, async () => {
    await act()
    return changed
  })

/** Like `orContended`, for an `act` that returns its own outcome. */
export async function outcomeOrContended(
  { find }: Pick<SubscriptionContext, 'find'>,
  subscription: RunningSubscription,
  act: () => Promise<Changed>,
): Promise<Changed> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    if ((await find(subscription.id))?.state === subscription.state) throw error
    return contended
  }
}
