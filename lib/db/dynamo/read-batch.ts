import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

type Key = { pk: string; sk: string }

/** How often keys that DynamoDB left out are asked for again. */
const attempts = 5

/**
 * Reads up to 100 items, strongly consistent. Items that don't exist are left out. DynamoDB may
 * leave others out for a moment: they are asked for again.
 */
export async function readBatch(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
): Promise<Record<string, unknown>[]> {
  const [only] = keys
  if (only && keys.length === 1) {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: only, ConsistentRead: true }),
    )
    return Item ? [Item] : []
  }
  const found: Record<string, unknown>[] = []
  let left: Record<string, unknown>[] = distinct(keys)
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === attempts) throw new Error(`${left.length} items could not be read`)
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
    )
    found.push(...(Responses?.[table] ?? []))
    left = UnprocessedKeys?.[table]?.Keys ?? []
  }
  return found
}

/** DynamoDB refuses a key that is asked for twice. */
const distinct = (keys: readonly Key[]): Key[] => [
  ...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values(),
]
