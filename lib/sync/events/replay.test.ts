import { describe, expect } from 'vitest'
import type { Delivery } from '@/lib/db/ledger/ledger'
import type { Person } from '@/lib/identity/people'
import { createLog } from '@/lib/log'
import { withLifetime } from '@/testing/catalog'
import { deliver, firstOf, type SentEvent } from '@/testing/deliver'
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
  /** The events of a purchase that our endpoint subscribes to. */
  .extend('bought', ({ world, ada, events }) => async (who: Person = ada) => {
    await buy(world, who)
    world.engine.clock.advance({ seconds: 3 })
    const sent = events().filter(
      ({ type }) => affectedFacts(type, world.services.catalog).length > 0,
    )
    world.resetCalls()
    return sent
  })
  /** The same events, delivered while Cognito was down: all of them failed. */
  .extend('failed', ({ world, ada, bought }) => async (who: Person = ada) => {
    const sent = await bought(who)
    world.intercept(failing('groups'))
    for (const event of sent) expect((await deliver(world, event)).status).toBe(500)
    world.resetCalls()
    return sent
  })
  /** A dispute whose delivery failed before its customer was known. */
  .extend(
    'withoutCustomer',
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

describe('replaying one event', () => {
  it('does what its delivery could not, and records who did it', async ({
    world,
    ada,
    line,
    failed,
  }) => {
    const event = firstOf(await failed())

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

  it('names the operator as the cause in the audit', async ({ world, ada, failed }) => {
    const event = firstOf(await failed())

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
    const event = firstOf(await bought())

    expect(await replay(world.services, event.id, grace)).toMatchObject({ outcome: 'synced' })

    expect(await plan()).toBe('pro')
    expect(await line(event)).toMatchObject({ attempts: 1, replayedBy: 'grace' })
  })

  it('is idempotent', async ({ world, plan, line, bought }) => {
    const event = firstOf(await bought())
    for (let time = 0; time < 3; time++) await replay(world.services, event.id, grace)

    expect(await line(event)).toMatchObject({ attempts: 3, outcome: 'covered' })
    expect(await plan()).toBe('pro')
  })

  it('returns null for an unknown event, and does nothing', async ({ world }) => {
    expect(await replay(world.services, 'evt_unheard', grace)).toBeNull()
    expect(await world.ledger.get('evt_unheard')).toBeNull()
  })

  it('reports the failure, and counts the attempt', async ({ world, line, failed }) => {
    const event = firstOf(await failed())
    world.intercept(failing('groups.of'))

    expect(await replay(world.services, event.id, grace)).toMatchObject({
      outcome: 'failed',
      error: 'Error: groups.of is down',
    })
    expect(await line(event)).toMatchObject({ outcome: 'failed', attempts: 2 })
  })

  sellingLifetime(
    'asks Stripe again for the customer of a charge, if that is what failed',
    async ({ world, ada, events, line }) => {
      await buy(world, ada, { plan: 'lifetime', interval: 'once' })
      for (const event of events()) await deliver(world, event)
      const [charge] = world.engine.store.charges.all()
      world.engine.clock.advance({ seconds: 3 })
      await world.engine.disputes.open(charge?.id ?? '')
      const dispute = events().find(({ type }) => type === 'charge.dispute.created')
      world.intercept(failing('/v1/charges'))
      expect((await deliver(world, dispute ?? {})).status).toBe(503)
      world.resetCalls()
      expect(await line(firstOf([dispute ?? firstOf([])]))).toMatchObject({ customerId: null })

      expect(await replay(world.services, dispute?.id ?? '', grace)).toMatchObject({
        outcome: 'synced',
      })
      expect((await world.accounts.get(ada.userId))?.facts.purchases[0]?.dispute).toBe('open')
    },
  )
})

describe('replaying all events that failed', () => {
  it('syncs every customer, and empties the list', async ({ world, ada, plan, failed }) => {
    const bob = world.addUser('bob')
    const sent = [...(await failed()), ...(await failed(bob))]

    const { replayed, next } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ eventId }) => eventId).sort()).toEqual(sent.map(({ id }) => id).sort())
    expect(next).toBeNull()
    expect([await plan(ada), await plan(bob)]).toEqual(['pro', 'pro'])
    expect(await world.cognito.of(bob.username)).toEqual(['pro'])
    expect((await world.ledger.failed({ limit: 10 })).entries).toEqual([])
  })

  it('skips what succeeded, and what failed before the given time', async ({ world, failed }) => {
    await failed()
    world.engine.clock.advance({ minutes: 5 })

    expect(await replayFailed(world.services, { since: world.now() }, grace)).toEqual({
      replayed: [],
      next: null,
    })
  })

  it('continues after one that fails again, which stays on the list', async ({ world, failed }) => {
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

  it('ends even if everything fails again', async ({ world, failed }) => {
    const sent = await failed()
    world.intercept(failing('groups'))

    const { replayed, next } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'failed'))
    expect(next).toBeNull()
  })

  it('continues after one that can’t be fetched from Stripe', async ({
    world,
    ada,
    failed,
    withoutCustomer,
  }) => {
    const sent = await failed()
    await world.ledger.record(withoutCustomer('evt_unfetchable'))
    world.intercept(failing('GET /v1/events/evt_unfetchable'))

    const { replayed } = await replayFailed(world.services, {}, grace)

    const outcomes = new Map(replayed.map(({ eventId, outcome }) => [eventId, outcome]))
    expect(outcomes.get('evt_unfetchable')).toBe('failed')
    expect(outcomes.size).toBe(sent.length + 1)
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
    expect((await world.ledger.failed({ limit: 10 })).entries).toHaveLength(1)
  })

  it('fetches an event whose entry can’t be read, and writes the entry again', async ({
    world,
    line,
    failed,
  }) => {
    const sent = await failed()
    const bad = firstOf(sent)
    world.ledger.spoil(bad.id, 'outcome: expected one of …')

    const { replayed } = await replayFailed(world.services, {}, grace)

    expect(replayed.map(({ outcome }) => outcome)).not.toContain('failed')
    expect(await line(bad)).toMatchObject({ outcome: 'covered', replayedBy: 'grace' })
    expect((await world.ledger.failed({ limit: 10 })).entries).toEqual([])
  })

  it('reports one that Stripe no longer has and whose customer is unknown', async ({
    world,
    withoutCustomer,
  }) => {
    await world.ledger.record(withoutCustomer('evt_forgotten'))

    const { replayed } = await replayFailed(world.services, {}, grace)

    expect(replayed).toMatchObject([
      { outcome: 'failed', error: expect.stringContaining('Stripe no longer has this event') },
    ])
  })
})

describe('catching up after an outage', () => {
  it('finds what never reached us, with one read per customer and one entry per event', async ({
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

  it('skips what the ledger shows as processed, and replays what failed', async ({
    world,
    line,
    bought,
    failed,
  }) => {
    const done = await bought()
    for (const event of done) await deliver(world, event)
    const bob = world.addUser('bob')
    const failures = await failed(bob)

    const { replayed } = await catchUp(world.services, { since: outage }, grace)

    const outcomes = new Map(replayed.map(({ eventId, outcome }) => [eventId, outcome]))
    expect(done.map(({ id }) => outcomes.get(id))).toEqual(done.map(() => 'done_before'))
    expect(failures.map(({ id }) => outcomes.get(id))).not.toContain('failed')
    expect(await line(firstOf(done))).toMatchObject({ attempts: 1, replayedBy: null })
    expect(await world.cognito.of(bob.username)).toEqual(['pro'])
  })

  it('replays processed events on request', async ({ world, line, bought }) => {
    const done = await bought()
    for (const event of done) await deliver(world, event)

    await catchUp(world.services, { since: outage, again: true }, grace)

    expect(await line(firstOf(done))).toMatchObject({ attempts: 2, replayedBy: 'grace' })
  })

  it('asks Stripe only for used types, and for no older events', async ({ world, bought }) => {
    await bought()
    const since = new Date(world.now().getTime() - 1_000)

    expect((await catchUp(world.services, { since }, grace)).replayed).toEqual([])
    const { replayed } = await catchUp(world.services, { since: outage }, grace)
    expect(replayed.map(({ type }) => type)).not.toContain('charge.succeeded')
  })

  it('continues after a customer whose events fail', async ({ world, ada, plan, bought }) => {
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

  it('counts unreadable events as failed, and processes the others', async ({
    world,
    plan,
    bought,
  }) => {
    const sent = await bought()
    const bad = firstOf(sent)
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

  it('processes an event whose entry can’t be read, and continues after one whose entry can’t be fetched', async ({
    world,
    bought,
  }) => {
    const sent = await bought()
    for (const event of sent) await deliver(world, event)
    const bad = firstOf(sent)
    world.ledger.spoil(bad.id, 'outcome: expected one of …')
    let gets = 0
    world.intercept((name, send) =>
      name === 'ledger.get' && gets++ === 0 ? Promise.reject(new Error('Throttled')) : send(),
    )

    const { replayed } = await catchUp(world.services, { since: outage }, grace)

    expect(replayed).toHaveLength(sent.length)
    expect(replayed.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1)
  })

  it('fails before it changes anything if Stripe can’t be asked', async ({ world, bought }) => {
    await bought()
    world.intercept(failing('/v1/events'))

    await expect(catchUp(world.services, { since: outage }, grace)).rejects.toThrow()
  })
})

it('every replay is logged with its operator', async ({ world, bought }) => {
  const lines: string[] = []
  const log = createLog('info', { write: (text: string) => lines.push(text) })
  const event = firstOf(await bought())

  await replay({ ...world.services, log }, event.id, grace)

  expect(lines.join()).toContain('"by":"grace"')
  expect(lines.join()).toContain(event.id)
})
