import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { auditUpdate } from '@/lib/db/audit/dynamo'
import type { CompanionWrites } from '@/lib/db/dynamo/companions'
import { ifConditionHolds } from '@/lib/db/dynamo/condition'
import { accountKey, customerKey, dueIndex } from '@/lib/db/dynamo/table'
import { type Change, change } from '@/lib/db/dynamo/update-expression'
import { recordUpdate } from '@/lib/db/ledger/dynamo'
import { outboxUpdate } from '@/lib/db/outbox/dynamo'
import { AccountState, type Accounts, type Intent, Move, OpenCheckout } from './accounts'
import { fromItem, toItem } from './item'
import { scanAccounts } from './listing'

/** How many customers' owners a process remembers: some ten megabytes. */
const rememberedOwners = 100_000

export function dynamoAccounts(client: DynamoDBDocumentClient, table: string): Accounts {
  const owners = new Map<string, string>()

  const read = async (Key: { pk: string; sk: string }) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key, ConsistentRead: true }),
    )
    return Item
  }

  /** Changes a row, and writes what stands beside it; `false` if the condition didn't hold. */
  const update = async (userId: string, change: Change, beside: CompanionWrites = {}) => {
    const Update = { TableName: table, Key: accountKey(userId), ...change }
    const others = [
      ...(beside.delivery ? [{ Update: recordUpdate(table, beside.delivery) }] : []),
      ...(beside.audit ? [{ Update: auditUpdate(table, beside.audit) }] : []),
      ...(beside.outbox ?? []).map((message) => ({ Update: outboxUpdate(table, message) })),
    ]
    return ifConditionHolds(() =>
      others.length > 0
        ? client.send(new TransactWriteCommand({ TransactItems: [{ Update }, ...others] }))
        : client.send(new UpdateCommand(Update)),
    )
  }

  /** Whose customer it is. Tied to this very person already: their account row was lost, and made anew. */
  const pointer = (userId: string, customerId: string) => ({
    TableName: table,
    Item: { ...customerKey(customerId), userId },
    ConditionExpression: 'attribute_not_exists(pk) OR userId = :userId',
    ExpressionAttributeValues: { ':userId': userId },
  })

  /** Ties a customer to a person who is tied to `seen` now. */
  const tie = (userId: string, customerId: string, seen: string | null) => {
    const Put = pointer(userId, customerId)
    const Update = {
      TableName: table,
      Key: accountKey(userId),
      ...change([[['customerId'], customerId]], { customerId: seen }),
    }
    return ifConditionHolds(
      () => client.send(new TransactWriteCommand({ TransactItems: [{ Put }, { Update }] })),
      // Here `false` says something of the rows that a conflict doesn't: it has to be thrown.
      { conflictLoses: false },
    )
  }

  return {
    async get(userId) {
      const item = await read(accountKey(userId))
      return item ? fromItem(item) : null
    },

    async create(account) {
      const row = {
        TableName: table,
        Item: toItem(account),
        ConditionExpression: 'attribute_not_exists(pk)',
      }
      const { userId, customerId } = account
      const added = await ifConditionHolds(
        () =>
          customerId
            ? client.send(
                new TransactWriteCommand({
                  TransactItems: [{ Put: row }, { Put: pointer(userId, customerId) }],
                }),
              )
            : client.send(new PutCommand(row)),
        { conflictLoses: false },
      )
      if (added) return account
      const item = await read(accountKey(userId))
      if (!item) throw new Error(`Customer ${customerId} belongs to another account`)
      return fromItem(item)
    },

    async ownerOf(customerId) {
      const known = owners.get(customerId)
      if (known) return known
      const item = await read(customerKey(customerId))
      if (!item) return null
      const owner = typeof item.userId === 'string' ? item.userId : null
      // Not a row of ours: Stripe knows whose it is.
      if (owner === null) return null
      if (owners.size >= rememberedOwners) owners.clear()
      owners.set(customerId, owner)
      return owner
    },

    linkCustomer: (userId, customerId) => tie(userId, customerId, null),

    relinkCustomer: (userId, gone, customerId) => tie(userId, customerId, gone),

    save(userId, version, state, intent, beside) {
      const { dueAt: _, ...fields } = z.encode(AccountState, state)
      return update(
        userId,
        change(
          [
            ...Object.entries(fields).map(([name, value]): [string[], unknown] => [[name], value]),
            [['version'], version + 1],
            ...(intent ? intentFields(intent) : []),
            ...dueFields(userId, state.dueAt),
          ],
          { version },
        ),
        beside,
      )
    },

    putIntent(userId, version, intent, dueAt) {
      return update(
        userId,
        change([[['version'], version + 1], ...intentFields(intent), ...dueFields(userId, dueAt)], {
          version,
        }),
      )
    },

    removeIntents(userId, version, intentIds, applied = {}) {
      return update(
        userId,
        change(
          [
            ...intentIds.map((id) => intentField(id, null)),
            [['move'], null],
            ...changedAtField(applied.changedAt),
          ],
          { version },
        ),
        applied,
      )
    },

    defer(userId, version, dueAt) {
      return update(userId, change(dueFields(userId, dueAt), { version }))
    },

    deferUnread(userId, dueAt) {
      return update(
        userId,
        change(dueFields(userId, dueAt), { gsi1pk: dueIndex(userId, dueAt).gsi1pk }),
      )
    },

    settle(userId, version, dueAt) {
      const settled = change(dueFields(userId, dueAt), { version })
      return update(userId, {
        ...settled,
        // By size: dynalite finds no two maps equal, not even empty ones.
        ConditionExpression: `${settled.ConditionExpression} AND size(intents) = :none`,
        ExpressionAttributeValues: { ...settled.ExpressionAttributeValues, ':none': 0 },
      })
    },

    changeEmail: (userId, seen, email) =>
      update(userId, change([[['email'], email]], { email: seen })),

    swapCheckout(userId, seen, next) {
      return update(
        userId,
        change(
          [
            [['checkout'], next && z.encode(OpenCheckout, next)],
            [['checkoutId'], next?.sessionId ?? null],
          ],
          { checkoutId: seen },
        ),
      )
    },

    async due(now, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :due AND gsi1sk <= :now',
          ExpressionAttributeValues: { ':due': 'DUE', ':now': `${now.toISOString()}~` },
          Limit: limit,
        }),
      )
      return Items.map((item) =>
        z
          .string()
          .parse(item.pk)
          .replace(/^USER#/, ''),
      )
    },

    list: (after) => scanAccounts(client, table, after),

    async ping() {
      await client.send(new DescribeTableCommand({ TableName: table }))
    },
  }
}

const changedAtField = (at: Date | null | undefined): [string[], unknown][] =>
  at ? [[['accessChangedAt'], at.toISOString()]] : []

const intentFields = ({ id, at, supersedes = [], move }: Intent): [string[], unknown][] => [
  intentField(id, at),
  ...moveField(move),
  ...supersedes.map((dead) => intentField(dead, null)),
]

const moveField = (move: Intent['move']): [string[], unknown][] =>
  move ? [[['move'], z.encode(Move, move)]] : []

const intentField = (id: string, at: Date | null): [string[], unknown] => [
  ['intents', id],
  at?.toISOString() ?? null,
]

function dueFields(userId: string, dueAt: Date | null): [string[], unknown][] {
  const index = dueAt && dueIndex(userId, dueAt)
  return [
    [['dueAt'], dueAt?.toISOString() ?? null],
    [['gsi1pk'], index?.gsi1pk ?? null],
    [['gsi1sk'], index?.gsi1sk ?? null],
  ]
}
