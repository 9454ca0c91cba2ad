import type { MemberServices } from '@/lib/api/services'
import type { Token } from '@/lib/auth/token'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { currentSubscription } from '@/lib/billing/subscription/current'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import type { SubscriptionPorts } from '@/lib/stripe/subscription/stripe-subscriptions'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { currentAccount } from '@/lib/sync/current-account'
import { syncForRequest } from '@/lib/sync/sync-for-request'
import type { FlushServices } from '@/lib/sync/usage/flush'

export type SubscriptionServices = MemberServices &
  FlushServices &
  SubscriptionPorts & { settings: Pick<Settings, 'APP_URL'> }

export type Owner = { account: Account; running: RunningSubscription | null }

/**
 * The caller, and their subscription as Stripe has it this moment. Which one it is comes from their own
 * row, never from the request. A purchase of a moment ago may not have reached the row, so Stripe is
 * asked before the caller is told that they have none.
 */
export async function ownerOf(services: SubscriptionServices, token: Token): Promise<Owner> {
  const account = await currentAccount(services, token)
  const running = await runningOf(services, account)
  if (running || !account.customerId) return { account, running }
  const synced = await syncForRequest(services, account.userId, { cause: { kind: 'request' } })
  if (synced.kind !== 'synced') return { account, running }
  return { account: synced.account, running: await runningOf(services, synced.account) }
}

/** The row's current subscription, or else one whose first payment is open, as Stripe has it now. */
export async function runningOf(
  { subscriptions, rules }: Pick<SubscriptionServices, 'subscriptions' | 'rules'>,
  { facts, access, customerId }: Account,
): Promise<RunningSubscription | null> {
  const fact =
    currentSubscription(facts, access, rules) ??
    ownFacts(facts, rules).subscriptions.find(({ status }) => status === 'incomplete')
  const running = fact ? await subscriptions.find(fact.id) : null
  return running?.customerId === customerId ? running : null
}
