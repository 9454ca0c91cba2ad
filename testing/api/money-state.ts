import type { Person } from '@/lib/identity/people'
import type { SubscriptionCalls } from '@/testing/subscription'
import type { World } from '@/testing/world'

/** A user in a world that other users share. */
export type Scene = { world: World; user: Person; calls: SubscriptionCalls }

export const customerOf = async ({ world, user }: Scene) =>
  (await world.accounts.get(user.userId))?.customerId ?? ''

export type MoneyState = Awaited<ReturnType<typeof moneyStateOf>>

/** Returns what a user would see of a change: in Stripe, and in their row. */
export async function moneyStateOf(scene: Scene) {
  const { store } = scene.world.engine
  const row = await scene.world.accounts.get(scene.user.userId)
  const customer = row?.customerId ?? ''
  return {
    row: { plan: row?.access.plan ?? 'free', checkout: row?.checkout?.plan },
    stripe: {
      invoices: store.invoices
        .where('customer', customer)
        .map(({ status, billing_reason }) => [status, billing_reason]),
      subscriptions: store.subscriptions.where('customer', customer).map((subscription) => ({
        status: subscription.status,
        items: subscription.items.data.map(({ price, quantity }) => [price.lookup_key, quantity]),
        discounts: subscription.discounts.length,
        isPaused: subscription.pause_collection !== null,
        isEnding: subscription.cancel_at_period_end || subscription.cancel_at !== null,
        isWaiting: subscription.pending_update !== null,
        // A schedule with one phase plans nothing: the next change uses it, or releases it.
        isPlanned: (store.schedules.get(String(subscription.schedule))?.phases.length ?? 0) > 1,
      })),
      open: store.checkoutSessions
        .where('customer', customer)
        .filter(({ status }) => status === 'open')
        .map(({ mode, metadata }) => [mode, metadata?.plan]),
    },
  }
}
