import type { Grant } from '@/lib/billing/access/facts'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'
import { type SweepServices, sweep } from '@/lib/sync/sweep'
import { sync } from '@/lib/sync/sync'
import type { ModelEvent } from './stripe-model'

/** A way to keep rows and groups up to date: the real one, and wrong ones to measure the simulator by. */
export type Algorithm = {
  /** Takes an event to its end; resolves when Stripe may be told that all is well. */
  take(services: EventServices, event: ModelEvent): Promise<string>
  /** What runs every minute. */
  sweep(services: EventServices & SweepServices): Promise<unknown>
  /** Brings one person up to date, because somebody asked. */
  look(services: EventServices, userId: string): Promise<unknown>
}

/** The code that is in production. */
export const real: Algorithm = {
  take: (services, event) => takeEvent(services, event, 'simulation'),
  sweep,
  look: (services, userId) => sync(services, userId, { cause: { kind: 'request' } }),
}

/** Staff give somebody a plan: the grant is put on the row, and the row is looked at. */
export async function giveGrant(
  services: EventServices,
  userId: string,
  grant: Grant,
  look: Algorithm['look'],
): Promise<boolean> {
  for (;;) {
    const row = await services.accounts.get(userId)
    if (!row) return false
    // Version 0 says that no groups were ever put: a save that puts none must not be the first.
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
