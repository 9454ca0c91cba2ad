import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTable } from '@/lib/testing/databases'
import { account, delivery } from '@/lib/testing/rows'
import { dynamoAccounts } from './dynamo-accounts'

let at: Awaited<ReturnType<typeof openTable>>
beforeAll(async () => {
  at = await openTable()
})
afterAll(() => at.close())

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
