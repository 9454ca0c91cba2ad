import { beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { openStripe } from '@/testing/stripe/local-stripe'
import { memoryMeterEvents } from './memory-meter-events'
import { dayMs, type MeterEvent, type MeterEvents } from './meter-events'
import { stripeMeterEvents } from './stripe-meter-events'

type Side = { events: MeterEvents; customerId: string; pass(hours: number): void }
const now = new Date('2026-03-01T12:00:30Z')

describe.each<[string, () => Promise<Side>]>([
  ['memory', openMemory],
  ['stripe', openLocal],
])('%s meter events', (_, open) => {
  let side: Side
  beforeEach(async () => {
    side = await open()
  })

  const send = (identifier: string, value: number, more: Partial<MeterEvent> = {}) =>
    side.events.send({
      eventName: 'saas_api_calls',
      customerId: side.customerId,
      value,
      identifier,
      at: now,
      ...more,
    })
  const days = (from: Date, to: Date, eventName = 'saas_api_calls') =>
    side.events.countedByDay({ eventName, customerId: side.customerId, from, to })
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)

  it('add up, by UTC day', async () => {
    await send('a', 5)
    await send('b', 7, { at: daysAgo(1) })
    await send('c', 1, { at: new Date('2026-02-28T23:59:59Z') })

    expect(await days(daysAgo(2), now)).toEqual([
      { day: '2026-02-28', value: 8 },
      { day: '2026-03-01', value: 5 },
    ])
    expect(await days(now, now)).toEqual([{ day: '2026-03-01', value: 5 }])
  })

  it('with the same identifier count once: that Stripe has it is no failure', async () => {
    expect(await send('a', 5)).toBe('delivered')
    expect(await send('a', 5)).toBe('delivered')

    expect(await days(now, now)).toEqual([{ day: '2026-03-01', value: 5 }])
  })

  it('are forgotten after a day, so that an older one must be asked for first', async () => {
    await send('a', 5)
    side.pass(25)
    expect(await countedAt()).toBe(5)

    await send('a', 5)
    expect(await countedAt()).toBe(10)
  })

  it('keep the last value of a meter for that', async () => {
    const eventName = 'saas_storage'
    await send('a', 50, { eventName })
    await send('b', 20, { eventName, at: new Date('2026-03-01T12:00:00Z') })

    expect(await days(now, now, eventName)).toEqual([{ day: '2026-03-01', value: 50 }])
    await send('c', 0, { eventName, at: new Date('2026-03-01T12:00:40Z') })
    expect(await days(now, now, eventName)).toEqual([])
  })

  it('of more than 35 days ago are never taken', async () => {
    expect(await send('a', 1, { at: daysAgo(34) })).toBe('delivered')
    expect(await send('b', 1, { at: daysAgo(36) })).toBe('too_old')
  })

  it('of an unknown customer are taken, and counted for no other', async () => {
    expect(await send('a', 1, { customerId: 'cus_gone' })).toBe('delivered')
    expect(await days(now, now)).toEqual([])
  })

  const countedAt = () =>
    side.events.countedAt({ eventName: 'saas_api_calls', customerId: side.customerId, at: now })
})

async function openMemory(): Promise<Side> {
  let time = now.getTime()
  return {
    events: memoryMeterEvents(() => new Date(time), new Set(['saas_storage'])),
    customerId: 'cus_1',
    pass: (hours) => {
      time += hours * 3_600_000
    },
  }
}

async function openLocal(): Promise<Side> {
  const { stripe, engine } = await openStripe({ catalog: saas })
  engine.clock.advanceTo(now)
  const { id } = await stripe.customers.create()
  return {
    events: stripeMeterEvents(stripe),
    customerId: id,
    pass: (hours) => engine.clock.advance({ hours }),
  }
}
