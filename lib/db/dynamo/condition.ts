import { setTimeout as wait } from 'node:timers/promises'
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'

/** How often a write that met another one on its way is simply sent again. */
const resends = 3

/**
 * `false` if the write's condition didn't hold. One that meets another transaction on its way is
 * sent again; if that goes on it has lost just as surely, and its caller looks again, unless
 * `conflictLoses` is false.
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
      // Apart from each other, or they meet again.
      await wait(Math.random() * 20 * sent)
    }
  }
}

/** Why DynamoDB refused a write, in the words of a transaction's reasons. */
function refusals(error: unknown): (string | undefined)[] {
  if (error instanceof ConditionalCheckFailedException) return ['ConditionalCheckFailed']
  if (error instanceof TransactionConflictException) return ['TransactionConflict']
  if (!(error instanceof TransactionCanceledException)) return []
  return error.CancellationReasons?.map((reason) => reason.Code) ?? []
}
