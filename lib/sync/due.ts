import type { Account } from '@/lib/db/accounts'

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

/** Intents whose writers died. */
export const deadIntents = (intents: Account['intents'], now: Date): string[] =>
  Object.entries(intents)
    .filter(([, at]) => at.getTime() + leaseMs <= now.getTime())
    .map(([id]) => id)
