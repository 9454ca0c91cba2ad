import type { Grant } from '@/lib/billing/access/facts'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'
import { type SweepServices, sweep } from '@/lib/sync/sweep'
import { sync } from '@/lib/sync/sync'
import type { ModelEvent } from './stripe-model'

/**
 * A way to keep rows and groups up to date: the real one, or a wrong one that tests the simulator.
 */
export type Algorithm = {
  /** Processes an event. Resolves when it may be acknowledged to Stripe. */
  take(services: EventServices, event: ModelEvent): Promise<string>
  /** The job that runs every minute. */
  sweep(services: EventServices & SweepServices): Promise<unknown>
  /** Syncs one user because of a request. */
  look(services: EventServices, userId: string): Promise<unknown>
}

/** The production code. */
export const real: Algorithm = {
  take: (services, event) => takeEvent(services, event, 'simulation'),
  sweep,
  look: (services, userId) => sync(services, userId, { cause: { kind: 'request' } }),
}

/** Staff give a user a plan: puts the grant on the row, and syncs. */
export async function giveGrant(
  services: EventServices,
  userId: string,
  grant: Grant,
  look: Algorithm['look'],
): Promise<boolean> {
  for (;;) {
    const row = await services.accounts.get(userId)
    if (!row) return false
    // Version 0 means that no groups were ever applied: the first save must be one that applies
    // them.
    if (row.version === 0) {
      await sync(services, userId, { cause: { kind: 'request' } })
      continue
    }
    const grants = [...row.facts.grants.filter(({ id }) => id !== grant.id), grant]
    const state = { ...row, facts: { ...row.facts, grants } }
    if (await services.accountWrites.save(userId, row.version, state, null)) break
  }
  await look(services, userId)
  return true
}
