import { describe, expect } from 'vitest'
import { deliver, eventFeed } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { delivery } from '@/testing/rows'
import { buy } from '@/testing/shop'
import { test } from '@/testing/test'
import { runEvents } from './run-events'

const it = test
  .extend('printed', () => [] as string[])
  .extend(
    'run',
    ({ world, printed }) =>
      (...args: string[]) =>
        runEvents(world.services, args, {
          log: (text: string) => printed.push(text),
          table: (rows: unknown) => printed.push(JSON.stringify(rows)),
        }),
  )
  /** Ada paid while Cognito was down. `reaches` says whether our endpoint got the event. */
  .extend('paid', ({ world, ada }) => async ({ reaches = true } = {}): Promise<string> => {
    const events = eventFeed(world)
    await buy(world, ada)
    world.engine.clock.advance({ seconds: 3 })
    world.intercept(failing('groups'))
    const created = events().find(({ type }) => type === 'customer.subscription.created')
    if (reaches) await deliver(world, created ?? {})
    world.resetCalls()
    return created?.id ?? ''
  })

describe('npm run events', () => {
  it('failed: lists what failed and why, and exits with 2', async ({
    world,
    printed,
    run,
    paid,
  }) => {
    expect(await run('failed')).toBe(0)
    expect(printed).toEqual(['No failed events.'])
    const id = await paid()

    expect(await run('failed')).toBe(2)

    expect(printed.at(-1)).toContain(id)
    expect(printed.at(-1)).toContain('groups.of is down')
    world.engine.clock.advance({ hours: 3 })
    expect(await run('failed', '--since', '2h')).toBe(0)
    expect(await run('failed', '--since', '4h')).toBe(2)
  })

  it('show: prints everything known about one event', async ({ printed, run, paid }) => {
    const id = await paid()

    expect(await run('show', id)).toBe(2)
    expect(printed.join()).toContain('"outcome": "failed"')
    await expect(run('show', 'evt_unheard')).rejects.toThrow('No delivery')
  })

  it('replay: replays one event in the operator’s name', async ({ world, groups, run, paid }) => {
    const id = await paid()

    expect(await run('replay', id, '--by', 'grace')).toBe(0)

    expect(await groups()).toEqual(['pro'])
    expect(await world.ledger.get(id)).toMatchObject({ replayedBy: 'grace', attempts: 2 })
    expect(await run('failed')).toBe(0)
  })

  it('replay: exits with 2 if the event fails again', async ({ world, printed, run, paid }) => {
    const id = await paid()
    world.intercept(failing('groups'))

    expect(await run('replay', id)).toBe(2)
    expect(printed.join()).toContain('1 processed, 1 of them failed')
  })

  it('replay-failed: replays all events that failed', async ({ world, groups, run, paid }) => {
    await paid()

    expect(await run('replay-failed')).toBe(0)

    expect(await groups()).toEqual(['pro'])
    expect((await world.ledger.failed({ limit: 9 })).entries).toEqual([])
  })

  it('replay-failed: continues after an event that can’t be fetched, and exits with 2', async ({
    world,
    groups,
    printed,
    run,
    paid,
  }) => {
    const id = await paid()
    world.ledger.spoil(id, 'outcome: expected one of …')
    await world.ledger.record(delivery({ outcome: 'failed', receivedAt: world.now() }))
    world.intercept(failing('/v1/events'))

    expect(await run('failed')).toBe(2)
    expect(printed.at(-1)).toContain('Unreadable ledger entry: outcome')
    expect(await run('show', id)).toBe(2)
    expect(printed.at(-1)).toContain('A replay overwrites it.')
    expect(await run('replay-failed')).toBe(2)

    expect(printed.at(-1)).toBe('2 processed, 1 of them failed; 0 already processed before.')
    world.resetCalls()
    expect(await run('replay-failed')).toBe(0)
    expect(await groups()).toEqual(['pro'])
  })

  it('reports what it replayed before a list could not be read', async ({
    world,
    printed,
    run,
  }) => {
    for (let count = 0; count < 101; count++) {
      await world.ledger.record(delivery({ outcome: 'failed', receivedAt: world.now() }))
    }
    let lists = 0
    world.intercept((name, send) =>
      name === 'ledger.failed' && ++lists > 1 ? Promise.reject(new Error('Throttled')) : send(),
    )

    await expect(run('replay-failed')).rejects.toThrow('Throttled')

    expect(printed.at(-1)).toBe('100 processed, 0 of them failed; 0 already processed before.')
  })

  it('catch-up: finds what never reached us, once', async ({ groups, printed, run, paid }) => {
    await paid({ reaches: false })

    expect(await run('catch-up', '--since', '1h')).toBe(0)
    expect(await groups()).toEqual(['pro'])
    expect(await run('catch-up', '--since', '2026-03-01T11:00:00Z')).toBe(0)
    expect(printed.at(-1)).toMatch(
      /^0 processed, 0 of them failed; [1-9]\d* already processed before\.$/,
    )
    expect(await run('catch-up', '--since', '1h', '--again')).toBe(0)
    expect(printed.at(-1)).toMatch(/ 0 already processed before\.$/)
  })

  it('catch-up: goes through every page', async ({ world, ada, groups, printed, run, paid }) => {
    await paid({ reaches: false })
    const { customerId } = (await world.accounts.get(ada.userId)) ?? {}
    const [subscription] = world.engine.store.subscriptions.all()
    for (let count = 0; count < 100; count++) {
      await world.stripe.subscriptions.update(subscription?.id ?? '', { metadata: { count } })
    }
    const bob = world.addUser('bob')
    await buy(world, bob)
    world.engine.clock.advance({ seconds: 3 })

    expect(await run('catch-up', '--since', '1h')).toBe(0)

    expect(customerId).toBeDefined()
    expect(await groups()).toEqual(['pro'])
    expect(printed[0]).toBe('100 so far…')
  })

  it('prints its usage without a verb, and does nothing', async ({ world, printed, run }) => {
    expect(await run()).toBe(1)

    for (const name of ['failed', 'show', 'replay', 'replay-failed', 'catch-up']) {
      expect(printed.join()).toContain(`npm run events -- ${name}`)
    }
    for (const option of ['--since', '--again', '--by']) expect(printed.join()).toContain(option)
    expect(world.calls).toEqual([])
  })

  it.for([
    ['list'],
    ['replay'],
    ['replay', 'cus_1'],
    ['replay', 'evt_1', 'evt_2'],
    ['show'],
    ['catch-up'],
    ['catch-up', '--since', 'yesterday'],
    ['catch-up', '--since', '2w'],
    ['catch-up', '--since', '-2h'],
    ['catch-up', '--since', '2026-13-01T00:00:00Z'],
    ['catch-up', '--since', '2027-01-01T00:00:00Z'],
    ['failed', '--sinse', '2h'],
  ])(
    'says what it wants instead of %s %s %s, and does nothing',
    async ([...args], { world, run }) => {
      await expect(run(...args.flat())).rejects.toThrow()
      expect(world.calls).toEqual([])
    },
  )
})
