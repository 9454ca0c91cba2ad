import { describe, expect } from 'vitest'
import { test as base } from '@/testing/test'
import { putUsageAlerts } from './send-alerts'

const subject = {
  userId: 'sub-ada',
  meter: 'api_calls',
  periodStart: new Date('2026-03-01T12:00:00Z'),
}
const usage = {
  included: 1_000,
  overage: null,
  cap: null,
  resetsAt: new Date('2026-04-01T12:00:00Z'),
}

const test = base
  .extend('use', ({ world }) => (used: number, period = subject) => {
    return putUsageAlerts(world.services, period, { ...usage, used })
  })
  /** The alerts in the outbox: what they are about, and their state. */
  .extend('alerts', ({ world }) => () => {
    return world.outbox.all().map(({ key, state }) => `${key.split(':').at(-1)} ${state}`)
  })

describe('usage alerts', () => {
  test('are written once for each share that is reached', async ({ use, alerts }) => {
    for (const used of [100, 500, 501, 799]) await use(used)
    expect(alerts()).toEqual(['50 waiting'])

    await use(500, { ...subject, periodStart: new Date('2026-04-01T12:00:00Z') })
    expect(alerts()).toEqual(['50 waiting', '50 waiting'])
  })

  test('are one mail if usage rises quickly: the highest', async ({ use, alerts }) => {
    await use(500)
    await use(1_200)

    expect(alerts()).toEqual(['50 dropped', '100 waiting'])
  })

  test('leave a mail that was sent as it is', async ({ world, use, alerts }) => {
    await use(500)
    const [sent] = world.outbox.all()
    await world.outbox.recordAttempt(sent?.key ?? '', { state: 'sent', error: null })
    await use(800)

    expect(alerts()).toEqual(['50 sent', '80 waiting'])
  })

  test('say nothing of less after more, when a gauge falls', async ({ use, alerts }) => {
    await use(900)
    await use(600)

    expect(alerts()).toEqual(['80 waiting'])
  })

  test('ask the outbox once, however much is recorded', async ({ world, use }) => {
    await use(800)
    world.resetCalls()
    for (let used = 801; used < 900; used++) await use(used)

    expect(world.calls).toEqual([])
  })

  test('never fail a record, and are written by the next one', async ({ world, use, alerts }) => {
    world.intercept(async () => {
      throw new Error('The table is away')
    })
    await use(800)
    expect(alerts()).toEqual([])

    world.resetCalls()
    await use(801)
    expect(alerts()).toEqual(['80 waiting'])
  })
})
