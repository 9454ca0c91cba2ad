import { describe, expect } from 'vitest'
import type { Delivery } from '@/lib/db/ledger/ledger'
import type { Person } from '@/lib/identity/people'
import { createLog } from '@/lib/log'
import { withLifetime } from '@/testing/catalog'
import { deliver, type SentEvent } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { buy } from '@/testing/shop'
import { test } from '@/testing/test'
import { catchUp, replay, replayFailed } from './replay'
import { affectedFacts } from './used-events'

const it = test
  .extend(
    'plan',
    ({ world, ada }) =>
      async ({ userId }: Person = ada) =>
        (await world.accounts.get(userId))?.access.plan,
  )
  .extend(
    'line',
    ({ world }) =>
      (event: SentEvent) =>
        world.ledger.get(event.id),
  )
  .extend(
    'readsOfStripe',
    ({ world }) =>
      () =>
        world.calls.filter((call) => call === 'stripe GET /v1/subscriptions'),
  )
  /** The events of somebody's purchase that our endpoint would be told of. */
  .extend('bought', ({ world, ada, events }) => async (who: Person = ada) => {
    await buy(world, who)
    world.engine.clock.advance({ seconds: 3 })
    const sent = events().filter(
      ({ type }) => affectedFacts(type, world.services.catalog).length > 0,
    )
    world.resetCalls()
    return sent
  })
  /** Delivered while Cognito was down: each of them failed. */
  .extend('failed', ({ world, ada, bought }) => async (who: Person = ada) => {
    const sent = await bought(who)
    world.intercept(failing('groups'))
    for (const event of sent) expect((await deliver(world, event)).status).toBe(500)
    world.resetCalls()
    return sent
  })
  /** A dispute that failed before anybody knew whose it was. */
  .extend(
    'nobodys',
    ({ world }) =>
      (eventId: string): Delivery => ({
        eventId,
        type: 'charge.dispute.created',
        createdAt: outage,
        receivedAt: world.now(),
        customerId: null,
        userId: null,
        outcome: 'failed',
        error: 'Error: Stripe is down',
        durationMs: 1,
        requestId: 'request-1',
        replayedBy: null,
      }),
  )
const sellingLifetime = it.extend('options', { catalog: withLifetime })

const grace = { by: 'grace', requestId: 'request-7' }
const outage = new Date('2026-03-01T12:00:00Z')

const first = (sent: SentEvent[]): SentEvent => {
  const [event] = sent
  if (!event) throw new Error('Stripe sent no event')
  return event
}

describe('replaying one event', () => {
  it('does what its delivery could not, and notes who did it', async ({
    world,
    ada,
    line,
    failed,
  }) => {
    const event = first(await failed())

    expect(await replay(world.services, event.id, grace)).toEqual({
      eventId: event.id,
      type: event.type,
      outcome: 'covered',
      error: null,
    })

    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
    expect(await line(event)).toMatchObject({
      outcome: 'covered',
      error: null,
      attempts: 2,
      replayedBy: 'grace',
      requestId: 'request-7',
    })
  })

  it('writes into the audit that a person caused the change', async ({ world, ada, failed }) => {
    const event = first(await failed())

    await replay(world.services, event.id, grace)

    const [change] = (await world.audit.of(ada.userId, 10)).filter(({ what }) => what === 'groups')
    expect(change).toMatchObject({
      after: ['pro'],
      cause: { kind: 'event', eventId: event.id, replayedBy: 'grace' },
    })
  })

  it('fetches from Stripe an event that never reached us', async ({
    world,
    plan,
    line,
    bought,
  }) => {
    const event = first(await bought())

    expect(await replay(world.services, event.id, grace)).toMatchObject({ outcome: 'synced' })

    expect(await plan()).toBe('pro')
    expect(await line(event)).toMatchObject({ attempts: 1, replayedBy: 'grace' })
  })

  it('may be done again and again', async ({ world, plan, line, bought }) => {
    const event = first(await bought())
    for (let time = 0; time < 3; time++) await replay(world.services, event.id, grace)

    expect(await line(event)).toMatchObject({ attempts: 3, outcome: 'covered' })
    expect(await plan()).toBe('pro')
  })

  it('answers null for one that nobody knows, and does nothing', async ({ world }) => {
    expect(await replay(world.services, 'evt_unheard', grace)).toBeNull()
    expect(await world.ledger.get('evt_unheard')).toBeNull()
  })

  it('says what failed, and counts the attempt', async ({ world, line, failed }) => {
    const event = first(await failed())
    world.intercept(failing('groups.of'))

    expect(await replay(world.services, event.id, grace)).toMatchObject({
      outcome: 'failed',
      error: 'Error: groups.of is down',
    })
    expect(await line(event)).toMatchObject({ outcome: 'failed', attempts: 2 })
  })

  sellingLifetime(
    'asks Stripe whose charge it was, if that is what failed',
    async ({ world, ada, events, line }) => {
      await buy(world, ada, { plan: 'lifetime', interval: 'once' })
      for (const event of events()) await deliver(world, event)
      const [charge] = world.engine.store.charges.all()
      world.engine.clock.advance({ seconds: 3 })
      await world.engine.disputes.open(charge?.id ?? '')
      const dispute = events().find(({ type }) => type === 'charge.dispute.created')
      world.intercept(failing('/v1/charges'))
      expect((await deliver(world, dispute ?? {})).status).toBe(500)
      world.resetCalls()
      expect(await line(first([dispute ?? first([])]))).toMatchObject({ customerId: null })

      expect(await replay(world.services, dispute?.id ?? '', grace)).toMatchObject({
        outcome: 'synced',
      })
      expect((await world.accounts.get(ada.userId))?.facts.purchases[0]?.dispute).toBe('open')
    },
  )
})

describe('replaying all that failed', () => {
  it('mends every customer, and leaves nothing on the list', async ({
    world,
    ada,
    plan,
    failed,
  }) => {
    const bob = world.addUser('bob')
    const sent = [...(await failed()), ...(await failed(bob))]

    const { replayed, next } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ eventId }) => eventId).sort()).toEqual(sent.map(({ id }) => id).sort())
    expect(next).toBeNull()
    expect([await plan(ada), await plan(bob)]).toEqual(['pro', 'pro'])
    expect(await world.cognito.of(bob.username)).toEqual(['pro'])
    expect((await world.ledger.failed({ limit: 10 })).entries).toEqual([])
  })

  it('leaves alone what went well, and what failed before the time asked for', async ({
    world,
    failed,
  }) => {
    await failed()
    world.engine.clock.advance({ minutes: 5 })

    expect(await replayFailed(world.services, { since: world.now() }, grace)).toEqual({
      replayed: [],
      next: null,
    })
  })

  it('goes on past one that fails again, which stays on the list', async ({ world, failed }) => {
    const bob = world.addUser('bob')
    await failed()
    await failed(bob)
    world.intercept((name, send) =>
      name === 'accounts.get' && world.calls.filter((call) => call === name).length === 1
        ? Promise.reject(new Error('Throttled'))
        : send(),
    )

    const { replayed } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ outcome }) => outcome).filter((it) => it === 'failed')).toHaveLength(1)
    expect((await world.ledger.failed({ limit: 10 })).entries).toHaveLength(1)
  })

  it('comes to an end though everything fails again', async ({ world, failed }) => {
    const sent = await failed()
    world.intercept(failing('groups'))

    const { replayed, next } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'failed'))
    expect(next).toBeNull()
  })

  it('goes on past one that Stripe can not be asked about', async ({
    world,
    ada,
    failed,
    nobodys,
  }) => {
    const sent = await failed()
    await world.ledger.record(nobodys('evt_unfetchable'))
    world.intercept(failing('GET /v1/events/evt_unfetchable'))

    const { replayed } = await replayFailed(world.services, {}, grace)

    const outcomes = new Map(replayed.map(({ eventId, outcome }) => [eventId, outcome]))
    expect(outcomes.get('evt_unfetchable')).toBe('failed')
    expect(outcomes.size).toBe(sent.length + 1)
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
    expect((await world.ledger.failed({ limit: 10 })).entries).toHaveLength(1)
  })

  it('asks Stripe about one whose line can not be read, and writes that line anew', async ({
    world,
    line,
    failed,
  }) => {
    const sent = await failed()
    const bad = first(sent)
    world.ledger.spoil(bad.id, 'outcome: expected one of …')

    const { replayed } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ outcome }) => outcome)).not.toContain('failed')
    expect(await line(bad)).toMatchObject({ outcome: 'covered', replayedBy: 'grace' })
    expect((await world.ledger.failed({ limit: 10 })).entries).toEqual([])
  })

  it('says so of one that Stripe has forgotten and that names nobody', async ({
    world,
    nobodys,
  }) => {
    await world.ledger.record(nobodys('evt_forgotten'))

    const { replayed } = await replayFailed(world.services, {}, grace)

    expect(replayed).toMatchObject([
      { outcome: 'failed', error: expect.stringContaining('Stripe no longer has this event') },
    ])
  })
})

describe('catching up after an outage', () => {
  it('finds what never reached us: one read for each customer, one line for each event', async ({
    world,
    ada,
    plan,
    line,
    readsOfStripe,
    bought,
  }) => {
    const bob = world.addUser('bob')
    const ofAda = await bought()
    const ofBob = await bought(bob)

    const { replayed, next } = await catchUp(world.services, { since: outage }, grace)

    expect([await plan(ada), await plan(bob)]).toEqual(['pro', 'pro'])
    expect(readsOfStripe()).toHaveLength(2)
    expect(replayed).toHaveLength(ofAda.length + ofBob.length)
    for (const event of [...ofAda, ...ofBob]) {
      expect(await line(event)).toMatchObject({ attempts: 1, replayedBy: 'grace' })
    }
    expect(next).toBeNull()
  })

  it('leaves out what the ledger shows as done, and takes what failed', async ({
    world,
    line,
    bought,
    failed,
  }) => {
    const done = await bought()
    for (const event of done) await deliver(world, event)
    const bob = world.addUser('bob')
    const mended = await failed(bob)

    const { replayed } = await catchUp(world.services, { since: outage }, grace)

    const outcomes = new Map(replayed.map(({ eventId, outcome }) => [eventId, outcome]))
    expect(done.map(({ id }) => outcomes.get(id))).toEqual(done.map(() => 'done_before'))
    expect(mended.map(({ id }) => outcomes.get(id))).not.toContain('failed')
    expect(await line(first(done))).toMatchObject({ attempts: 1, replayedBy: null })
    expect(await world.cognito.of(bob.username)).toEqual(['pro'])
  })

  it('takes what is done again when asked to', async ({ world, line, bought }) => {
    const done = await bought()
    for (const event of done) await deliver(world, event)

    await catchUp(world.services, { since: outage, again: true }, grace)

    expect(await line(first(done))).toMatchObject({ attempts: 2, replayedBy: 'grace' })
  })

  it('asks for no event that nothing here depends on, nor for older ones', async ({
    world,
    bought,
  }) => {
    await bought()
    const since = new Date(world.now().getTime() - 1_000)

    expect((await catchUp(world.services, { since }, grace)).replayed).toEqual([])
    const { replayed } = await catchUp(world.services, { since: outage }, grace)
    expect(replayed.map(({ type }) => type)).not.toContain('charge.succeeded')
  })

  it('goes on past a customer whose events fail', async ({ world, ada, plan, bought }) => {
    const bob = world.addUser('bob')
    await bought()
    await bought(bob)
    const { customerId } = (await world.accounts.get(bob.userId)) ?? {}
    world.engine.clock.advance({ seconds: 3 })
    world.intercept((name, send) =>
      name === 'groups.of' && world.calls.filter((call) => call === name).length === 1
        ? Promise.reject(new Error('Throttled'))
        : send(),
    )

    const { replayed } = await catchUp(world.services, { since: outage }, grace)

    expect(customerId).toBeDefined()
    expect(replayed.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1)
    expect([await plan(ada), await plan(bob)]).toEqual(['pro', 'pro'])
  })

  it('counts as failed what can not be read, and takes the others', async ({
    world,
    plan,
    bought,
  }) => {
    const sent = await bought()
    const bad = first(sent)
    const events: typeof world.services.events = {
      ...world.services.events,
      async list(query) {
        const page = await world.services.events.list(query)
        return {
          ...page,
          events: page.events.map((event) =>
            event.id === bad.id ? { id: bad.id, unreadable: 'created: expected number' } : event,
          ),
        }
      },
    }

    const { replayed } = await catchUp({ ...world.services, events }, { since: outage }, grace)

    expect(replayed).toHaveLength(sent.length)
    expect(replayed).toContainEqual({
      eventId: bad.id,
      type: 'unknown',
      outcome: 'failed',
      error: expect.stringContaining('created: expected number'),
    })
    expect(await plan()).toBe('pro')
  })

  it('takes what has a line that can not be read, and goes on past one that can not be had', async ({
    world,
    bought,
  }) => {
    const sent = await bought()
    for (const event of sent) await deliver(world, event)
    const bad = first(sent)
    world.ledger.spoil(bad.id, 'outcome: expected one of …')
    let gets = 0
    world.intercept((name, send) =>
      name === 'ledger.get' && gets++ === 0 ? Promise.reject(new Error('Throttled')) : send(),
    )

    const { replayed } = await catchUp(world.services, { since: outage }, grace)

    expect(replayed).toHaveLength(sent.length)
    expect(replayed.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1)
  })

  it('fails as a whole when Stripe can not be asked, having done nothing', async ({
    world,
    bought,
  }) => {
    await bought()
    world.intercept(failing('/v1/events'))

    await expect(catchUp(world.services, { since: outage }, grace)).rejects.toThrow()
  })
})

it('every replay leaves a line in the log with who did it', async ({ world, bought }) => {
  const lines: string[] = []
  const log = createLog('info', { write: (text: string) => lines.push(text) })
  const event = first(await bought())

  await replay({ ...world.services, log }, event.id, grace)

  expect(lines.join()).toContain('"by":"grace"')
  expect(lines.join()).toContain(event.id)
})
