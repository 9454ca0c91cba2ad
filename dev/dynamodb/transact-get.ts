import type { Engine, Item } from './engine'
import { checkDistinct, listOf } from './transact-items'

/** Reads up to 100 items as of one moment. The caller must prevent concurrent writes. */
export async function transactGet(
  engine: Engine,
  request: Record<string, unknown>,
): Promise<{ Responses: object[] }> {
  const gets = listOf(request, { Get: 'GetItem' }).map(
    ({ params }) => params as { TableName: string; Key: Item },
  )
  checkDistinct(gets.map(({ TableName, Key }) => ({ table: TableName, key: Key ?? {} })))

  const found = await Promise.all(
    gets.map((get) => engine.call('GetItem', { ...get, ConsistentRead: true })),
  )
  return { Responses: found.map(({ Item }) => (Item ? { Item } : {})) }
}
