import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planFlush } from '@/lib/billing/usage/flush-plan'
import { type Database, databases } from '@/testing/databases'
import type { CounterKey } from './counters'
import { type FlushState, flushesOf } from './flushes'

const start = new Date('2026-03-01T12:00:00.000Z')
const plus = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
const by = { price: 'pro_calls', included: 100 }

describe.each(databases)('%s usage flushes', (_, open) => {
  let db: Database
  let key: CounterKey
  beforeEach(async () => {
    db = await open()
    key = {
      userId: randomUUID(),
      meter: 'api_calls',
      period: { start, source: 'sub_1' },
    }
    await db.usageCounters.open({
      ...key,
      period: { ...key.period, end: plus(44_640) },
      aggregation: 'sum',
      opening: 0,
      newest: null,
      createdAt: start,
      flushAt: plus(5),
    })
  })
  afterEach(() => db.close())

  const state = async () => {
    const found = await db.usageFlushes.state(key)
    if (!found) throw new Error('The counter is gone')
    return found
  }
  const record = async (quantity: number, flushAt = plus(5)) =>
    db.usageRecords.add({
      counter: await state(),
      entries: [{ id: randomUUID(), quantity, at: plus(1) }],
      limit: null,
      flushAt,
      recordedAt: plus(1),
    })
  const claim = async (from?: FlushState, until = plus(7)) => {
    const seen = from ?? (await state())
    const plan = planFlush(seen, {}, by, plus(5))
    if (!plan) throw new Error('There is nothing to send')
    const flushes = flushesOf(seen, plan, plus(5))
    const isClaimed = await db.usageFlushes.claim(seen, flushes, plan.next, until)
    return { isClaimed, flushes }
  }
  const due = async (at: Date) =>
    (await db.usageFlushes.due(at, 100)).filter(({ userId }) => userId === key.userId)

  it('are due from the first record on, until Stripe has been told', async () => {
    expect(await due(plus(60))).toEqual([])
    await record(7)
    await record(5, plus(6))

    expect(await due(plus(4))).toEqual([])
    expect(await due(plus(5))).toEqual([key])
    expect(await db.usageFlushes.unsentOf(key.userId)).toEqual([key])

    const { flushes } = await claim()
    // While it is sent, others wait; after a crash they don't wait for long.
    expect(await due(plus(6))).toEqual([])
    expect(await due(plus(7))).toEqual([key])
    const delivered = flushes.map((flush) => ({ ...flush, state: 'delivered' as const }))
    await db.usageFlushes.settle(await state(), delivered, { dueAt: plus(9) })

    expect(await due(plus(60))).toEqual([])
    expect(await db.usageFlushes.unsentOf(key.userId)).toEqual([])
    expect(await state()).toMatchObject({
      total: 12,
      sent: 12,
      flushSeq: 1,
      pendingSeq: null,
      billedBy: by,
    })
    expect(await db.usageFlushes.list(key)).toEqual(delivered)
  })

  it('that two processes make at once are made once', async () => {
    await record(7)
    const seen = await state()

    const outcomes = await Promise.all([claim(seen), claim(seen), claim(seen)])

    expect(outcomes.filter(({ isClaimed }) => isClaimed)).toHaveLength(1)
    expect(await db.usageFlushes.list(key)).toMatchObject([{ kind: 'usage', value: 7, seq: 0 }])
  })

  it('wait for the one before', async () => {
    await record(7)
    await claim()
    await record(5)

    expect((await claim()).isClaimed).toBe(false)
  })

  it('leave what was recorded meanwhile for the next one', async () => {
    await record(7)
    const { flushes } = await claim()
    await record(5)
    await db.usageFlushes.settle(await state(), flushes, { dueAt: plus(9) })

    expect(await due(plus(8))).toEqual([])
    expect(await due(plus(9))).toEqual([key])
    const next = await claim()
    expect(next.flushes).toMatchObject([{ seq: 1, value: 5, from: 7, to: 12 }])
    expect(next.flushes[0]?.identifier).not.toBe(flushes[0]?.identifier)
  })

  it('are no records', async () => {
    await record(7)
    await claim()

    const { items } = await db.usageRecords.list(key, null)
    expect(items.map(({ quantity }) => quantity)).toEqual([7])
  })

  it('are settled once', async () => {
    await record(7)
    const { flushes } = await claim()
    const seen = await state()
    await db.usageFlushes.settle(seen, flushes, { dueAt: plus(9) })
    await record(1)
    await claim()

    await db.usageFlushes.settle(seen, flushes, { dueAt: plus(9) })

    expect(await state()).toMatchObject({ pendingSeq: 1 })
  })

  it('of a value that stays are looked at again', async () => {
    await record(7)
    const { flushes } = await claim()
    await db.usageFlushes.settle(await state(), flushes, {
      dueAt: plus(9),
      nextLookAt: plus(44_640),
    })

    expect(await due(plus(44_639))).toEqual([])
    expect(await due(plus(44_640))).toEqual([key])
  })

  it('can be deferred', async () => {
    await record(7)
    await db.usageFlushes.defer(key, plus(30))

    expect(await due(plus(29))).toEqual([])
    expect(await due(plus(30))).toEqual([key])
  })
})
