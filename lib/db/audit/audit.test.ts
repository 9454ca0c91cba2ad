import { randomUUID } from 'node:crypto'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditKey } from '@/lib/db/dynamo/table'
import { type Database, databases, openTable } from '@/testing/databases'
import { account } from '@/testing/rows'
import { type AuditEntry, type Cause, placeOf, type UnreadableAudit } from './audit'
import { dynamoAudit } from './dynamo'

const isRead = (entry: AuditEntry | UnreadableAudit): entry is AuditEntry =>
  entry.what !== 'unreadable'

describe.each(databases)('%s audit', (_, open) => {
  let db: Database
  let userId: string
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())
  beforeEach(() => {
    userId = randomUUID()
  })

  const entry = (changes: Partial<Extract<AuditEntry, { what: 'access' }>> = {}): AuditEntry => ({
    what: 'access',
    id: randomUUID(),
    userId,
    at: new Date('2026-03-01T12:00:00.123Z'),
    before: { plan: 'free', status: 'none', groups: ['free'], features: [] },
    after: { plan: 'pro', status: 'active', groups: ['pro'], features: ['analytics'] },
    cause: { kind: 'event', eventId: 'evt_1', type: 'invoice.paid' },
    reason: 'Pro is paid until 1 April 2026.',
    ...changes,
  })

  it('is empty for a user without entries', async () => {
    expect(await db.audit.of(userId, 10)).toEqual([])
  })

  it('returns access and group changes exactly as written', async () => {
    const access = entry()
    const groups: AuditEntry = {
      what: 'groups',
      id: randomUUID(),
      userId,
      at: new Date('2026-03-01T12:00:01Z'),
      before: [],
      after: ['pro'],
      cause: { kind: 'sweep' },
      reason: '',
    }

    await db.audit.append(access)
    await db.audit.append(groups)

    expect(await db.audit.of(userId, 10)).toEqual([groups, access])
  })

  it.each<Cause>([
    { kind: 'event', eventId: 'evt_1', type: 'invoice.paid', replayedBy: 'grace' },
    { kind: 'sign_up' },
    { kind: 'request' },
    { kind: 'checkout' },
    { kind: 'checkout_return', sessionId: 'cs_1' },
    { kind: 'sweep' },
    { kind: 'reconcile', runId: 'run_1', drift: ['missing_group'] },
    { kind: 'staff', by: 'grace', reason: 'a pilot customer' },
  ])('round-trips the cause $kind', async (cause) => {
    await db.audit.append(entry({ cause }))

    expect(await db.audit.of(userId, 1)).toMatchObject([{ cause }])
  })

  it('lists the newest first, up to the limit', async () => {
    const days = [3, 1, 2].map((day) => entry({ at: new Date(Date.UTC(2026, 2, day)) }))
    for (const each of days) await db.audit.append(each)

    const listed = await db.audit.of(userId, 2)

    expect(listed.filter(isRead).map(({ at }) => at.getUTCDate())).toEqual([3, 2])
  })

  it('continues after a place, so that paging returns every entry once, even with equal times', async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 2, day))
    for (const [id, day] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 3],
    ] as const) {
      await db.audit.append(entry({ id, at: at(day) }))
    }
    const seen: string[] = []
    for (let place: string | undefined; ; ) {
      const [next, more] = await db.audit.of(userId, 1, place)
      expect(more).toBeUndefined()
      if (!next) break
      if (isRead(next)) seen.push(next.id)
      place = placeOf(next)
    }

    expect(seen).toEqual(['d', 'c', 'b', 'a'])
    expect(await db.audit.of(userId, 9, '2026-03-02T12:00:00.000Z#gone')).toHaveLength(3)
  })

  it.each(['', '#', '~', "' OR 1=1", '\u0000', '0000'])(
    'accepts %j as a place without harm',
    async (place) => {
      await db.audit.append(entry())

      await expect(db.audit.of(userId, 2, place)).resolves.toBeDefined()
    },
  )

  it('keeps two entries with the same time apart, in a stable order', async () => {
    await db.audit.append(entry({ id: 'b' }))
    await db.audit.append(entry({ id: 'a' }))

    expect((await db.audit.of(userId, 10)).filter(isRead).map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('never changes an entry: appending it again keeps the first version', async () => {
    const first = entry()
    await db.audit.append(first)

    await db.audit.append({ ...first, reason: 'Edited later.' })

    expect(await db.audit.of(userId, 10)).toEqual([first])
  })

  it('does not fail an access change whose entry exists already', async () => {
    const row = await db.accounts.create(account({ userId }))
    const first = entry()
    await db.audit.append(first)

    const again = { ...first, reason: 'Edited later.' }
    expect(await db.accountWrites.save(userId, row.version, row, null, { audit: again })).toBe(true)

    expect(await db.audit.of(userId, 10)).toEqual([first])
  })

  it('records a change that was saved, and not one that lost its race', async () => {
    const row = await db.accounts.create(account({ userId }))

    await db.accountWrites.save(userId, row.version, row, null, { audit: entry({ id: 'won' }) })
    await db.accountWrites.save(userId, row.version, row, null, { audit: entry({ id: 'lost' }) })

    expect((await db.audit.of(userId, 10)).filter(isRead).map(({ id }) => id)).toEqual(['won'])
  })

  it("keeps users apart, and leaves the account's row out of their history", async () => {
    await db.accounts.create(account({ userId }))
    await db.audit.append(entry({ userId: `${userId}x` }))

    expect(await db.audit.of(userId, 10)).toEqual([])
  })

  it('shares no objects with its callers', async () => {
    await db.audit.append(entry())
    const [read] = (await db.audit.of(userId, 1)).filter(isRead)
    read?.at.setFullYear(1999)

    expect((await db.audit.of(userId, 1)).filter(isRead)[0]?.at.getFullYear()).toBe(2026)
  })

  it('refuses an entry that could not be parsed again', async () => {
    await expect(db.audit.append(entry({ at: new Date(Number.NaN) }))).rejects.toThrow()

    expect(await db.audit.of(userId, 10)).toEqual([])
  })

  it.each(['__proto__', '#what = :before', "'); DROP", '{"S":"x"}', 'ﬀ🦊'])(
    'stores %j as plain text',
    async (words) => {
      await db.audit.append(entry({ id: words, reason: words }))

      expect(await db.audit.of(userId, 1)).toMatchObject([{ id: words, reason: words }])
    },
  )
})

describe('an entry that cannot be parsed', () => {
  let table: Awaited<ReturnType<typeof openTable>>
  beforeAll(async () => {
    table = await openTable()
  })
  afterAll(() => table.close())

  /** Writes three entries of one user, then overwrites a field of the second. */
  async function withBrokenEntry(name: string, value: unknown) {
    const audit = dynamoAudit(table.client, table.table)
    const userId = randomUUID()
    for (const day of [1, 2, 3]) {
      await audit.append({
        what: 'groups',
        id: `day-${day}`,
        userId,
        at: new Date(Date.UTC(2026, 2, day)),
        before: [],
        after: ['pro'],
        cause: { kind: 'sweep' },
        reason: '',
      })
    }
    await table.client.send(
      new UpdateCommand({
        TableName: table.table,
        Key: auditKey({ userId, id: 'day-2', at: new Date(Date.UTC(2026, 2, 2)) }),
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    )
    return { audit, userId }
  }

  it.each([
    ['what', 'something a newer version writes'],
    ['at', 'yesterday'],
    ['cause', null],
    ['before', { plan: 7 }],
  ])('because of its %s is reported in its place, and hides no other', async (name, value) => {
    const { audit, userId } = await withBrokenEntry(name, value)

    const found = await audit.of(userId, 9)

    expect(found).toEqual([
      expect.objectContaining({ id: 'day-3' }),
      {
        what: 'unreadable',
        place: '2026-03-02T00:00:00.000Z#day-2',
        unreadable: expect.stringContaining(name),
      },
      expect.objectContaining({ id: 'day-1' }),
    ])
    expect((await audit.of(userId, 9, '2026-03-02T00:00:00.000Z#day-2')).map(placeOf)).toEqual([
      '2026-03-01T00:00:00.000Z#day-1',
    ])
  })

  it('does not end a page early if it is huge', async () => {
    const { audit, userId } = await withBrokenEntry('reason', 'x'.repeat(390_000))
    for (const id of ['a', 'b', 'c']) {
      const at = new Date(Date.UTC(2026, 2, 9))
      const cause = { kind: 'sweep' } as const
      const reason = 'x'.repeat(390_000)
      await audit.append({ what: 'repair', id, userId, at, cause, found: [], reason })
    }

    expect(await audit.of(userId, 9)).toHaveLength(6)
  })
})
