import { randomUUID } from 'node:crypto'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outboxKey } from '@/lib/db/dynamo/table'
import { UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { type Database, databases, openTable } from '@/testing/databases'
import { account } from '@/testing/rows'
import { dynamoOutbox } from './dynamo'
import type { OutboxMessage } from './outbox'

const noon = new Date('2026-03-01T12:00:00.000Z')
const noonPlus = (seconds: number) => new Date(noon.getTime() + seconds * 1_000)

describe.each(databases)('%s outbox', (_, open) => {
  let db: Database
  beforeEach(async () => {
    db = await open()
  })
  afterEach(() => db.close())

  const put = async (changes: Partial<OutboxMessage> = {}) => {
    const message = mail(changes)
    await db.outbox.put(message)
    const entry = await db.outbox.get(message.key)
    if (!entry) throw new Error('The outbox lost a message')
    return entry
  }
  const keys = async (entries: Promise<{ key: string }[]>) => (await entries).map(({ key }) => key)

  it('returns a message, waiting and due at once', async () => {
    const message = mail()

    await db.outbox.put(message)

    const expected = { state: 'waiting', attempts: 0, dueAt: noon, error: null }
    expect(await db.outbox.get(message.key)).toEqual({ ...message, ...expected })
    expect(await db.outbox.get('payment_failed:unheard')).toBeNull()
  })

  it('keeps the first message of a key, however often it is put', async () => {
    const first = await put({ data: { graceUntil: '2026-03-15' } })

    await Promise.all([1, 2, 3].map(() => db.outbox.put({ ...mail(), key: first.key })))

    expect(await db.outbox.get(first.key)).toEqual(first)
    expect(await keys(db.outbox.waiting(10))).toEqual([first.key])
  })

  it('does not send again a message that was sent or dropped when its key is put again', async () => {
    const sent = await put()
    const dropped = await put()
    await db.outbox.recordAttempt(sent.key, { state: 'sent', error: null })
    await db.outbox.recordAttempt(dropped.key, {
      state: 'dropped',
      error: 'It was paid in the meantime.',
    })

    await db.outbox.put({ ...mail(), key: sent.key })
    await db.outbox.put({ ...mail(), key: dropped.key })

    expect(await db.outbox.get(sent.key)).toMatchObject({ state: 'sent', error: null })
    expect(await db.outbox.get(dropped.key)).toMatchObject({
      state: 'dropped',
      error: 'It was paid in the meantime.',
    })
    expect(await db.outbox.waiting(10)).toEqual([])
    await put({ key: 'behind', createdAt: noonPlus(1) })
    expect(await keys(db.outbox.due(noonPlus(99), 1))).toEqual(['behind'])
  })

  it('lists what is due, longest due first, to the millisecond and up to a limit', async () => {
    await put({ key: 'late', createdAt: noonPlus(2) })
    await put({ key: 'early', createdAt: noon })
    await put({ key: 'soon', createdAt: noonPlus(1) })

    expect(await keys(db.outbox.due(noon, 10))).toEqual(['early'])
    expect(await keys(db.outbox.due(new Date(noonPlus(1).getTime() - 1), 10))).toEqual(['early'])
    expect(await keys(db.outbox.due(noonPlus(9), 10))).toEqual(['early', 'soon', 'late'])
    expect(await keys(db.outbox.due(noonPlus(9), 2))).toEqual(['early', 'soon'])
    expect(await keys(db.outbox.waiting(10))).toEqual(['early', 'soon', 'late'])
  })

  it('lets one of two senders take a message, counts it, and delays the next attempt', async () => {
    const entry = await put()

    const takers = await Promise.all([
      db.outbox.take(entry, noonPlus(60)),
      db.outbox.take(entry, noonPlus(60)),
    ])

    expect(takers.sort()).toEqual([false, true])
    expect(await db.outbox.get(entry.key)).toMatchObject({ attempts: 1, dueAt: noonPlus(60) })
    expect(await db.outbox.due(noonPlus(59), 10)).toEqual([])
    expect(await keys(db.outbox.due(noonPlus(60), 10))).toEqual([entry.key])
    expect(await keys(db.outbox.waiting(10))).toEqual([entry.key])
  })

  it('defers a waiting message, and not one that was sent', async () => {
    const entry = await put()
    const sent = await put()
    await db.outbox.recordAttempt(sent.key, { state: 'sent', error: null })

    await db.outbox.deferUnread(entry.key, noonPlus(60))
    await db.outbox.deferUnread(sent.key, noonPlus(60))

    expect(await db.outbox.get(entry.key)).toMatchObject({ attempts: 0, dueAt: noonPlus(60) })
    expect(await db.outbox.due(noonPlus(59), 10)).toEqual([])
    expect(await keys(db.outbox.due(noonPlus(60), 10))).toEqual([entry.key])
    expect(await db.outbox.get(sent.key)).toMatchObject({ state: 'sent', dueAt: noon })
  })

  it('refuses to take a message that was sent, dropped or never put', async () => {
    const entry = await put()
    const other = await put()
    await db.outbox.recordAttempt(entry.key, { state: 'sent', error: null })
    await db.outbox.recordAttempt(other.key, { state: 'dropped', error: 'gone' })

    expect(await db.outbox.take(entry, noonPlus(60))).toBe(false)
    expect(await db.outbox.take(other, noonPlus(60))).toBe(false)
    expect(await db.outbox.take({ ...entry, key: 'unheard' }, noonPlus(60))).toBe(false)
    expect(await db.outbox.get('unheard')).toBeNull()
  })

  it('keeps the last error while it waits, and clears it when sent', async () => {
    const { key } = await put()

    await db.outbox.recordAttempt(key, { state: 'waiting', error: 'SES: throttled' })
    expect(await db.outbox.get(key)).toMatchObject({ state: 'waiting', error: 'SES: throttled' })
    await db.outbox.recordAttempt(key, { state: 'sent', error: null })
    expect(await db.outbox.get(key)).toMatchObject({ state: 'sent', error: null })
    await db.outbox.recordAttempt(key, { state: 'waiting', error: 'a sender that was late' })
    await db.outbox.recordAttempt(key, { state: 'dropped', error: 'a sender that was late' })
    expect(await db.outbox.get(key)).toMatchObject({ state: 'sent', error: null })
  })

  it('ignores an unknown key', async () => {
    await db.outbox.recordAttempt('unheard', { state: 'sent', error: null })
    await db.outbox.recordAttempt('unheard', { state: 'waiting', error: 'x' })
    await db.outbox.recordAttempt('unheard', { state: 'dropped', error: 'x' })

    expect(await db.outbox.get('unheard')).toBeNull()
  })

  it('stores the messages of a saved account change, and none of one that lost its race', async () => {
    const row = await db.accounts.create(account())
    const outbox = [mail({ key: 'one' }), mail({ key: 'two' })]

    await db.accountWrites.save(row.userId, 0, row, null, { outbox })
    await db.accountWrites.save(row.userId, 0, row, null, { outbox: [mail({ key: 'lost' })] })
    await db.accountWrites.save(row.userId, 1, row, null, { outbox })

    expect((await keys(db.outbox.waiting(10))).sort()).toEqual(['one', 'two'])
  })

  it('shares no objects with its callers', async () => {
    const entry = await put()
    entry.dueAt.setFullYear(1999)
    entry.data.graceUntil = 'never'

    expect(await db.outbox.get(entry.key)).toMatchObject({ dueAt: noon, data: mail().data })
  })

  it.each(['__proto__', '#state', ':waiting', "'); DROP", '{"S":"x"}', 'ﬀ🦊', 'x'.repeat(500)])(
    'stores the key %j as plain text',
    async (key) => {
      await put({ key, data: { '#data': key } })

      expect(await db.outbox.due(noon, 10)).toMatchObject([{ key, data: { '#data': key } }])
    },
  )

  it('refuses a message that could not be parsed again', async () => {
    await expect(db.outbox.put(mail({ key: '' }))).rejects.toThrow()
    await expect(db.outbox.put(mail({ createdAt: new Date(Number.NaN) }))).rejects.toThrow()

    expect(await db.outbox.waiting(10)).toEqual([])
  })
})

describe('a message that cannot be parsed', () => {
  let table: Awaited<ReturnType<typeof openTable>>
  beforeEach(async () => {
    table = await openTable()
  })
  afterEach(() => table.close())

  it('is listed with the reason, and can be deferred', async () => {
    const outbox = dynamoOutbox(table.client, table.table)
    await outbox.put(mail({ key: 'bad', createdAt: noon }))
    await outbox.put(mail({ key: 'good', createdAt: noonPlus(1) }))
    await table.client.send(
      new UpdateCommand({
        TableName: table.table,
        Key: outboxKey('bad'),
        UpdateExpression: 'SET kind = :kind',
        ExpressionAttributeValues: { ':kind': 'of_tomorrow' },
      }),
    )

    const bad = { key: 'bad', unreadable: expect.stringContaining('kind: ') }
    expect(await outbox.due(noonPlus(9), 10)).toMatchObject([
      { ...bad, dueAt: noon },
      { key: 'good' },
    ])
    expect(await outbox.waiting(10)).toMatchObject([bad, { key: 'good' }])
    await expect(outbox.get('bad')).rejects.toBeInstanceOf(UnreadableRow)

    await outbox.deferUnread('bad', noonPlus(60))
    await outbox.deferUnread('unheard', noonPlus(60))

    expect(await outbox.due(noonPlus(9), 10)).toMatchObject([{ key: 'good' }])
    expect(await outbox.due(noonPlus(60), 10)).toMatchObject([
      { key: 'good' },
      { ...bad, dueAt: noonPlus(60) },
    ])
  })
})

const mail = (changes: Partial<OutboxMessage> = {}): OutboxMessage => ({
  key: `payment_failed:${randomUUID()}`,
  kind: 'payment_failed',
  userId: 'user-1',
  data: { subscriptionId: 'sub_1', graceUntil: '2026-03-15T12:00:00.000Z' },
  createdAt: noon,
  ...changes,
})
