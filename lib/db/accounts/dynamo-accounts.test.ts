import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customerKey } from '@/lib/db/dynamo/table'
import { openTable } from '@/testing/databases'
import { account, delivery } from '@/testing/rows'
import { dynamoAccountPorts } from './dynamo-ports'

let at: Awaited<ReturnType<typeof openTable>>
beforeAll(async () => {
  at = await openTable()
})
afterAll(() => at.close())

describe('a row that another program wrote', () => {
  it('is deferred although it can’t be parsed, and only if it is due', async () => {
    const { accounts, sweepQueue } = dynamoAccountPorts(at.client, at.table)
    const late = new Date('2000-01-01T00:00:00Z')
    const bad = await accounts.create(account({ dueAt: late }))
    const idle = await accounts.create(account({ dueAt: null }))
    await at.set(bad.userId, 'version', 'seven')
    const soon = new Date('2000-01-01T01:00:00Z')

    expect(await sweepQueue.deferUnread(bad.userId, soon)).toBe(true)
    expect(await sweepQueue.deferUnread(idle.userId, soon)).toBe(false)

    expect(await sweepQueue.due(new Date('2000-01-01T00:59:59Z'), 9)).toEqual([])
    expect(await sweepQueue.due(soon, 9)).toEqual([bad.userId])
  })

  it('has no owner, if it should name one, so that Stripe is asked', async () => {
    const { customerOwners } = dynamoAccountPorts(at.client, at.table)
    for (const userId of [7, null, undefined]) {
      const Item = { ...customerKey('cus_odd'), userId }
      await at.client.send(new PutCommand({ TableName: at.table, Item }))

      expect(await customerOwners.ownerOf('cus_odd')).toBeNull()
    }
  })
})

describe('a write that meets another transaction', () => {
  const conflict = { message: 'Transaction is ongoing for the item', $metadata: {} }

  it('is sent again', async () => {
    const { accounts, accountWrites } = dynamoAccountPorts(at.client, at.table)
    const row = await accounts.create(account())

    refuse(at.client, new TransactionConflictException(conflict), 2)
    expect(await accountWrites.save(row.userId, 0, row, null)).toBe(true)
  })

  it('loses if that goes on, in both forms of DynamoDB’s error', async () => {
    const { accounts, accountWrites } = dynamoAccountPorts(at.client, at.table)
    const row = await accounts.create(account())

    refuse(at.client, new TransactionConflictException(conflict), 4)
    expect(await accountWrites.save(row.userId, 0, row, null)).toBe(false)
    refuse(at.client, canceled('None', 'TransactionConflict'), 4)
    expect(await accountWrites.save(row.userId, 0, row, null, { delivery: delivery() })).toBe(false)
    expect(await accountWrites.save(row.userId, 0, row, null)).toBe(true)
  })

  it('throws if it links a customer, so that the caller retries', async () => {
    const { accounts, customerOwners } = dynamoAccountPorts(at.client, at.table)
    const { userId } = await accounts.create(account())

    refuse(at.client, canceled('None', 'TransactionConflict'), 4)
    await expect(customerOwners.link(userId, 'cus_busy')).rejects.toThrow('canceled')
    expect(await customerOwners.link(userId, 'cus_busy')).toBe(true)
  })

  it('throws if a transaction was canceled for another reason', async () => {
    const { accounts, accountWrites } = dynamoAccountPorts(at.client, at.table)
    const row = await accounts.create(account())

    refuse(at.client, canceled('ThrottlingError', 'None'), 1)
    await expect(
      accountWrites.save(row.userId, 0, row, null, { delivery: delivery() }),
    ).rejects.toThrow('canceled')
  })
})

it('throws if the table doesn’t exist', async () => {
  const { accounts } = dynamoAccountPorts(at.client, 'no-such-table')
  await expect(accounts.ping()).rejects.toThrow()
})

it('throws for a row that it can’t parse', async () => {
  const { accounts } = dynamoAccountPorts(at.client, at.table)
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

/** Makes the next calls fail. Needed because dynalite never runs two transactions at once. */
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
