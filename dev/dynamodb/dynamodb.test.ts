import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateTableCommand,
  DynamoDBClient,
  TransactionCanceledException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LocalDynamodb, startDynamodb } from './dynamodb'

let local: LocalDynamodb
let db: DynamoDBDocumentClient
/** Each test uses its own keys. */
let pk: string

beforeAll(async () => {
  local = await startDynamodb()
  db = connect(local.endpoint)
  await createTable(db)
})
beforeEach(() => {
  pk = randomUUID()
})
afterAll(() => local.close())

describe('a transaction', () => {
  it('puts, updates, deletes and checks, all at once', async () => {
    await put('updated', { n: 1 })
    await put('deleted', {})
    await put('checked', { kept: true })

    await write([
      {
        Put: {
          TableName,
          Item: { pk, sk: 'new', n: 7 },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      update('updated', 'ADD n :one', { ':one': 1 }),
      { Delete: { TableName, Key: { pk, sk: 'deleted' } } },
      check('checked', 'attribute_exists(pk)'),
      check('absent', 'attribute_not_exists(pk)'),
    ])

    expect(await everything()).toEqual([
      { pk, sk: 'checked', kept: true },
      { pk, sk: 'new', n: 7 },
      { pk, sk: 'updated', n: 2 },
    ])
  })

  it('changes nothing when one condition fails, and says which, in order', async () => {
    await put('a', { n: 1 })
    await put('b', { n: 1 })

    const failure = await failureOf([
      update('a', 'SET n = :two', { ':two': 2 }),
      { ...update('b', 'SET n = :two', { ':two': 2 }, 'n = :two') },
      { Put: { TableName, Item: { pk, sk: 'c' } } },
      check('d', 'attribute_exists(pk)'),
    ])

    expect(failure).toBeInstanceOf(TransactionCanceledException)
    expect(failure.message).toContain(
      '[None, ConditionalCheckFailed, None, ConditionalCheckFailed]',
    )
    expect(failure.CancellationReasons?.map((reason) => reason.Code)).toEqual([
      'None',
      'ConditionalCheckFailed',
      'None',
      'ConditionalCheckFailed',
    ])
    expect(await everything()).toEqual([
      { pk, sk: 'a', n: 1 },
      { pk, sk: 'b', n: 1 },
    ])
  })

  it('hands back the item that stood in the way, if asked', async () => {
    await put('taken', { owner: 'ada' })
    const attempt = {
      TableName,
      Item: { pk, sk: 'taken' },
      ConditionExpression: 'attribute_not_exists(pk)',
    }

    const told = await failureOf([
      { Put: { ...attempt, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
    ])
    const untold = await failureOf([{ Put: attempt }])

    expect(told.CancellationReasons?.[0]?.Item).toEqual({
      pk: { S: pk },
      sk: { S: 'taken' },
      owner: { S: 'ada' },
    })
    expect(untold.CancellationReasons?.[0]).not.toHaveProperty('Item')
  })

  it('names an update that the stored item does not allow as a reason', async () => {
    await put('a', { n: 'a word' })

    const failure = await failureOf([
      { Put: { TableName, Item: { pk, sk: 'b' } } },
      update('a', 'SET n = n + :one', { ':one': 1 }),
    ])

    expect(failure.CancellationReasons?.map((reason) => reason.Code)).toEqual([
      'None',
      'ValidationError',
    ])
    expect(await everything()).toEqual([{ pk, sk: 'a', n: 'a word' }])
  })

  it('refuses a malformed expression as a whole', async () => {
    await expect(write([update('a', 'SET n = = :one', { ':one': 1 })])).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Invalid UpdateExpression'),
    })
  })

  it('refuses two operations on one item', async () => {
    await expect(
      write([
        { Put: { TableName, Item: { sk: 'a', pk } } },
        { Delete: { TableName, Key: { pk, sk: 'a' } } },
      ]),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    })
    expect(await everything()).toEqual([])
  })

  it('takes 100 items, and refuses 101', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ Put: { TableName, Item: { pk, sk: `${n}` } } }))

    await expect(write(items(101))).rejects.toMatchObject({ name: 'ValidationException' })
    await write(items(100))

    expect(await everything()).toHaveLength(100)
  })

  it('refuses a table it does not know', async () => {
    await expect(
      write([{ Put: { TableName: 'nowhere', Item: { pk, sk: 'a' } } }]),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('keeps secondary indexes in step when it is undone', async () => {
    await put('a', { owner: `${pk}-before` })

    await failureOf([
      update('a', 'SET #o = :after', { ':after': `${pk}-after` }, undefined, { '#o': 'owner' }),
      check('b', 'attribute_exists(pk)'),
    ])

    expect(await ownedBy(`${pk}-before`)).toHaveLength(1)
    expect(await ownedBy(`${pk}-after`)).toHaveLength(0)
  })
})

describe('a request token', () => {
  it('makes the same request take effect once', async () => {
    const request = {
      ClientRequestToken: randomUUID(),
      TransactItems: [update('n', 'ADD n :one', { ':one': 1 })],
    }

    await db.send(new TransactWriteCommand(request))
    await db.send(new TransactWriteCommand(request))

    expect(await everything()).toEqual([{ pk, sk: 'n', n: 1 }])
  })

  it('is refused for another request', async () => {
    const ClientRequestToken = randomUUID()
    const add = (by: number) =>
      new TransactWriteCommand({
        ClientRequestToken,
        TransactItems: [update('n', 'ADD n :by', { ':by': by })],
      })

    await db.send(add(1))

    await expect(db.send(add(2))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    })
  })

  it('can be tried again after a transaction that was canceled', async () => {
    const request = new TransactWriteCommand({
      ClientRequestToken: randomUUID(),
      TransactItems: [
        check('gate', 'attribute_exists(pk)'),
        { Put: { TableName, Item: { pk, sk: 'a' } } },
      ],
    })

    await expect(db.send(request)).rejects.toThrow(TransactionCanceledException)
    await put('gate', {})
    await db.send(request)

    expect(await everything()).toHaveLength(2)
  })
})

describe('side by side', () => {
  it('loses no increment among concurrent transactions and plain writes', async () => {
    const transactions = Array.from({ length: 40 }, () =>
      write([update('x', 'ADD n :one', { ':one': 1 }), update('y', 'ADD n :one', { ':one': 1 })]),
    )
    const plain = Array.from({ length: 40 }, (_, n) => put(`plain-${n}`, {}))
    await Promise.all([...transactions, ...plain])

    const items = await everything()
    expect(items.filter((item) => 'n' in item)).toEqual([
      { pk, sk: 'x', n: 40 },
      { pk, sk: 'y', n: 40 },
    ])
    expect(items).toHaveLength(42)
  })

  it('shows no reader half a transaction, or one that is undone', async () => {
    await write([
      { Put: { TableName, Item: { pk, sk: 'x', n: 0 } } },
      { Put: { TableName, Item: { pk, sk: 'y', n: 0 } } },
    ])
    const moves = Array.from({ length: 30 }, (_, n) => [
      update('x', 'SET n = :n', { ':n': n }),
      update('y', 'SET n = :n', { ':n': n }),
      // Every third one fails at its last operation.
      check('never', n % 3 === 0 ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)'),
    ])
    const writing = Promise.allSettled(moves.map(write))
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        if (n % 2) return (await everything()).map((item) => item.n)
        const { Responses } = await db.send(
          new TransactGetCommand({
            TransactItems: ['x', 'y'].map((sk) => ({ Get: { TableName, Key: { pk, sk } } })),
          }),
        )
        return Responses?.map((response) => response.Item?.n)
      }),
    )
    await writing

    for (const pair of seen) {
      expect(pair?.[0]).toBe(pair?.[1])
      expect(pair?.[0] === 0 || Number(pair?.[0]) % 3 !== 0).toBe(true)
    }
  })
})

describe('a transactional read', () => {
  it('answers in order, with nothing for what is not there, and only what was asked for', async () => {
    await put('a', { n: 1, secret: 2 })

    const { Responses } = await db.send(
      new TransactGetCommand({
        TransactItems: [
          { Get: { TableName, Key: { pk, sk: 'none' } } },
          { Get: { TableName, Key: { pk, sk: 'a' }, ProjectionExpression: 'n' } },
        ],
      }),
    )

    expect(Responses).toEqual([{}, { Item: { n: 1 } }])
  })
})

describe('the front', () => {
  it('accepts a time to live', async () => {
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true }

    const answer = await db.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }),
    )

    expect(answer.TimeToLiveSpecification).toEqual(TimeToLiveSpecification)
  })

  it('passes a refusal of dynalite on as it is', async () => {
    const answer = await fetch(local.endpoint, { method: 'POST', body: '{}' })

    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('<UnknownOperationException/>\n')
    expect(answer.headers.get('x-amz-crc32')).toBe('3552371480')
  })
})

describe('on disk', () => {
  let path: string
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'dynamodb-'))
  })

  it('keeps data and request tokens across a restart', async () => {
    const request = new TransactWriteCommand({
      ClientRequestToken: randomUUID(),
      TransactItems: [update('n', 'ADD n :one', { ':one': 1 })],
    })
    await withDatabase(path, async (db) => {
      await createTable(db)
      await db.send(request)
    })
    await withDatabase(path, async (db) => {
      await db.send(request)
      expect(await everything(db)).toEqual([{ pk, sk: 'n', n: 1 }])
    })
    rmSync(path, { recursive: true })
  })

  it('undoes an interrupted transaction at start, and forgets its token', async () => {
    const ClientRequestToken = randomUUID()
    const TransactItems = [
      update('n', 'ADD n :one', { ':one': 1 }),
      { Put: { TableName, Item: { pk, sk: 'new' } } },
    ]
    await withDatabase(path, async (db) => {
      await createTable(db)
      await put('n', { n: 1 }, db)
      await db.send(new TransactWriteCommand({ ClientRequestToken, TransactItems }))
    })
    // What is on disk when the process dies after the last write and the receipt, just before the
    // commit.
    const image = (sk: string, before: object | null) => ({
      table: TableName,
      key: { pk: { S: pk }, sk: { S: sk } },
      before: before && { pk: { S: pk }, sk: { S: sk }, ...before },
    })
    writeFileSync(
      join(path, 'transaction.json'),
      JSON.stringify({
        images: [image('n', { n: { N: '1' } }), image('new', null)],
        receipt: { token: ClientRequestToken, digest: '', at: Date.now() },
      }),
    )

    await withDatabase(path, async (db) => {
      expect(await everything(db)).toEqual([{ pk, sk: 'n', n: 1 }])
      await db.send(new TransactWriteCommand({ ClientRequestToken, TransactItems }))
      expect(await everything(db)).toHaveLength(2)
    })
    rmSync(path, { recursive: true })
  })
})

const TableName = 'things'

type Operation = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

const write = (TransactItems: Operation[]) => db.send(new TransactWriteCommand({ TransactItems }))

async function failureOf(operations: Operation[]): Promise<TransactionCanceledException> {
  return write(operations).then(
    () => expect.fail('The transaction went through'),
    (error) => error,
  )
}

function update(
  sk: string,
  UpdateExpression: string,
  ExpressionAttributeValues: Record<string, unknown>,
  ConditionExpression?: string,
  ExpressionAttributeNames?: Record<string, string>,
) {
  const Key = { pk, sk }
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression,
      ExpressionAttributeValues,
      ConditionExpression,
      ExpressionAttributeNames,
    },
  }
}

const check = (sk: string, ConditionExpression: string) => ({
  ConditionCheck: { TableName, Key: { pk, sk }, ConditionExpression },
})

const put = (sk: string, rest: object, client = db) =>
  client.send(new PutCommand({ TableName, Item: { pk, sk, ...rest } }))

async function everything(client = db) {
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    }),
  )
  return Items ?? []
}

async function ownedBy(owner: string) {
  const { Items } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :owner',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
    }),
  )
  return Items ?? []
}

function connect(endpoint: string) {
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
}

async function createTable(client: DynamoDBDocumentClient) {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'owner'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byOwner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
  await vi.waitFor(() => client.send(new GetCommand({ TableName, Key: { pk: 'p', sk: 's' } })))
}

async function withDatabase(path: string, work: (db: DynamoDBDocumentClient) => Promise<void>) {
  const started = await startDynamodb({ path })
  const client = connect(started.endpoint)
  await work(client)
  client.destroy()
  await started.close()
}
