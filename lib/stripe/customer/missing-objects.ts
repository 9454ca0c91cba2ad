import type Stripe from 'stripe'
import { idOf } from './stripe-facts'

type Thing = { id: string; created: number; customer: string | { id: string } | null }

/**
 * A list with what it left out of `known`, the newest first. Stripe loses no subscription and no charge,
 * whatever became of it: a list that lacks one was answered in haste, and to believe it would take from
 * somebody what they pay for. Costs nothing where nothing is left out. Throws if Stripe doesn't know the
 * customer: then it is the wrong Stripe.
 */
export async function withMissing<T extends Thing>(
  stripe: Stripe,
  customerId: string,
  listed: T[],
  known: readonly string[],
  retrieve: (id: string) => Promise<T | null>,
): Promise<T[]> {
  const missing = known.filter((id) => !listed.some((thing) => thing.id === id))
  if (missing.length === 0) return listed
  // Of a customer who was deleted nothing is open any more.
  if ((await stripe.customers.retrieve(customerId)).deleted) return listed
  const all = [...listed]
  for (const id of missing) {
    const thing = await retrieve(id)
    // The row may still show what another customer had, in whose place this one came.
    if (thing?.customer && idOf(thing.customer) === customerId) all.push(thing)
  }
  return all.sort((a, b) => b.created - a.created)
}
