import { DynamoError } from './errors'

/** The entries of `TransactItems`, each of exactly one kind, or DynamoDB's refusal. */
export function listOf<Kind extends string>(
  request: Record<string, unknown>,
  kinds: Record<Kind, unknown>,
): { kind: Kind; params: object }[] {
  const entries = request.TransactItems
  if (!Array.isArray(entries) || entries.length < 1)
    throw invalidLength('greater than or equal to 1')
  if (entries.length > 100) throw invalidLength('less than or equal to 100')

  return entries.map((entry: Partial<Record<Kind, object>>) => {
    const present = (Object.keys(kinds) as Kind[]).filter((kind) => entry?.[kind])
    const kind = present[0]
    if (!kind || present.length > 1) {
      throw new DynamoError(
        'ValidationException',
        `TransactItems can only contain one of ${Object.keys(kinds).join(', ')}`,
      )
    }
    return { kind, params: entry[kind] ?? {} }
  })
}

export function checkDistinct(targets: { table: string; key: object }[]): void {
  const seen = new Set(targets.map(({ table, key }) => JSON.stringify([table, sortedEntries(key)])))
  if (seen.size < targets.length) {
    throw new DynamoError(
      'ValidationException',
      'Transaction request cannot include multiple operations on one item',
    )
  }
}

function invalidLength(wanted: string): DynamoError {
  return new DynamoError(
    'ValidationException',
    "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
      `Member must have length ${wanted}`,
  )
}

const sortedEntries = (key: object) => Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))
