import type { Access } from '@/lib/billing/access/access'
import type { Facts, Grant, PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'

/** The state of one user in Stripe, the table and Cognito. */
export type Observation = {
  /** The user's row; `null` if the table has none. */
  row: ObservedRow | null
  /** Whether Cognito has the user. `unconfirmed` if they never confirmed their email address. */
  person: 'there' | 'disabled' | 'unconfirmed' | 'gone'
  /** All Cognito groups of the user, managed or not. */
  groups: string[]
  /** The customers whose metadata names the user, and the one that their row names. */
  customers: ObservedCustomer[]
}

export type ObservedRow = {
  customerId: string | null
  version: number
  access: ObservedAccess
  /** What gates decide from, whatever `access` says. */
  facts: Facts
  /** How many intents are past their lease, so that their writer crashed, and how many are live. */
  intents: { dead: number; live: number }
  /** Until when the user's open Checkout session can be paid; `null` if there is none. */
  checkoutUntil: Date | null
}

export type ObservedAccess = Pick<
  Access,
  | 'plan'
  | 'status'
  | 'groups'
  | 'features'
  | 'permissions'
  | 'currentPeriodEnd'
  | 'trialExpiresAt'
  | 'cancelAt'
  | 'graceUntil'
  | 'invoiceDueAt'
  | 'nextLookAt'
>

export type ObservedCustomer = {
  id: string
  /** The user that Stripe's metadata names. */
  owner: string | null
  subscriptions: SubscriptionFact[]
  purchases: PurchaseFact[]
}

/** The customer that belongs to a user. If there are several, one with a live subscription. */
export function ownCustomer(
  userId: string,
  customers: readonly ObservedCustomer[],
): ObservedCustomer | undefined {
  const own = customers.filter(({ owner }) => owner === userId)
  return own.find((customer) => liveSubscriptions(factsOf(customer, [])).length > 0) ?? own[0]
}

/** What a customer has at Stripe, with grants, as the facts of a user. */
export const factsOf = (customer: ObservedCustomer | null | undefined, grants: Grant[]): Facts => ({
  subscriptions: customer?.subscriptions ?? [],
  purchases: customer?.purchases ?? [],
  grants,
})
