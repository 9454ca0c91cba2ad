import { decideAccess } from '@/lib/billing/access/access'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Cause } from '@/lib/db/audit/audit'
import { AppError } from '@/lib/errors'
import { isOutage } from '@/lib/outages'
import { stripeRefusal } from '@/lib/stripe/refusals'
import type { RunningSubscription } from '@/lib/stripe/subscription/subscriptions'
import { sync } from '@/lib/sync/sync'
import { runningOf, type SubscriptionServices } from './running'
import type { SubscriptionView } from './schemas'
import { subscriptionView } from './view'

type Did = Extract<Cause, { kind: 'own_change' }>['did']

/**
 * The answer to a change: the account is synced first, so that it carries the new access. If Stripe
 * refuses to show what it has just changed, the user must not believe that nothing has changed.
 */
export async function answerAfter(services: SubscriptionServices, account: Account, did: Did) {
  try {
    const synced = await sync(services, account.userId, { cause: { kind: 'own_change', did } })
    return await answerFor(services, synced.kind === 'synced' ? synced.account : account)
  } catch (error) {
    if (isOutage(error) || stripeRefusal(error)) throw changedUnseen
    throw error
  }
}

const changedUnseen = new AppError(
  'unavailable',
  'Your change was made, but we can’t show it right now. Refresh in a moment.',
)

export async function answerFor(services: SubscriptionServices, account: Account) {
  const { plan, status, groups } = accessOf(services, account)
  return {
    subscription: await viewFor(services, account, await runningOf(services, account)),
    access: { plan, status, groups },
  }
}

/** `null` if there is no subscription. */
export async function viewFor(
  services: Pick<SubscriptionServices, 'forecasts' | 'rules' | 'now'>,
  account: Account,
  running: RunningSubscription | null,
): Promise<SubscriptionView | null> {
  if (!running) return null
  const billsNothing = running.status === 'incomplete' || running.endsWithTrial
  const next = billsNothing ? null : await services.forecasts.nextInvoice(running)
  return subscriptionView(running, running.pause ? null : next, {
    facts: ownFacts(account.facts, services.rules),
    access: accessOf(services, account),
    catalog: services.rules.catalog,
    now: services.now(),
  })
}

const accessOf = (
  { rules, now }: Pick<SubscriptionServices, 'rules' | 'now'>,
  { facts }: Account,
) => decideAccess(facts, rules, now())
