import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customerKey } from '@/lib/db/dynamo/table'
import { openTable } from '@/testing/databases'
import { account, delivery } from '@/testing/rows'
import { dynamoAccounts } from './dynamo'

let at: Awaited<ReturnType<typeof openTable>>
beforeAll(async () => {
  at = await openTable()
})
afterAll(() => at.close())

describe('a row that somebody else wrote', () => {
  it('is put off though it can not be read, and only where something is due', async () => {
    const accounts = dynamoAccounts(at.client, at.table)
    const late = new Date('2000-01-01T00:00:00Z')
    const bad = await accounts.create(account({ dueAt: late }))
    const idle = await accounts.create(account({ dueAt: null }))
    await at.set(bad.userId, 'version', 'seven')
    const soon = new Date('2000-01-01T01:00:00Z')

    expect(await accounts.deferUnread(bad.userId, soon)).toBe(true)
    expect(await accounts.deferUnread(idle.userId, soon)).toBe(false)
    expect(await accounts.deferUnread('nobody', soon)).toBe(false)

    expect(await accounts.due(new Date('2000-01-01T00:59:59Z'), 9)).toEqual([])
    expect(await accounts.due(soon, 9)).toEqual([bad.userId])
  })

  it('names nobody as a customer’s owner when it is not one: then Stripe is asked', async () => {
    const accounts = dynamoAccounts(at.client, at.table)
    for (const userId of [7, null, undefined]) {
      const Item = { ...customerKey('cus_odd'), userId }
      await at.client.send(new PutCommand({ TableName: at.table, Item }))

      expect(await accounts.ownerOf('cus_odd')).toBeNull()
    }
  })
})

describe('a write that meets another transaction', () => {
  const conflict = { message: 'Transaction is ongoing for the item', $metadata: {} }

  it('is sent again', async () => {
    const accounts = dynamoAccounts(at.client, at.table)
    const row = await accounts.create(account())

    refuse(at.client, new TransactionConflictException(conflict), 2)
    expect(await accounts.save(row.userId, 0, row, null)).toBe(true)
  })

  it('has lost if that goes on, whichever way DynamoDB says so', async () => {
    const accounts = dynamoAccounts(at.client, at.table)
    const row = await accounts.create(account())

    refuse(at.client, new TransactionConflictException(conflict), 4)
    expect(await accounts.save(row.userId, 0, row, null)).toBe(false)
    refuse(at.client, canceled('None', 'TransactionConflict'), 4)
    expect(await accounts.save(row.userId, 0, row, null, { delivery: delivery() })).toBe(false)
    expect(await accounts.save(row.userId, 0, row, null)).toBe(true)
  })

  it('is no answer to whose customer somebody is: linking throws, so that it is tried again', async () => {
    const accounts = dynamoAccounts(at.client, at.table)
    const { userId } = await accounts.create(account())

    refuse(at.client, canceled('None', 'TransactionConflict'), 4)
    await expect(accounts.linkCustomer(userId, 'cus_busy')).rejects.toThrow('canceled')
    expect(await accounts.linkCustomer(userId, 'cus_busy')).toBe(true)
  })

  it('is something else when a transaction was canceled for another reason', async () => {
    const accounts = dynamoAccounts(at.client, at.table)
    const row = await accounts.create(account())

    refuse(at.client, canceled('ThrottlingError', 'None'), 1)
    await expect(accounts.save(row.userId, 0, row, null, { delivery: delivery() })).rejects.toThrow(
      'canceled',
    )
  })
})

it('says so when the table is not there', async () => {
  await expect(dynamoAccounts(at.client, 'no-such-table').ping()).rejects.toThrow()
})

it('refuses a row that somebody else has written', async () => {
  const accounts = dynamoAccounts(at.client, at.table)
  const row = await accounts.create(account())
  await at.set(row.userId, 'version', 'seven')

  await expect(accounts.get(row.userId)).rejects.toThrow('version')
})

const canceled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'Transaction canceled',
    CancellationReasons: codes.map((Code) => ({ Code })),
    $metadata: {},
  })

/** The far end refuses the next call: dynalite never has two transactions at once. */
function refuse(client: DynamoDBDocumentClient, error: Error, times: number): void {
  let left = times
  client.middlewareStack.add(
    () => async () => {
      left -= 1
      if (left === 0) client.middlewareStack.remove('refuse')
      throw error
    },
    { name: 'refuse', step: 'initialize' },
  )
}
