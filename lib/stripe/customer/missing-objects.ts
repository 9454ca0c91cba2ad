import type Stripe from 'stripe'
import { idOf } from './values'

type Listed = { id: string; created: number; customer: string | { id: string } | null }

/**
 * A list with the `known` objects that it omits, the newest first. Stripe never deletes a
 * subscription or a charge, so a list without a known one is incomplete, and believing it would
 * take away what a user pays for. Costs no call if nothing is missing. Throws if Stripe doesn't
 * know the customer: then we are talking to the wrong account.
 */
export async function withMissing<T extends Listed>(
  stripe: Stripe,
  customerId: string,
  listed: T[],
  known: readonly string[],
  retrieve: (id: string) => Promise<T | null>,
): Promise<T[]> {
  const missing = known.filter((id) => !listed.some((thing) => thing.id === id))
  if (missing.length === 0) return listed
  // A deleted customer has nothing.
  if ((await stripe.customers.retrieve(customerId)).deleted) return listed
  const all = [...listed]
  for (const id of missing) {
    const thing = await retrieve(id)
    // The row may still show what an earlier customer of this user had.
    if (thing?.customer && idOf(thing.customer) === customerId) all.push(thing)
  }
  return all.sort((a, b) => b.created - a.created)
}
