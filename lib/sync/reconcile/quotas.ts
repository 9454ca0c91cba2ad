import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import type { Timing } from '@/lib/timing'
import { rateLimited, tokenBucket } from './outgoing-rate-limit'
import type { ReconcileServices } from './services'

/**
 * Calls per second. Stripe: what a sandbox allows, a quarter of a live account's limit. Cognito:
 * its quotas by category of call; AWS doesn't raise the one for group changes. The app runs at the
 * same time, so reconcile also backs off when it is throttled.
 */
export const quotas = { stripe: 25, groupChanges: 25, userLists: 30, groupsOfUser: 50 }

/** The same services, limited to their backends' quotas. */
export function withinQuotas<S extends ReconcileServices>(services: S, timing: Timing): S {
  const stripe = tokenBucket(quotas.stripe, timing)
  const groupChanges = tokenBucket(quotas.groupChanges, timing)
  const userLists = tokenBucket(quotas.userLists, timing)
  const groupsOfUser = tokenBucket(quotas.groupsOfUser, timing)
  // A read lists subscriptions, perhaps invoices, and perhaps charges.
  const read = () => stripe(sellsOneTime(services.rules.catalog) ? 3 : 2)
  const { listings, customers, subscriptionEnds, groups, people } = services
  const { accounts, accountWrites, customerOwners } = services

  return {
    ...services,
    listings: rateLimited(
      listings,
      { customers: stripe, subscriptions: stripe, openInvoices: stripe, purchases: stripe },
      timing,
    ),
    customers: rateLimited(customers, { read, ownerOf: stripe }, timing),
    subscriptionEnds: rateLimited(subscriptionEnds, {}, timing),
    groups: rateLimited(
      groups,
      { of: groupsOfUser, add: groupChanges, remove: groupChanges, members: userLists },
      timing,
    ),
    people: rateLimited(people, { list: userLists, find: userLists, count: userLists }, timing),
    accounts: rateLimited(accounts, {}, timing),
    accountWrites: rateLimited(accountWrites, {}, timing),
    customerOwners: rateLimited(customerOwners, {}, timing),
  }
}
