import { decideAccess } from '@/lib/billing/access/access'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Cause } from '@/lib/db/audit/audit'
import { privateJson } from '@/lib/http'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { sync } from '@/lib/sync/sync'
import { runningOf, type SubscriptionServices } from './running'
import { type SubscriptionView, subscriptionView } from './view'

type Did = Extract<Cause, { kind: 'own_change' }>['did']

/**
 * What stands after a person changed their subscription: the account is brought up to date first, so
 * that the answer carries the new access and nobody waits for a webhook.
 */
export async function answerAfter(
  services: SubscriptionServices,
  account: Account,
  did: Did,
): Promise<Response> {
  const synced = await sync(services, account.userId, { cause: { kind: 'own_change', did } })
  return answerFor(services, synced.kind === 'synced' ? synced.account : account)
}

export async function answerFor(
  services: SubscriptionServices,
  account: Account,
): Promise<Response> {
  const { plan, status, groups } = accessOf(services, account)
  return privateJson({
    subscription: await viewFor(services, account, await runningOf(services, account)),
    access: { plan, status, groups },
  })
}

/** `null` for somebody who has no subscription. */
export async function viewFor(
  services: Pick<SubscriptionServices, 'forecasts' | 'rules' | 'now'>,
  account: Account,
  running: RunningSubscription | null,
): Promise<SubscriptionView | null> {
  if (!running) return null
  const next =
    running.status === 'incomplete' ? null : await services.forecasts.nextInvoice(running)
  return subscriptionView(running, running.pause ? null : next, {
    facts: account.facts,
    access: accessOf(services, account),
    catalog: services.rules.catalog,
    now: services.now(),
  })
}

const accessOf = (
  { rules, now }: Pick<SubscriptionServices, 'rules' | 'now'>,
  { facts }: Account,
) => decideAccess(facts, rules, now())
