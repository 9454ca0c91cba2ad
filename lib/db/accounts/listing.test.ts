import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { Page } from '@/lib/pagination'
import { type Database, databases, openTable } from '@/testing/databases'
import { account, delivery } from '@/testing/rows'
import { dynamoAccounts } from './dynamo-accounts'
import { ListedAccount } from './listing'

describe.each(databases)('the listing of %s accounts', (_, open) => {
  let db: Database
  beforeEach(async () => {
    db = await open()
  })
  afterEach(() => db.close())

  const allAccounts = () => all((after) => db.accounts.list(after))

  it('is empty without accounts', async () => {
    expect(await allAccounts()).toEqual([])
  })

  it('returns each account once, across pages, and no other rows', async () => {
    // Long reasons, so that a page of one megabyte holds only some of them.
    const reason = 'because '.repeat(3_000)
    const grant = { id: 'g', plan: 'pro', reason, startsAt: year(2026), endsAt: null }
    const made = await Promise.all(
      Array.from({ length: 120 }, () =>
        db.accounts.create(account({ facts: { ...account().facts, grants: [grant] } })),
      ),
    )
    await db.ledger.record(delivery())

    const listed = await allAccounts()

    const ids = (rows: { userId: string }[]) => rows.map(({ userId }) => userId).sort()
    expect(ids(listed)).toEqual(ids(made))
  })

  it('has the fields that show drift', async () => {
    const ada = await db.accounts.create(
      account({
        customerId: 'cus_1',
        version: 3,
        intents: { one: year(2026) },
        access: { ...account().access, currentPeriodEnd: year(2027), nextLookAt: year(2028) },
      }),
    )
    const bob = await db.accounts.create(account())

    const listed = await allAccounts()

    expect(listed).toHaveLength(2)
    expect(listed).toEqual(expect.arrayContaining([ada, bob].map(asListed)))
    expect(listed).toContainEqual(expect.objectContaining({ userId: bob.userId, customerId: null }))
  })
})

describe('a row that can’t be parsed', () => {
  let table: Awaited<ReturnType<typeof openTable>>
  beforeEach(async () => {
    table = await openTable()
  })
  afterEach(() => table.close())

  it('is listed with the reason, and reading it throws', async () => {
    const accounts = dynamoAccounts(table.client, table.table)
    const ada = await accounts.create(account({ email: 'ada@example.com' }))
    const bob = await accounts.create(account())
    const access = { ...account().access, plan: 7, status: 'ada@example.com', groups: 'pro' }
    await table.set(ada.userId, 'access', access)
    await table.set(ada.userId, 'version', '3')

    const { items } = await accounts.list(null)

    expect(items).toHaveLength(2)
    expect(items).toContainEqual(expect.objectContaining({ userId: bob.userId, version: 0 }))
    const listed = items.find(({ userId }) => userId === ada.userId)
    expect(listed).toEqual({ userId: ada.userId, unreadable: expect.stringContaining('version: ') })
    expect(listed).toMatchObject({ unreadable: expect.stringContaining('access.plan: ') })
    // Values may be personal data.
    expect(JSON.stringify(listed)).not.toContain('ada@example.com')
    await expect(accounts.get(ada.userId)).rejects.toBeInstanceOf(UnreadableRow)
  })
})

const year = (number: number) => new Date(Date.UTC(number, 0))

const asListed = (row: object) =>
  expect.objectContaining(ListedAccount.strip().decode(encoded(row)))

const encoded = (row: object) => JSON.parse(JSON.stringify(row))

async function all<T>(list: (after: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items = []
  for (let after: string | null = null; ; ) {
    const page = await list(after)
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
}
