import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CounterKey } from '@/lib/db/usage/counters'
import { createWorld, type World } from '@/testing/world'
import { catalog, live, type Mutation, renewal } from './life'

let world: World
beforeAll(async () => {
  world = await createWorld({ catalog })
})
afterAll(() => world.close())

/** The first problem of some lives; `null` if there is none. */
async function firstProblem(lives: number, mutate?: Mutation): Promise<string | null> {
  for (let seed = 0; seed < lives; seed++) {
    const [problem] = await live(world.services, seed, mutate)
    if (problem) return `${seed}: ${problem}`
  }
  return null
}

it('counts each unit in exactly one period, and never more than the limit, in 20,000 lives', async () => {
  expect(await firstProblem(20_000)).toBe(null)
})

it('would notice a limit that is checked before the transaction', async () => {
  const checkFirst: Mutation = ({ usageRecords, usageCounters, ...ports }) => ({
    ...ports,
    usageCounters,
    usageRecords: {
      ...usageRecords,
      async add(group) {
        const [counter] = await usageCounters.read([group.counter])
        const quantity = group.entries.reduce((sum, entry) => sum + entry.quantity, 0)
        if (counter && counter.total + counter.held + quantity > (group.limit ?? 0)) {
          return { kind: 'full', counter }
        }
        return usageRecords.add({ ...group, limit: null })
      },
    },
  })

  expect(await firstProblem(2_000, checkFirst)).toContain('were taken of')
})

it('would notice counters that a job resets a moment after the renewal', async () => {
  const resetByJob: Mutation = ({ usageRecords, usageCounters, ...ports }, { now }) => {
    const jobRuns = new Date(renewal.getTime() + 200)
    /** The counter that counts now, whenever something was used. */
    const current = <Key extends CounterKey>(key: Key): Key => ({
      ...key,
      period: now() < jobRuns ? march : april,
    })
    return {
      ...ports,
      usageCounters: {
        ...usageCounters,
        open: (counter) => usageCounters.open(current(counter)),
        read: (keys) => usageCounters.read(keys.map(current)),
      },
      usageRecords: {
        ...usageRecords,
        add: (group) => usageRecords.add({ ...group, counter: current(group.counter) }),
      },
    }
  }

  expect(await firstProblem(2_000, resetByJob)).toContain('in another period than its time')
})

const march = { start: new Date('2026-03-01T12:00:00Z'), end: renewal, source: 'sub_pro' }
const april = { start: renewal, end: new Date('2026-05-01T12:00:00Z'), source: 'sub_pro' }
