import type { Intent } from '@/lib/db/accounts/account-writes'
import type { Account, Move } from '@/lib/db/accounts/accounts'
import type { SyncServices } from './services'

/**
 * The lease of an intent. It is longer than any function may run, so an older intent belongs to a
 * writer that crashed.
 */
export const leaseMs = 70_000

/** When the sweeper should check a row: when time changes its access, or when a lease ends. */
export function dueAt(nextLookAt: Date | null, intents: Account['intents']): Date | null {
  const times = Object.values(intents).map((at) => at.getTime() + leaseMs)
  if (nextLookAt) times.push(nextLookAt.getTime())
  return times.length > 0 ? new Date(Math.min(...times)) : null
}

/** Intents whose writers crashed. An intent from the future counts, too: no live writer put it. */
export const deadIntents = (intents: Account['intents'], now: Date): string[] =>
  Object.entries(intents)
    .filter(([, at]) => Math.abs(now.getTime() - at.getTime()) >= leaseMs)
    .map(([id]) => id)

/** More than a row ever has. One DynamoDB update can't name an unlimited number. */
const maxSuperseded = 100

/** An intent, and the move that is in progress once it has been put. */
export type NewIntent = Intent & { move: Move }

/**
 * A new writer's intent. It supersedes the intents of crashed writers: the new writer completes
 * their work and records it. `from` is the groups that the user is in, by default as the row has
 * them.
 */
export function newIntent(
  { newId, wallClock }: Pick<SyncServices, 'newId' | 'wallClock'>,
  account: Pick<Account, 'intents' | 'move' | 'version' | 'access'>,
  from = recordedGroups(account),
): NewIntent {
  const at = wallClock()
  const id = newId()
  return {
    id,
    at,
    supersedes: deadIntents(account.intents, at).slice(0, maxSuperseded),
    move: account.move ?? { id, at, from },
  }
}

/** The groups of version 0 were never applied. */
const recordedGroups = ({ version, access }: Pick<Account, 'version' | 'access'>) =>
  version === 0 ? [] : access.groups

/** A row's intents and move once an intent has been put. */
export const withIntent = (
  { intents }: Pick<Account, 'intents'>,
  { id, at, supersedes = [], move }: NewIntent,
): Pick<Account, 'intents' | 'move'> => ({
  intents: {
    ...Object.fromEntries(Object.entries(intents).filter(([known]) => !supersedes.includes(known))),
    [id]: at,
  },
  move,
})
