import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/lib/testing/databases'
import { delivery } from '@/lib/testing/rows'

describe.each(databases)('%s ledger', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  it('answers null for an event it never heard of', async () => {
    expect(await db.ledger.get('evt_unheard')).toBeNull()
  })

  it('gives back what came of an event, times to the millisecond', async () => {
    const first = delivery({ customerId: null, userId: null, outcome: 'unknown_customer' })

    await db.ledger.record(first)

    expect(await db.ledger.get(first.eventId)).toEqual({ ...first, attempts: 1 })
  })

  it('counts every delivery, and lets the last outcome stand', async () => {
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

  it('keeps events apart, and shares nothing with its callers', async () => {
    const one = delivery()
    await db.ledger.record(one)
    await db.ledger.record(delivery({ type: 'invoice.paid' }))

    const read = await db.ledger.get(one.eventId)
    read?.createdAt.setFullYear(1999)

    expect(await db.ledger.get(one.eventId)).toEqual({ ...one, attempts: 1 })
  })

  it('refuses a line that could not be read back', async () => {
    const wrong = delivery({ receivedAt: new Date(Number.NaN) })

    await expect(db.ledger.record(wrong)).rejects.toThrow()
    expect(await db.ledger.get(wrong.eventId)).toBeNull()
  })

  it.each(['__proto__', 'evt_#~|', "evt_'); DROP", '{"S":"evt"}', ':eventId', 'ﬀ🦊'])(
    'takes the event id %s as no more than a name',
    async (eventId) => {
      await db.ledger.record(delivery({ eventId, error: '#pk = :v0 $& __proto__' }))

      expect(await db.ledger.get(eventId)).toMatchObject({
        eventId,
        error: '#pk = :v0 $& __proto__',
        attempts: 1,
      })
    },
  )
})
