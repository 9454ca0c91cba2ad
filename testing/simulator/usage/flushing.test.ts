import { expect, it } from 'vitest'
import { type FlushMutation, liveAndFlush } from './flushing'

/** The first problem of some lives; `null` if there is none. */
async function firstProblem(lives: number, mutate?: FlushMutation): Promise<string | null> {
  for (let seed = 0; seed < lives; seed++) {
    const [problem] = await liveAndFlush(seed, mutate)
    if (problem) return `${seed}: ${problem}`
  }
  return null
}

it('bills what was counted, each unit once and in its period, in 3,000 lives', async () => {
  expect(await firstProblem(3_000)).toBe(null)
})

it('would notice a flush that sends the total in place of the difference', async () => {
  const sendTotal: FlushMutation = (services) => ({
    ...services,
    meterEvents: {
      ...services.meterEvents,
      async send(event) {
        const { to } = event as typeof event & { to?: number }
        return services.meterEvents.send({ ...event, value: to ?? event.value })
      },
    },
  })

  expect(await firstProblem(500, sendTotal)).toContain('were billed')
})

it('would notice messages with another identifier each time', async () => {
  let made = 0
  const newIdentifiers: FlushMutation = (services) => ({
    ...services,
    meterEvents: {
      ...services.meterEvents,
      send: (event) =>
        services.meterEvents.send({ ...event, identifier: `${event.identifier}-${++made}` }),
    },
  })

  expect(await firstProblem(500, newIdentifiers)).toContain('were billed')
})

it('would notice a watermark that moves without a condition', async () => {
  const unconditional: FlushMutation = (services) => ({
    ...services,
    usageFlushes: {
      ...services.usageFlushes,
      async claim(state, flushes, next, until) {
        const now = await services.usageFlushes.state(state)
        return services.usageFlushes.claim(
          { ...state, sent: now?.sent ?? 0, flushSeq: now?.flushSeq ?? 0 },
          flushes.map((flush, at) => ({
            ...flush,
            seq: (now?.flushSeq ?? 0) + at,
            identifier: `${flush.identifier}-${now?.flushSeq}`,
          })),
          next,
          until,
        )
      },
    },
  })

  expect(await firstProblem(2_000, unconditional)).not.toBe(null)
})
