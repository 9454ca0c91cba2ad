import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { auditUpdate } from '@/lib/db/audit/dynamo'
import type { CompanionWrites } from '@/lib/db/dynamo/companions'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { accountKey, dueIndex } from '@/lib/db/dynamo/table'
import type { UpdateExpression } from '@/lib/db/dynamo/update-expression'
import { recordUpdate } from '@/lib/db/ledger/dynamo'
import { outboxUpdate } from '@/lib/db/outbox/dynamo'

/**
 * Returns a function that updates a row and writes its companions in the same transaction. It
 * returns `false` if the update's condition didn't hold.
 */
export const accountUpdater =
  (client: DynamoDBDocumentClient, table: string) =>
  async (userId: string, expression: UpdateExpression, companions: CompanionWrites = {}) => {
    const Update = { TableName: table, Key: accountKey(userId), ...expression }
    const { delivery, audit, outbox = [] } = companions
    const others = [
      ...(delivery ? [{ Update: recordUpdate(table, delivery) }] : []),
      ...(audit ? [{ Update: auditUpdate(table, audit) }] : []),
      ...outbox.map((message) => ({ Update: outboxUpdate(table, message) })),
    ]
    return ifConditionHolds(() =>
      others.length > 0
        ? client.send(new TransactWriteCommand({ TransactItems: [{ Update }, ...others] }))
        : client.send(new UpdateCommand(Update)),
    )
  }

/** The fields that put a row into the sweeper's index, or take it out. */
export function dueFields(userId: string, dueAt: Date | null): [string[], unknown][] {
  const index = dueAt && dueIndex(userId, dueAt)
  return [
    [['dueAt'], dueAt?.toISOString() ?? null],
    [['gsi1pk'], index?.gsi1pk ?? null],
    [['gsi1sk'], index?.gsi1sk ?? null],
  ]
}
