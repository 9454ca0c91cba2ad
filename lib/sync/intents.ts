import type { Account, Intent, Move } from '@/lib/db/accounts/accounts'
import type { SyncServices } from './services'

/**
 * How long a writer of groups may take. Longer than any function may run: an intent that is older
 * belongs to a writer that died.
 */
export const leaseMs = 70_000

/** When the sweeper should look: when time changes the decision, or a writer must have died. */
export function dueAt(nextLookAt: Date | null, intents: Account['intents']): Date | null {
  const times = Object.values(intents).map((at) => at.getTime() + leaseMs)
  if (nextLookAt) times.push(nextLookAt.getTime())
  return times.length > 0 ? new Date(Math.min(...times)) : null
}

/** Intents whose writers died. One from the future is nobody's: it would hide the groups until then. */
export const deadIntents = (intents: Account['intents'], now: Date): string[] =>
  Object.entries(intents)
    .filter(([, at]) => Math.abs(now.getTime() - at.getTime()) >= leaseMs)
    .map(([id]) => id)

/** More than ever stand on a row; and one write can't name any number of them. */
const mostAtOnce = 100

/** An intent, and what is under way once it has been put. */
export type Announcement = Intent & { move: Move }

/**
 * A new writer's intent. It takes the place of those whose writers died: this one does their work, and
 * tells of it. `from` is what the person is in, by our records if nothing else.
 */
export function newIntent(
  { newId, wallClock }: Pick<SyncServices, 'newId' | 'wallClock'>,
  account: Pick<Account, 'intents' | 'move' | 'version' | 'access'>,
  from = heldByOurRecords(account),
): Announcement {
  const at = wallClock()
  const id = newId()
  return {
    id,
    at,
    supersedes: deadIntents(account.intents, at).slice(0, mostAtOnce),
    move: account.move ?? { id, at, from },
  }
}

/** Version 0 was never applied anywhere. */
const heldByOurRecords = ({ version, access }: Pick<Account, 'version' | 'access'>) =>
  version === 0 ? [] : access.groups

/** What is under way on a row once `intent` has been put there. */
export const withIntent = (
  { intents }: Pick<Account, 'intents'>,
  { id, at, supersedes = [], move }: Announcement,
): Pick<Account, 'intents' | 'move'> => ({
  intents: {
    ...Object.fromEntries(Object.entries(intents).filter(([known]) => !supersedes.includes(known))),
    [id]: at,
  },
  move,
})
