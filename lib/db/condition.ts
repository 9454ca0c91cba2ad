import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'

/**
 * `false` if the write's condition didn't hold. One that meets another transaction on its way has
 * lost just as surely, and its caller looks again, unless `conflictLoses` is false.
 */
export async function ifConditionHolds(
  write: () => Promise<unknown>,
  { conflictLoses = true } = {},
): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    const reasons = refusals(error)
    if (reasons.includes('ConditionalCheckFailed')) return false
    if (conflictLoses && reasons.includes('TransactionConflict')) return false
    throw error
  }
}

/** Why DynamoDB refused a write, in the words of a transaction's reasons. */
function refusals(error: unknown): (string | undefined)[] {
  if (error instanceof ConditionalCheckFailedException) return ['ConditionalCheckFailed']
  if (error instanceof TransactionConflictException) return ['TransactionConflict']
  if (!(error instanceof TransactionCanceledException)) return []
  return error.CancellationReasons?.map((reason) => reason.Code) ?? []
}
