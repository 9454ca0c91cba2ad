import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import { paced, type Timing, tokenBucket } from './rate-limit'
import type { ReconcileServices } from './services'

/**
 * Calls a second. Stripe: what a sandbox allows, a quarter of a live account's. Cognito: its quotas
 * by kind of call, which no support ticket raises for group changes. The app goes on beside us, so
 * both sides back off when told to.
 */
export const quotas = { stripe: 25, groupChanges: 25, userLists: 30, groupsOfUser: 50 }

/** The same services, none of them asked more often than its owner allows. */
export function withinQuotas<S extends ReconcileServices>(services: S, pacing: Timing): S {
  const stripe = tokenBucket(quotas.stripe, pacing)
  const groupChanges = tokenBucket(quotas.groupChanges, pacing)
  const userLists = tokenBucket(quotas.userLists, pacing)
  const groupsOfUser = tokenBucket(quotas.groupsOfUser, pacing)
  // A read lists subscriptions, perhaps open invoices, perhaps charges.
  const read = () => stripe(sellsOneTime(services.rules.catalog) ? 3 : 2)
  const { listings, customers, subscriptionEnds, groups, people, accounts } = services

  return {
    ...services,
    listings: paced(
      listings,
      { customers: stripe, subscriptions: stripe, openInvoices: stripe, purchases: stripe },
      pacing,
    ),
    customers: paced(customers, { read, ownerOf: stripe }, pacing),
    subscriptionEnds: paced(subscriptionEnds, {}, pacing),
    groups: paced(
      groups,
      { of: groupsOfUser, add: groupChanges, remove: groupChanges, members: userLists },
      pacing,
    ),
    people: paced(people, { list: userLists, find: userLists, count: userLists }, pacing),
    accounts: paced(accounts, {}, pacing),
  }
}
