import { describe, expect } from 'vitest'
import { flushDueUsage } from '@/lib/sync/usage/flush'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { use } from '@/testing/use'
import { runUsage } from './run-usage'

const it = test
  .extend('printed', () => [] as string[])
  .extend(
    'run',
    ({ world, printed }) =>
      (...args: string[]) =>
        runUsage(world.services, args, {
          log: (text: string) => printed.push(text),
          table: (rows: unknown) => printed.push(JSON.stringify(rows)),
        }),
  )
it.beforeEach(async ({ world, ada }) => {
  await subscribe(world, ada)
  await use(world, ada, 'api_calls', 5)
  world.engine.clock.advance({ hours: 2 })
})

describe('npm run usage -- verify', () => {
  it('lists the drifts, and exits with 2', async ({ run, printed }) => {
    expect(await run('verify')).toBe(2)
    expect(printed[0]).toContain('usage_unsent')
    expect(printed[1]).toMatch(/^1 drifts found, 1 user checked/)
  })

  it('says that all agrees, of one user or of everyone', async ({ world, ada, run, printed }) => {
    await flushDueUsage(world.services)

    expect(await run('verify', '--user', ada.userId)).toBe(0)
    expect(await run('verify')).toBe(0)
    expect(printed).toEqual(
      Array(2).fill('The records, the counters, the messages and Stripe agree for 1 user.'),
    )
  })

  it('wants a verb that it knows, and a user who exists', async ({ run }) => {
    await expect(run('count')).rejects.toThrow('npm run usage -- verify')
    await expect(run('verify', '--user', 'nobody')).rejects.toThrow('There is no user "nobody"')
  })
})
