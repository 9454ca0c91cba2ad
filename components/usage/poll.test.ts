import { expect, it } from 'vitest'
import { type Attention, poll, pollMs } from './poll'

/** A page in simulated time. It ends after `until` ms. */
function page({ until, isVisible = () => true }: { until: number; isVisible?: () => boolean }) {
  const leaving = new AbortController()
  let now = 0
  const asked: number[] = []
  const attention: Attention = {
    isVisible,
    lastUsedAt: () => 0,
    now: () => now,
    async wait(ms) {
      now += ms
      if (now >= until) leaving.abort()
    },
  }
  const run = (answers: (number | 'stop' | null)[] = []) => {
    const got: number[] = []
    const ask = async () => {
      asked.push(now)
      return answers.length > 0 ? (answers.shift() ?? null) : 1
    }
    return poll(ask, (answer) => got.push(answer), attention, leaving.signal).then(() => got)
  }
  return { asked, run, now: () => now }
}

it('asks often enough to show a record within two seconds', async () => {
  const { run, asked } = page({ until: 60_000 })

  const got = await run()

  expect(pollMs).toBeLessThan(1_500)
  expect(got.length).toBeGreaterThanOrEqual(60_000 / 1_500)
  expect(asked[1]).toBe(2 * pollMs)
})

it('asks nothing while the page is hidden', async () => {
  const { run, asked } = page({ until: 600_000, isVisible: () => false })

  expect(await run()).toEqual([])
  expect(asked).toEqual([])
})

it('asks less often once no one has touched the page for ten minutes', async () => {
  const { run, asked } = page({ until: 20 * 60_000 })

  await run()

  const [busy, idle] = [asked.filter((at) => at <= 600_000), asked.filter((at) => at > 600_000)]
  expect(idle.length).toBeLessThan(busy.length / 10)
  expect(idle.length).toBeGreaterThan(10)
})

it('pauses after a failure, and goes on', async () => {
  const { run, asked } = page({ until: 20_000 })

  expect(await run([null, 7])).toEqual(expect.arrayContaining([7, 1]))
  expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(5_000)
})

it('ends when the user is signed out', async () => {
  const { run, asked } = page({ until: 60_000 })

  expect(await run([5, 'stop'])).toEqual([5])
  expect(asked).toHaveLength(2)
})
