import { expect } from 'vitest'
import { holding } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { simulatedTime } from '@/testing/simulated-time'
import { test } from '@/testing/test'
import { runReconcile } from './run-reconcile'

const it = test
  /** Five users, all of them on Pro. */
  .extend('people', ({ world }) =>
    ['ada', 'bob', 'cy', 'dee', 'eve'].map((name) => world.addUser(name)),
  )
  .extend('printed', () => [] as string[])
  .extend(
    'run',
    ({ world, printed }) =>
      (args: string[] = [], stop: () => boolean = () => false) =>
        runReconcile(() => world.services, args, {
          out: {
            log: (text: string) => printed.push(text),
            table: (rows: unknown) => printed.push(JSON.stringify(rows)),
          },
          write: (text) => printed.push(text),
          onProgress: () => {},
          onEnd: () => {},
          stop,
          timing: simulatedTime(),
        }),
  )
  .extend(
    'words',
    ({ printed }) =>
      () =>
        printed.join('\n'),
  )
  .extend('isolate', ({ world, people }) => async (count: number) => {
    for (const { username } of people.slice(0, count)) await world.cognito.remove(username, 'pro')
  })
  .extend('cancel', ({ world }) => async (count: number) => {
    for (const { id } of world.engine.store.subscriptions.all().slice(0, count)) {
      await world.stripe.subscriptions.cancel(id)
    }
  })
it.beforeEach(async ({ world, people }) => {
  for (const person of people) await subscribe(world, person)
  world.resetCalls()
})

it('exits with 0 if there is no drift', async ({ printed, run }) => {
  expect(await run()).toBe(0)
  expect(printed.at(-1)).toBe('No drift.')
})

it('says after an interrupted dry run that the next one starts over', async ({
  world,
  printed,
  run,
  words,
  isolate,
}) => {
  await isolate(1)

  expect(await run(['--dry-run'], () => world.calls.includes('accounts.list'))).toBe(1)

  expect(printed.at(-1)).toBe('Stopped before the end. The next dry run starts over.')
  expect(words()).not.toMatch(/No drift|nothing was changed/)
  expect(await world.checkpoints.load()).toBeNull()
  expect(await run(['--dry-run'])).toBe(2)
  expect(words()).not.toContain('Resuming')
  expect(printed.at(-1)).toBe('Dry run: nothing was changed.')
})

it('also reports what an interrupted dry run found', async ({
  world,
  printed,
  run,
  words,
  isolate,
}) => {
  await isolate(2)

  const code = await run(['--dry-run'], () => world.calls.includes('people.find'))

  expect(code).toBe(1)
  expect(words()).toContain('group_missing')
  expect(printed.slice(-2)).toEqual([
    'Dry run: nothing was changed.',
    'Stopped before the end. The next dry run starts over.',
  ])
})

it('says how to resume an interrupted run, and from when a resumed run is', async ({
  world,
  printed,
  run,
  isolate,
}) => {
  await isolate(2)
  expect(await run([], () => world.calls.includes('audit.append'))).toBe(1)
  expect(printed.at(-1)).toBe('Stopped before the end. Run it again to resume from here.')
  world.engine.clock.advance({ hours: 1 })
  printed.length = 0

  expect(await run()).toBe(0)

  expect(printed[0]).toBe(
    'Resuming the run from 2026-03-01T12:00:00.000Z. Use --fresh to start over.',
  )
  expect(printed.at(-1)).toBe('Changes since then are left for the next run.')
})

it('doesn’t report no drift for a listing that is old', async ({
  world,
  people,
  printed,
  run,
  isolate,
}) => {
  await isolate(2)
  // The differences are repaired between the listing and the second look.
  world.intercept(async (name, send) => {
    if (name === 'people.find')
      for (const { username } of people) await world.cognito.add(username, 'pro')
    return send()
  })
  expect(await run([], () => world.calls.includes('people.find'))).toBe(1)
  world.resetCalls()
  world.engine.clock.advance({ hours: 1 })
  await world.cognito.remove(people[4]?.username ?? '', 'pro')
  printed.length = 0

  expect(await run()).toBe(0)

  expect(printed).not.toContain('No drift.')
  expect(printed.slice(-2)).toEqual([
    'No drift in anything listed since 2026-03-01T12:00:00.000Z.',
    'Changes since then are left for the next run.',
  ])
  expect(await run()).toBe(0)
  expect(printed.at(-1)).toContain('Each repair')
})

it('starts over with --fresh', async ({ world, printed, run, words, isolate }) => {
  await isolate(2)
  await run([], () => world.calls.includes('audit.append'))
  printed.length = 0

  expect(await run(['--fresh'])).toBe(0)

  expect(words()).not.toContain('Resuming')
})

it('exits with 3 if another one is running, and says since when', async ({ world, run, words }) => {
  const held = holding('accounts.list')
  world.intercept(held.intercept)
  const first = run()
  await held.reached
  world.engine.clock.advance({ minutes: 1 })

  expect(await run()).toBe(3)

  expect(words()).toMatch(/^Another reconcile is running: run \S+, started at 2026-03-01T12:00:00/)
  held.release()
  expect(await first).toBe(0)
})

it('exits with 4 if too many users would lose their plan, and repairs with --allow-loss', async ({
  printed,
  run,
  words,
  cancel,
}) => {
  await cancel(4)

  for (const flags of [['--dry-run'], []]) {
    printed.length = 0
    expect(await run(flags)).toBe(4)
    expect(words()).toContain(
      'Held back: 4 of 5 users with a plan would lose it. The limit for one run is 3.',
    )
    expect(words()).toContain('--allow-loss')
  }
  expect(words()).toContain('"outcome":"held"')
  expect(await run(['--dry-run', '--allow-loss'])).toBe(2)
  expect(await run(['--allow-loss'])).toBe(0)
  printed.length = 0
  expect(await run()).toBe(0)
  expect(words()).toContain('No drift.')
})

it('lists the whole pool, whatever Cognito counts', async ({ world, run }) => {
  await run()

  expect(world.calls.filter((call) => call === 'people.list')).toHaveLength(2)
  expect(world.calls).not.toContain('people.count')
})

it('writes nothing but the report to the terminal with --json -', async ({
  world,
  printed,
  run,
  words,
  isolate,
}) => {
  await isolate(2)
  await run([], () => world.calls.includes('people.find'))
  printed.length = 0

  await run(['--json', '-'])

  expect(printed).toHaveLength(1)
  expect(JSON.parse(words())).toMatchObject({ resumed: true, finished: true, dryRun: false })
})
