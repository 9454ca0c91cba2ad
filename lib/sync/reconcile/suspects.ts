import type { SubscriptionFact } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { losesAPlan } from '@/lib/billing/reconcile/drift'
import { driftsOf, withoutOwner } from '@/lib/billing/reconcile/drifts'
import type { Observation, ObservedCustomer } from '@/lib/billing/reconcile/observation'
import type { ListedAccount } from '@/lib/db/accounts/listing'
import { deadIntents } from '@/lib/sync/intents'
import type { Listing } from './listing'

/** A user, or a customer without one, about whom the lists disagree. */
export type Suspect = {
  key: string
  userId: string | null
  customerIds: string[]
  unconfirmed: boolean
  /** Whether the repair takes a plan away, by what the lists show. */
  loses: boolean
}

/** Sorted by key, so that a run that was interrupted resumes at the right one. */
export function suspectsIn(
  listing: Listing,
  rules: AccessRules,
  now: Date,
  wallNow: Date,
): Suspect[] {
  const customers = customersIn(listing)
  const owned = byOwner(customers.values())
  const named = new Set([...listing.rows.values()].map(({ customerId }) => customerId))
  const suspects: Suspect[] = []

  for (const userId of listing.unreadable) {
    suspects.push({
      key: `person ${userId}`,
      userId,
      customerIds: [],
      unconfirmed: listing.unconfirmed.has(userId),
      loses: false,
    })
  }
  const ids = [...listing.rows.keys(), ...listing.people.keys(), ...owned.keys()]
  for (const userId of new Set(ids.filter((id) => id !== null))) {
    if (listing.unreadable.has(userId)) continue
    const row = listing.rows.get(userId)
    const linked = customers.get(row?.customerId ?? '')
    const theirs = [...new Set([...(linked ? [linked] : []), ...(owned.get(userId) ?? [])])]
    const sighting: Observation = {
      row: row ? rowSeen(row, wallNow) : null,
      person: personSeen(listing, userId),
      groups: [...(listing.groups.get(userId) ?? [])],
      customers: theirs,
    }
    const drifts = driftsOf(userId, sighting, rules, now)
    if (drifts.length === 0) continue
    suspects.push({
      key: `person ${userId}`,
      userId,
      customerIds: theirs.map(({ id }) => id),
      unconfirmed: listing.unconfirmed.has(userId),
      loses: losesAPlan(drifts),
    })
  }
  for (const customer of owned.get(null) ?? []) {
    if (named.has(customer.id) || withoutOwner(customer, rules).length === 0) continue
    suspects.push({
      key: `customer ${customer.id}`,
      userId: null,
      customerIds: [customer.id],
      unconfirmed: false,
      loses: false,
    })
  }
  return suspects.sort((a, b) => (a.key < b.key ? -1 : 1))
}

export const rowSeen = (
  {
    customerId,
    version,
    access,
    facts,
    intents,
    checkout,
  }: Omit<ListedAccount, 'userId' | 'username'>,
  wallNow: Date,
) => {
  const dead = deadIntents(intents, wallNow).length
  const live = Object.keys(intents).length - dead
  const checkoutUntil = checkout?.expiresAt ?? null
  return { customerId, version, access, facts, intents: { dead, live }, checkoutUntil }
}

/**
 * A user who has a row and isn't in an incomplete listing is in no group, or deleted: the second
 * look decides.
 */
function personSeen(listing: Listing, userId: string): Observation['person'] {
  if (listing.unconfirmed.has(userId)) return 'unconfirmed'
  const person = listing.people.get(userId)
  if (person) return person.enabled ? 'there' : 'disabled'
  return listing.everybody || !listing.rows.has(userId) ? 'gone' : 'there'
}

function byOwner(customers: Iterable<ObservedCustomer>) {
  const owned = new Map<string | null, ObservedCustomer[]>()
  for (const customer of customers) {
    const others = owned.get(customer.owner)
    if (others) others.push(customer)
    else owned.set(customer.owner, [customer])
  }
  return owned
}

function customersIn({ owners, subscriptions, unpaid, purchases }: Listing) {
  const customers = new Map<string, ObservedCustomer>()
  for (const [id, owner] of owners) {
    customers.set(id, { id, owner, subscriptions: [], purchases: [] })
  }
  for (const { customerId, fact } of subscriptions.values()) {
    customers.get(customerId)?.subscriptions.push(withOpenInvoice(fact, unpaid.get(fact.id)))
  }
  for (const { customerId, fact } of purchases.values()) {
    customers.get(customerId)?.purchases.push(fact)
  }
  return customers
}

/** A subscription, with what the list of open invoices says of its oldest. */
function withOpenInvoice(
  fact: SubscriptionFact,
  oldest: { since: Date; dueAt: Date | null } | undefined,
): SubscriptionFact {
  const { billing } = fact
  return {
    ...fact,
    unpaidSince: fact.status === 'past_due' ? (oldest?.since ?? null) : null,
    ...(billing && { billing: { ...billing, dueAt: oldest?.dueAt ?? billing.dueAt } }),
  }
}
