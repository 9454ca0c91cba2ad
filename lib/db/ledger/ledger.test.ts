import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventKey } from '@/lib/db/dynamo/table'
import { UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { type Database, databases, openTable } from '@/testing/databases'
import { delivery } from '@/testing/rows'
import { dynamoLedger } from './dynamo'
import type { Ledger } from './ledger'

describe.each(databases)('%s ledger', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  it('returns null for an unknown event', async () => {
    expect(await db.ledger.get('evt_unheard')).toBeNull()
  })

  it('returns the outcome of an event, with times to the millisecond', async () => {
    const first = delivery({ customerId: null, userId: null, outcome: 'unknown_customer' })

    await db.ledger.record(first)

    expect(await db.ledger.get(first.eventId)).toEqual({ ...first, attempts: 1 })
  })

  it('counts every delivery, and keeps the last outcome', async () => {
    const first = delivery({ outcome: 'failed', error: 'TimeoutError: no answer' })

    await db.ledger.record(first)
    await db.ledger.record(first)
    await db.ledger.record({ ...first, outcome: 'synced', error: null })

    expect(await db.ledger.get(first.eventId)).toMatchObject({
      outcome: 'synced',
      error: null,
      attempts: 3,
    })
  })

  it('keeps events apart, and shares no objects with its callers', async () => {
    const one = delivery()
    await db.ledger.record(one)
    await db.ledger.record(delivery({ type: 'invoice.paid' }))

    const read = await db.ledger.get(one.eventId)
    read?.createdAt.setFullYear(1999)

    expect(await db.ledger.get(one.eventId)).toEqual({ ...one, attempts: 1 })
  })

  it('refuses an entry that could not be parsed again', async () => {
    const wrong = delivery({ receivedAt: new Date(Number.NaN) })

    await expect(db.ledger.record(wrong)).rejects.toThrow()
    expect(await db.ledger.get(wrong.eventId)).toBeNull()
  })

  it.each(['__proto__', 'evt_#~|', "evt_'); DROP", '{"S":"evt"}', ':eventId', 'ﬀ🦊'])(
    'stores the event id %s as plain text',
    async (eventId) => {
      await db.ledger.record(delivery({ eventId, error: '#pk = :v0 $& __proto__' }))

      expect(await db.ledger.get(eventId)).toMatchObject({
        eventId,
        error: '#pk = :v0 $& __proto__',
        attempts: 1,
      })
    },
  )

  it('expires entries after 90 days, even if DynamoDB has not deleted the row', async () => {
    const kept = delivery({ outcome: 'failed', receivedAt: daysAgo(89) })
    const old = delivery({ outcome: 'failed', receivedAt: daysAgo(90) })
    await db.ledger.record(kept)
    await db.ledger.record(old)

    expect(await db.ledger.get(kept.eventId)).toMatchObject({ eventId: kept.eventId })
    expect(await db.ledger.get(old.eventId)).toBeNull()
    const since = daysAgo(91)
    expect(await failedIds({ since, limit: 50 })).toContain(kept.eventId)
    expect(await failedIds({ since, limit: 50 })).not.toContain(old.eventId)
  })

  describe('the list of failed events', () => {
    let db: Database
    beforeAll(async () => {
      db = await open()
    })
    afterAll(() => db.close())
    const failed = (eventId: string, minutesAgo: number) =>
      delivery({ eventId, outcome: 'failed', error: 'Error: no', receivedAt: minutes(minutesAgo) })
    const list = async (query: Parameters<Ledger['failed']>[0]) =>
      (await db.ledger.failed(query)).entries.map(({ eventId }) => eventId)

    it('is empty at first', async () => {
      expect(await db.ledger.failed({ limit: 10 })).toEqual({ entries: [], next: null })
    })

    it('has the newest first, with its error, and no successful events', async () => {
      await db.ledger.record(failed('evt_old', 50))
      await db.ledger.record(failed('evt_new', 10))
      await db.ledger.record(delivery())
      await db.ledger.record(failed('evt_middle', 30))

      const { entries, next } = await db.ledger.failed({ limit: 10 })

      expect(entries.map(({ eventId }) => eventId)).toEqual(['evt_new', 'evt_middle', 'evt_old'])
      expect(entries[0]).toEqual({ ...failed('evt_new', 10), attempts: 1 })
      expect(next).toBeNull()
    })

    it('starts at a given time, inclusive', async () => {
      expect(await list({ since: minutes(30), limit: 10 })).toEqual(['evt_new', 'evt_middle'])
      expect(await list({ since: minutes(29), limit: 10 })).toEqual(['evt_new'])
    })

    it('pages through every event once, and ends', async () => {
      const pages: string[][] = []
      let after: string | undefined
      do {
        const page = await db.ledger.failed({ limit: 1, ...(after && { after }) })
        pages.push(page.entries.map(({ eventId }) => eventId))
        after = page.next ?? undefined
      } while (after)

      expect(pages).toEqual([['evt_new'], ['evt_middle'], ['evt_old']])
    })

    it('drops an event that succeeds later, and moves up one that fails again', async () => {
      await db.ledger.record({ ...failed('evt_new', 5), outcome: 'synced', error: null })
      await db.ledger.record(failed('evt_old', 1))

      expect(await list({ limit: 2 })).toEqual(['evt_old', 'evt_middle'])
      expect(await db.ledger.get('evt_old')).toMatchObject({ attempts: 2 })
    })

    it('keeps two failures of the same millisecond apart', async () => {
      await db.ledger.record(failed('evt_twin_a', 3))
      await db.ledger.record(failed('evt_twin_b', 3))

      const first = await db.ledger.failed({ since: minutes(4), limit: 2 })
      const rest = await list({ since: minutes(4), limit: 2, after: first.next ?? '' })

      expect(first.entries.map(({ eventId }) => eventId)).toEqual(['evt_old', 'evt_twin_b'])
      expect(rest).toEqual(['evt_twin_a'])
    })

    it.each(['', '#', '~', '2026', 'FAILED', "' OR 1=1", '\u0000', '9999-12-31T00:00:00.000Z#evt'])(
      'accepts %j as a cursor without harm',
      async (after) => {
        await expect(db.ledger.failed({ after, limit: 2 })).resolves.toBeDefined()
      },
    )
  })

  const failedIds = async (query: Parameters<Ledger['failed']>[0]) =>
    (await db.ledger.failed(query)).entries.map(({ eventId }) => eventId)
})

describe('an entry that cannot be parsed', () => {
  let table: Awaited<ReturnType<typeof openTable>>
  beforeAll(async () => {
    table = await openTable()
  })
  afterAll(() => table.close())

  it('is listed as failed with the reason, until its event is recorded again', async () => {
    const ledger = dynamoLedger(table.client, table.table)
    const [bad, good] = [2, 1].map((ago) =>
      delivery({ outcome: 'failed', error: 'Error: no', receivedAt: minutes(ago) }),
    )
    if (!bad || !good) throw new Error('Two are needed')
    await ledger.record(bad)
    await ledger.record(good)
    await table.client.send(
      new UpdateCommand({
        TableName: table.table,
        Key: eventKey(bad.eventId),
        UpdateExpression: 'SET durationMs = :wrong',
        ExpressionAttributeValues: { ':wrong': 'long' },
      }),
    )

    expect((await ledger.failed({ limit: 9 })).entries).toEqual([
      expect.objectContaining({ eventId: good.eventId }),
      { eventId: bad.eventId, unreadable: expect.stringContaining('durationMs: ') },
    ])
    await expect(ledger.get(bad.eventId)).rejects.toBeInstanceOf(UnreadableRow)

    await ledger.record({ ...bad, outcome: 'synced', error: null })
    expect(await ledger.get(bad.eventId)).toMatchObject({ outcome: 'synced', attempts: 2 })
  })
})

const started = Date.now()
const minutes = (ago: number) => new Date(started - ago * 60_000)
const daysAgo = (days: number) => minutes(days * 1_440)
