import type { Token } from '@/lib/auth/token'
import type { Users } from '@/lib/auth/users'
import { liveSubscriptions } from '@/lib/billing/checkout/order'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import type { People } from '@/lib/identity/people'
import type { SubscriptionPorts } from '@/lib/stripe/subscription/stripe-subscriptions'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { currentAccount } from '@/lib/sync/current-account'
import type { SyncServices } from '@/lib/sync/services'
import { sync } from '@/lib/sync/sync'

export type SubscriptionServices = SyncServices &
  SubscriptionPorts & {
    users: Users
    people: People
    settings: Pick<Settings, 'APP_URL'>
  }

export type Owner = { account: Account; running: RunningSubscription | null }

/**
 * Whoever asks, and their subscription as Stripe has it this moment. Which one it is comes from their
 * own row, never from the request. What they bought a moment ago may not have reached the row, so
 * before somebody is told that they have none Stripe is asked.
 */
export async function ownerOf(services: SubscriptionServices, token: Token): Promise<Owner> {
  const account = await currentAccount(services, token)
  const running = await runningOf(services, account)
  if (running || !account.customerId) return { account, running }
  const synced = await sync(services, account.userId, { cause: { kind: 'request' } })
  if (synced.kind !== 'synced') return { account, running }
  return { account: synced.account, running: await runningOf(services, synced.account) }
}

/** The subscription that a row speaks of: of two the one that the person's access comes from. */
export async function runningOf(
  { subscriptions }: Pick<SubscriptionServices, 'subscriptions'>,
  { facts, access, customerId }: Account,
): Promise<RunningSubscription | null> {
  const live = liveSubscriptions(facts)
  const { id } =
    live.find(({ id }) => id === access.subscription?.id) ??
    live[0] ??
    facts.subscriptions.find(({ status }) => status === 'incomplete') ??
    {}
  const running = id ? await subscriptions.find(id) : null
  return running?.customerId === customerId ? running : null
}
