import { createHash } from 'node:crypto'
import type { Engine, Item } from './engine'
import { DynamoError } from './errors'
import { type Image, type Journal, restore, type WriteReceipt } from './journal'
import { checkDistinct, listOf } from './transact-items'

type Write = {
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem'
  /**
   * A condition check is a conditional delete whose item is restored: same expression, same answer.
   */
  checkOnly: boolean
  params: { TableName: string; Key?: Item; Item?: Item }
  wantsOldItem: boolean
}

type Reason = { Code: string; Message?: string; Item?: Item }

/**
 * Applies all writes or none: tries each write with its condition, in order, and undoes all of them
 * if one is refused. The caller must prevent concurrent reads and writes.
 */
export async function transactWrite(
  engine: Engine,
  journal: Journal,
  request: Record<string, unknown>,
): Promise<object> {
  const writes = listOf(request, operations).map(toWrite)
  const receipt = toReceipt(request)
  const known = receipt && journal.receipt(receipt.token)
  if (known && known.digest !== receipt.digest) throw tokenReused()
  if (known) return {}

  const images = await Promise.all(writes.map((write) => imageOf(engine, write)))
  checkDistinct(images)

  journal.begin(images, receipt)
  try {
    const reasons: Reason[] = []
    for (const [index, write] of writes.entries()) {
      reasons.push(await attempt(engine, write, images[index]?.before ?? null))
    }
    if (reasons.some((reason) => reason.Code !== 'None')) throw canceled(reasons)

    for (const [index, image] of images.entries()) {
      if (writes[index]?.checkOnly && image.before) await restore(engine, image)
    }
  } catch (error) {
    await journal.rollback(engine)
    throw error
  }
  journal.commit()
  return {}
}

const operations = {
  ConditionCheck: 'DeleteItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
} as const

function toWrite({ kind, params }: { kind: keyof typeof operations; params: object }): Write {
  const { ReturnValuesOnConditionCheckFailure: onFailure, ...rest } = params as Write['params'] & {
    ReturnValuesOnConditionCheckFailure?: string
  }
  return {
    operation: operations[kind],
    checkOnly: kind === 'ConditionCheck',
    params: rest,
    wantsOldItem: onFailure === 'ALL_OLD',
  }
}

async function imageOf(engine: Engine, { params }: Write): Promise<Image> {
  const names = await engine.keyNames(params.TableName)
  const key = params.Key ?? pick(params.Item ?? {}, names)
  try {
    return { table: params.TableName, key, before: await engine.get(params.TableName, key) }
  } catch (error) {
    // A key of the wrong shape. DynamoDB names it among the reasons; alone it is clearer.
    throw error instanceof DynamoError
      ? new DynamoError('ValidationException', error.message)
      : error
  }
}

async function attempt(engine: Engine, write: Write, before: Item | null): Promise<Reason> {
  try {
    await engine.call(write.operation, write.params)
    return { Code: 'None' }
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error
    if (error.name === 'ConditionalCheckFailedException') {
      const Item = write.wantsOldItem && before ? { Item: before } : {}
      return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...Item }
    }
    // An invalid request is refused entirely; one that only this item doesn't allow is a reason.
    if (error.name !== 'ValidationException' || neverValid.test(error.message)) throw error
    return { Code: 'ValidationError', Message: error.message }
  }
}

const neverValid =
  /^(Invalid \w*Expression|ExpressionAttribute|Value provided in|Supplied |The expression|\d+ validation error)/

function canceled(reasons: Reason[]): DynamoError {
  const codes = reasons.map((reason) => reason.Code).join(', ')
  return new DynamoError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}

function toReceipt({ ClientRequestToken: token, ...body }: Record<string, unknown>) {
  if (typeof token !== 'string') return undefined
  const digest = createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('hex')
  return { token, digest, at: Date.now() } satisfies WriteReceipt
}

function tokenReused(): DynamoError {
  return new DynamoError(
    'IdempotentParameterMismatchException',
    'Request token was already used with different parameters',
  )
}

/** Sorts keys: a request with its keys in another order is the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

function pick(item: Item, names: string[]): Item {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = item[name]
      return value ? [[name, value]] : []
    }),
  )
}
