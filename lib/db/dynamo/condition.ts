import { setTimeout as wait } from 'node:timers/promises'
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'

/** How often a write is retried after a transaction conflict. */
const resends = 3

/**
 * Runs a conditional write, and returns `false` if its condition didn't hold. A write that
 * conflicts with another transaction is retried. If the conflict persists, the write counts as lost
 * too and the caller reads again; with `conflictLoses: false` the error is thrown instead.
 */
export async function ifConditionHolds(
  write: () => Promise<unknown>,
  { conflictLoses = true } = {},
): Promise<boolean> {
  for (let sent = 1; ; sent++) {
    try {
      await write()
      return true
    } catch (error) {
      const reasons = refusals(error)
      if (reasons.includes('ConditionalCheckFailed')) return false
      if (!reasons.includes('TransactionConflict')) throw error
      if (sent > resends) {
        if (conflictLoses) return false
        throw error
      }
      // A random pause, or the two writes would conflict again.
      await wait(Math.random() * 20 * sent)
    }
  }
}

/** Why DynamoDB refused a write, as transaction cancellation reason codes. */
function refusals(error: unknown): (string | undefined)[] {
  if (error instanceof ConditionalCheckFailedException) return ['ConditionalCheckFailed']
  if (error instanceof TransactionConflictException) return ['TransactionConflict']
  if (!(error instanceof TransactionCanceledException)) return []
  return error.CancellationReasons?.map((reason) => reason.Code) ?? []
}
