import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { jitteredPause } from '@/lib/jittered-pause'

export type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>

/**
 * `refused`: a condition didn't hold. `contended`: other transactions wrote the same items at the
 * same time, again and again.
 */
export type Transacted = { kind: 'written' } | { kind: 'refused' } | { kind: 'contended' }

const attempts = 10

/**
 * Writes all items or none. A conflict with another transaction is retried after a random pause
 * that grows, for about two seconds in all.
 */
export async function transact(
  client: DynamoDBDocumentClient,
  items: TransactItems,
): Promise<Transacted> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }))
      return { kind: 'written' }
    } catch (error) {
      const codes = cancellations(error)
      if (codes.includes('ConditionalCheckFailed')) return { kind: 'refused' }
      if (!codes.some((code) => passing.includes(code))) throw error
      if (attempt === attempts) return { kind: 'contended' }
      await jitteredPause(attempt)
    }
  }
}

/** Reasons that pass by themselves. */
const passing = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']

const cancellations = (error: unknown): string[] =>
  error instanceof TransactionCanceledException
    ? (error.CancellationReasons ?? []).flatMap(({ Code }) => Code ?? [])
    : []
