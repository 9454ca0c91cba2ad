import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, databases } from '@/testing/databases'
import type { NewCounter, UsageCounter } from './counters'
import type { EntryGroup, UsageEntry } from './records'
import type { NewHold } from './reservations'

const start = new Date('2026-03-01T12:00:00.000Z')
const plus = (hours: number) => new Date(start.getTime() + hours * 3_600_000)
const now = plus(30)

describe.each(databases)('%s usage', (_, open) => {
  let db: Database
  let userId: string
  beforeEach(async () => {
    db = await open()
    userId = randomUUID()
  })
  afterEach(() => db.close())

  const newCounter = (changes: Partial<NewCounter> = {}): NewCounter => ({
    userId,
    meter: 'api_calls',
    aggregation: 'sum',
    period: { start, end: plus(744), source: 'sub_1' },
    opening: 0,
    newest: null,
    createdAt: now,
    flushAt: null,
    ...changes,
  })
  const opened = (changes: Partial<NewCounter> = {}) => db.usageCounters.open(newCounter(changes))
  const read = async (counter: UsageCounter) => {
    const [found] = await db.usageCounters.read([counter])
    if (!found) throw new Error('The counter is gone')
    return found
  }
  const entry = (id: string, quantity = 1, at = now): UsageEntry => ({ id, quantity, at })
  const add = (counter: UsageCounter, entries: UsageEntry[], changes: Partial<EntryGroup> = {}) =>
    db.usageRecords.add({
      counter,
      entries,
      limit: null,
      flushAt: null,
      recordedAt: now,
      ...changes,
    })
  const hold = (counter: UsageCounter, changes: Partial<NewHold> = {}) =>
    db.reservations.hold({
      counter,
      id: 'hold',
      quantity: 10,
      limit: null,
      at: now,
      until: plus(31),
      ...changes,
    })
  const record = async (id: string) => {
    const [found] = await db.usageRecords.find(userId, [id])
    if (!found) throw new Error(`${id} is not known`)
    return found
  }
  const terms = { limit: null, flushAt: null, recordedAt: now }

  describe('a counter', () => {
    it('opens once, at zero or with what counted before', async () => {
      expect(await opened({ opening: 7 })).toEqual({
        userId,
        meter: 'api_calls',
        aggregation: 'sum',
        period: { start, end: plus(744), source: 'sub_1' },
        total: 0,
        opening: 7,
        held: 0,
        sent: 0,
        flushSeq: 0,
        newest: null,
        days: {},
        hours: {},
        version: 0,
        createdAt: now,
        updatedAt: now,
      })
      expect((await opened({ opening: 99 })).opening).toBe(7)
      const storage = await opened({ meter: 'storage', aggregation: 'last', opening: 5 })
      expect(storage).toMatchObject({ total: 5, opening: 5 })
    })

    it('is apart from those of other meters, periods and sources', async () => {
      const mine = await opened()
      const others = [
        await opened({ meter: 'api_calls#' }),
        await opened({ period: { ...mine.period, start: plus(1) } }),
        await opened({ period: { ...mine.period, source: 'account' } }),
        await opened({ userId: `${userId}2` }),
      ]

      await add(mine, [entry('a', 3)])

      expect((await read(mine)).total).toBe(3)
      for (const other of others) expect((await read(other)).total).toBe(0)
      expect(await db.usageCounters.read([mine, { ...mine, meter: 'unheard' }])).toEqual([
        await read(mine),
        null,
      ])
    })

    it('is listed by the start of its period, the earliest first', async () => {
      const from = (hours: number, meter = 'api_calls') =>
        opened({ meter, period: { start: plus(hours), end: plus(hours + 744), source: 'sub_1' } })
      for (const hours of [1_488, 0, 744, 2_232]) await from(hours)
      await from(744, 'api_calls_more')

      const list = (since: Date, to: Date) =>
        db.usageCounters.list({ userId, meter: 'api_calls', from: since, to })

      const starts = (await list(start, plus(1_488))).map(({ period }) => period.start)
      expect(starts).toEqual([start, plus(744), plus(1_488)])
      expect(await list(plus(1), plus(743))).toEqual([])

      const latest = async (before: Date) =>
        (await db.usageCounters.latest({ userId, meter: 'api_calls', before }))?.period.start
      expect(await latest(start)).toBeUndefined()
      expect(await latest(plus(744))).toEqual(start)
      expect(await latest(plus(745))).toEqual(plus(744))
    })

    it('forgets hours, and keeps days', async () => {
      const counter = await opened()
      await add(counter, [entry('a', 1, plus(0)), entry('b', 2, plus(1))])

      await db.usageCounters.dropHours(counter, ['2026-03-01T12', '2026-03-01T00'])

      expect(await read(counter)).toMatchObject({
        hours: { '2026-03-01T13': 2 },
        days: { '2026-03-01': 3 },
      })
    })
  })

  describe('entries', () => {
    it('count together, with their days and hours', async () => {
      const counter = await opened()

      const outcome = await add(counter, [
        entry('a', 5, plus(1)),
        entry('b', 7, plus(1)),
        entry('c', 1, plus(24)),
        // Too old for an hour of its own.
        entry('d', 2, plus(-40)),
      ])

      expect(outcome).toEqual({ kind: 'recorded' })
      expect(await read(counter)).toMatchObject({
        total: 15,
        days: { '2026-02-27': 2, '2026-03-01': 12, '2026-03-02': 1 },
        hours: { '2026-03-01T13': 12, '2026-03-02T12': 1 },
        version: 1,
        updatedAt: now,
      })
      expect(await db.usageRecords.find(userId, ['a', 'unheard'])).toEqual([
        {
          userId,
          id: 'a',
          meter: 'api_calls',
          period: { start, source: 'sub_1' },
          quantity: 5,
          at: plus(1),
          recordedAt: now,
          state: 'recorded',
          hold: null,
        },
      ])
    })

    it('are all refused if one id is known, even from another meter, and the known are named', async () => {
      const counter = await opened()
      await add(await opened({ meter: 'storage', aggregation: 'last' }), [entry('b')])

      const outcome = await add(counter, [entry('a'), entry('b'), entry('c')])

      expect(outcome).toMatchObject({ kind: 'known', records: [{ id: 'b', meter: 'storage' }] })
      expect((await read(counter)).total).toBe(0)
      expect(await db.usageRecords.find(userId, ['a', 'c'])).toEqual([])
    })

    it('with the same id belong to different users', async () => {
      const counter = await opened()
      const other = await opened({ userId: `${userId}2` })

      expect(await add(counter, [entry('a')])).toEqual({ kind: 'recorded' })
      expect(await add(other, [entry('a')])).toEqual({ kind: 'recorded' })
    })

    it('fit up to the limit, and not one more', async () => {
      const counter = await opened({ opening: 3 })

      expect(await add(counter, [entry('a', 6)], { limit: 10 })).toEqual({ kind: 'recorded' })
      expect(await add(counter, [entry('b', 2)], { limit: 10 })).toMatchObject({ kind: 'full' })
      expect(await add(counter, [entry('b', 1)], { limit: 10 })).toEqual({ kind: 'recorded' })
      expect(await add(counter, [entry('c', 1)], { limit: 10 })).toMatchObject({ kind: 'full' })
      expect(await add(counter, [entry('c', 1)], { limit: 11 })).toEqual({ kind: 'recorded' })
      expect(await read(counter)).toMatchObject({ total: 8, opening: 3 })
    })

    it('never add up to more than can be counted exactly', async () => {
      const counter = await opened()
      await add(counter, [entry('a', Number.MAX_SAFE_INTEGER - 1)])

      expect(await add(counter, [entry('b', 2)])).toMatchObject({ kind: 'full' })
      expect(await add(counter, [entry('b', 1)])).toEqual({ kind: 'recorded' })
    })

    it('need a counter', async () => {
      const counter = await opened()

      for (const aggregation of ['sum', 'last', 'max'] as const) {
        const unopened = { ...counter, aggregation, meter: 'unopened' }
        expect(await add(unopened, [entry('a')])).toEqual({ kind: 'no_counter' })
      }
    })

    it('from many writers at once fill the limit exactly', async () => {
      const counter = await opened()

      const outcomes = await Promise.all(
        Array.from({ length: 30 }, (_, n) => add(counter, [entry(`id-${n}`)], { limit: 20 })),
      )

      const kinds = outcomes.map(({ kind }) => kind).sort()
      expect(kinds).toEqual([...Array(10).fill('full'), ...Array(20).fill('recorded')])
      expect((await read(counter)).total).toBe(20)
    })

    it('a batch of 99, each of another hour or day, is one write', async () => {
      const counter = await opened()
      const at = (n: number) => (n < 60 ? plus(30 - n) : plus(30 - 24 * (n - 58)))

      const outcome = await add(
        counter,
        Array.from({ length: 99 }, (_, n) => entry(`id-${n}`, 1_000_000_000, at(n))),
      )

      expect(outcome).toEqual({ kind: 'recorded' })
      expect((await read(counter)).total).toBe(99_000_000_000)
    })

    it('are listed by their counter, page by page', async () => {
      const counter = await opened()
      const other = await opened({ period: { ...counter.period, start: plus(1) } })
      for (const batch of [0, 1, 2]) {
        await add(
          counter,
          Array.from({ length: 99 }, (_, n) => entry(`id-${batch}-${n}`)),
        )
      }
      await add(other, [entry('other')])

      const ids: string[] = []
      let after: string | null = null
      do {
        const page = await db.usageRecords.list(counter, after)
        ids.push(...page.items.map(({ id }) => id))
        after = page.next
      } while (after !== null)

      expect(new Set(ids).size).toBe(297)
      expect(ids).toHaveLength(297)
    })
  })

  describe('the newest value', () => {
    const storage = (changes: Partial<NewCounter> = {}) =>
      opened({ meter: 'storage', aggregation: 'last', ...changes })

    it('counts, whenever it arrives', async () => {
      const counter = await storage()

      await add(counter, [entry('a', 5, plus(2))])
      await add(counter, [entry('b', 9, plus(1))])
      expect((await read(counter)).total).toBe(5)

      await add(counter, [entry('d', 3, plus(4)), entry('c', 8, plus(3))])

      expect(await read(counter)).toMatchObject({
        total: 3,
        days: { '2026-03-01': 3 },
        hours: { '2026-03-01T13': 9, '2026-03-01T14': 5, '2026-03-01T15': 8, '2026-03-01T16': 3 },
      })
    })

    it('of two with the same time is the one with the higher id, in whatever order', async () => {
      const counter = await storage()

      await add(counter, [entry('b', 2)])
      await add(counter, [entry('a', 1)])
      expect((await read(counter)).total).toBe(2)

      await add(counter, [entry('c', 3)])
      expect((await read(counter)).total).toBe(3)
    })

    it('may always go down, and up only to the limit', async () => {
      const counter = await storage({ opening: 50 })

      expect(await add(counter, [entry('a', 40)], { limit: 10 })).toEqual({ kind: 'recorded' })
      expect(await add(counter, [entry('b', 41)], { limit: 10 })).toMatchObject({ kind: 'full' })
      expect(await add(counter, [entry('b', 9)], { limit: 10 })).toEqual({ kind: 'recorded' })
      expect(await add(counter, [entry('c', 10)], { limit: 10 })).toEqual({ kind: 'recorded' })
      expect((await read(counter)).total).toBe(10)
    })

    it('wins among many writers at once', async () => {
      const counter = await storage()

      const outcomes = await Promise.all(
        [3, 1, 5, 2, 4].map((n) => add(counter, [entry(`id-${n}`, n, plus(n))])),
      )

      expect(outcomes.filter(({ kind }) => kind !== 'recorded')).toEqual([])
      expect((await read(counter)).total).toBe(5)
    })

    it('is refused with a known id', async () => {
      const counter = await storage()
      await add(counter, [entry('a', 1)])

      expect(await add(counter, [entry('a', 1)])).toMatchObject({ kind: 'known' })
    })
  })

  it('the highest value counts, for a maximum', async () => {
    const counter = await opened({ meter: 'seats', aggregation: 'max', opening: 2 })

    await add(counter, [entry('a', 1, plus(1)), entry('b', 7, plus(2)), entry('c', 4, plus(3))])
    await add(counter, [entry('d', 5, plus(4))])

    expect(await read(counter)).toMatchObject({ total: 7, days: { '2026-03-01': 7 } })
  })

  describe('a reservation', () => {
    it('holds part of the limit until it is committed', async () => {
      const counter = await opened({ opening: 1 })

      expect(await hold(counter, { quantity: 6, limit: 10 })).toEqual({ kind: 'held' })
      expect(await read(counter)).toMatchObject({ total: 0, held: 6 })
      expect(await add(counter, [entry('a', 4)], { limit: 10 })).toMatchObject({ kind: 'full' })
      expect(await hold(counter, { id: 'b', quantity: 4, limit: 10 })).toEqual({ kind: 'full' })
      expect(await add(counter, [entry('a', 3)], { limit: 10 })).toEqual({ kind: 'recorded' })

      const seen = await record('hold')
      expect(seen).toMatchObject({ state: 'held', hold: { quantity: 6, until: plus(31) } })
      expect(await db.reservations.commit(seen, 4, terms)).toEqual({ kind: 'settled' })

      expect(await read(counter)).toMatchObject({
        total: 7,
        held: 0,
        days: { '2026-03-02': 7 },
      })
      expect(await record('hold')).toMatchObject({ state: 'recorded', quantity: 4 })
      expect(await add(counter, [entry('c', 2)], { limit: 10 })).toEqual({ kind: 'recorded' })
      expect(await add(counter, [entry('d', 1)], { limit: 10 })).toMatchObject({ kind: 'full' })
    })

    it('takes an id, as an entry does', async () => {
      const counter = await opened()
      await add(counter, [entry('a')])
      await hold(counter)

      expect(await hold(counter, { id: 'a' })).toMatchObject({
        kind: 'known',
        record: { state: 'recorded' },
      })
      expect(await hold(counter)).toMatchObject({ kind: 'known', record: { state: 'held' } })
      expect(await add(counter, [entry('hold')])).toMatchObject({ kind: 'known' })
      expect(await hold({ ...counter, meter: 'unopened' }, { id: 'c' })).toEqual({
        kind: 'no_counter',
      })
      expect(await read(counter)).toMatchObject({ total: 1, held: 10 })
    })

    it('is committed once, by whichever of many comes first', async () => {
      const counter = await opened()
      await hold(counter)
      const seen = await record('hold')

      const outcomes = await Promise.all([
        db.reservations.commit(seen, 3, terms),
        db.reservations.commit(seen, 3, terms),
        db.reservations.free(seen, 'released', now),
      ])

      expect(outcomes.filter(({ kind }) => kind === 'settled')).toHaveLength(1)
      expect(outcomes.filter(({ kind }) => kind === 'stale')).toHaveLength(2)
      const { state } = await record('hold')
      expect(await read(counter)).toMatchObject({ total: state === 'recorded' ? 3 : 0, held: 0 })
    })

    it('counts what it held whatever the limit is by then, and more only below it', async () => {
      const counter = await opened()
      await hold(counter, { quantity: 6, limit: 10 })
      const seen = await record('hold')

      expect(await db.reservations.commit(seen, 7, { ...terms, limit: 6 })).toEqual({
        kind: 'full',
      })
      expect(await read(counter)).toMatchObject({ total: 0, held: 6 })
      expect(await db.reservations.commit(seen, 6, { ...terms, limit: 1 })).toEqual({
        kind: 'settled',
      })
      expect(await read(counter)).toMatchObject({ total: 6, held: 0 })
    })

    it('frees what it holds when it is released or expires, once', async () => {
      const counter = await opened()
      await hold(counter)
      const seen = await record('hold')

      expect(await db.reservations.free(seen, 'released', now)).toEqual({ kind: 'settled' })
      expect(await db.reservations.free(seen, 'expired', now)).toEqual({ kind: 'stale' })

      expect(await read(counter)).toMatchObject({ held: 0, total: 0, days: {} })
      expect(await record('hold')).toMatchObject({ state: 'released' })
      expect(await db.reservations.commit(seen, 1, terms)).toEqual({ kind: 'stale' })
    })

    it('that has expired is committed if there is room', async () => {
      const counter = await opened()
      await hold(counter)
      await db.reservations.free(await record('hold'), 'expired', now)
      const seen = await record('hold')
      await add(counter, [entry('a', 5)])

      expect(await db.reservations.commit(seen, 10, { ...terms, limit: 14 })).toEqual({
        kind: 'full',
      })
      expect(await db.reservations.commit(seen, 9, { ...terms, limit: 14 })).toEqual({
        kind: 'settled',
      })
      expect(await read(counter)).toMatchObject({ total: 14, held: 0 })
    })

    it('is overdue after its end, until it is settled', async () => {
      const counter = await opened()
      await hold(counter, { id: 'later', until: plus(33) })
      await hold(counter, { id: 'soon', until: plus(31) })
      await hold(counter, { id: 'released', until: plus(31) })
      await db.reservations.free(await record('released'), 'released', now)
      const overdue = async (at: Date, limit = 10) =>
        (await db.reservations.overdue(at, limit)).map(({ id }) => id)

      expect(await overdue(new Date(plus(31).getTime() - 1))).toEqual([])
      expect(await overdue(plus(31))).toEqual(['soon'])
      expect(await overdue(plus(40))).toEqual(['soon', 'later'])
      expect(await overdue(plus(40), 1)).toEqual(['soon'])
      await db.reservations.commit(await record('soon'), 1, terms)
      expect(await overdue(plus(40))).toEqual(['later'])
    })
  })

  it('keeps a user’s caps by meter', async () => {
    const cap = { mode: 'stop', cents: 500, setAt: now } as const
    expect(await db.spendingCaps.get(userId)).toEqual({})

    await Promise.all([
      db.spendingCaps.set(userId, 'api_calls', cap),
      db.spendingCaps.set(userId, 'storage', { ...cap, mode: 'notify' }),
    ])
    expect(await db.spendingCaps.get(userId)).toEqual({
      api_calls: cap,
      storage: { ...cap, mode: 'notify' },
    })

    await db.spendingCaps.set(userId, 'api_calls', null)
    await db.spendingCaps.set(`${userId}2`, 'api_calls', null)
    expect(Object.keys(await db.spendingCaps.get(userId))).toEqual(['storage'])
  })
})
