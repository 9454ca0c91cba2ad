import type { Accounts } from '@/lib/db/accounts/accounts'
import { withTimeout } from '@/lib/with-timeout'
import type { SyncServices, Trigger } from './services'
import { type SyncResult, sync } from './sync'

/** A user's sync that runs, and the one that starts after it. */
type Flights = { running: Promise<SyncResult>; next: Promise<SyncResult> | null }

/** By database, since tests open several in one process. */
const flightsByDatabase = new WeakMap<Accounts, Map<string, Flights>>()

/**
 * `sync` for requests of the user's own, of which many may come at once. In one process at most one
 * runs per user: requests that come meanwhile share the next one, which reads Stripe after all of them
 * came. Without this, each would make the others lose their save and read Stripe again. The audit
 * names the trigger of the first of those that share a sync.
 */
export function syncForRequest(
  services: SyncServices,
  userId: string,
  trigger: Trigger,
): Promise<SyncResult> {
  const flights = flightsOf(services.accounts)
  const flight = flights.get(userId)
  if (flight) {
    flight.next ??= atMost(flight.running, timeoutMs).then(start)
    return flight.next
  }
  return start()

  function start(): Promise<SyncResult> {
    const running = sync(services, userId, trigger)
    const own: Flights = { running, next: null }
    flights.set(userId, own)
    const leave = () => {
      if (flights.get(userId) === own && !own.next) flights.delete(userId)
    }
    running.then(leave, leave)
    return running
  }
}

function flightsOf(accounts: Accounts): Map<string, Flights> {
  const known = flightsByDatabase.get(accounts)
  if (known) return known
  const made = new Map<string, Flights>()
  flightsByDatabase.set(accounts, made)
  return made
}

/** A sync that hangs on a backend must not hold up the user's other requests as well. */
const timeoutMs = 500

const atMost = (work: Promise<unknown>, ms: number): Promise<unknown> =>
  withTimeout(work, ms).catch(() => undefined)
