import { describe, expect } from 'vitest'
import { placeOf } from '@/lib/db/audit/audit'
import type { Person } from '@/lib/identity/people'
import { deliver, eventFeed, type SentEvent } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { apiRequest, buy } from '@/testing/shop'
import { test } from '@/testing/test'
import type { World } from '@/testing/world'
import { listEvents, showEvent } from './events'
import { listOutbox } from './outbox'
import { replayEvents } from './replay-events'
import { userAudit } from './user-audit'

const it = test
  .extend('grace', ({ world }) => world.addUser('grace'))
  .extend(
    'inGroups',
    ({ world, grace }) =>
      (...groups: string[]) =>
        world.tokenIn(grace, ...groups),
  )
  .extend(
    'support',
    ({ inGroups }) =>
      () =>
        inGroups('support'),
  )
  .extend(
    'manager',
    ({ inGroups }) =>
      () =>
        inGroups('managers'),
  )
  /** Ada paid while Cognito was down: her events failed. */
  .extend('failed', ({ world, ada }) => async (): Promise<[SentEvent, ...SentEvent[]]> => {
    const sent = eventFeed(world)
    await buy(world, ada)
    world.engine.clock.advance({ seconds: 3 })
    world.intercept(failing('groups'))
    const refused: SentEvent[] = []
    for (const each of sent()) {
      if ((await deliver(world, each)).status === 500) refused.push(each)
    }
    world.resetCalls()
    const [first, ...others] = refused
    if (!first) throw new Error('No event failed')
    return [first, ...others]
  })
  .extend(
    'put',
    ({ world, ada }) =>
      (key: string) =>
        world.outbox.put({
          key,
          kind: 'payment_failed',
          userId: ada.userId,
          data: {},
          createdAt: world.now(),
        }),
  )
  .extend(
    'answer',
    ({ world, support }) =>
      async () =>
        (await outbox(world, support())).json(),
  )

/** The calls that were made once Cognito had confirmed the caller. */
const callsAfterAdmission = ({ calls }: World) =>
  calls.filter((call) => !['people.find', 'groups.of', 'sessions.isRevoked'].includes(call))

type Ask = (
  world: World,
  token?: string,
  given?: { path?: string; userId?: string; body?: unknown },
) => Promise<Response>
const request = (world: World, path: string, token?: string, body?: unknown) =>
  apiRequest(world, path, { body, ...(token && { token }) })

const routes: [name: string, group: string, ask: Ask][] = [
  [
    'GET /api/admin/events',
    'support',
    (world, token, { path = '/api/admin/events?status=failed' } = {}) =>
      listEvents(world.services)(request(world, path, token)),
  ],
  [
    'GET /api/admin/events/:id',
    'support',
    (world, token, { path = 'evt_1' } = {}) =>
      showEvent(world.services)(request(world, '/api/admin/events/x', token), {
        params: { id: path },
      }),
  ],
  [
    'POST /api/admin/events/replay',
    'managers',
    (world, token, { body = { id: 'evt_1' } } = {}) =>
      replayEvents(world.services)(request(world, '/api/admin/events/replay', token, body)),
  ],
  [
    'GET /api/admin/users/:userId/audit',
    'support',
    (world, token, { path = '', userId = 'sub-ada' } = {}) =>
      userAudit(world.services)(request(world, `/api/admin/users/x/audit${path}`, token), {
        params: { userId },
      }),
  ],
  [
    'GET /api/admin/outbox',
    'support',
    (world, token) => listOutbox(world.services)(request(world, '/api/admin/outbox', token)),
  ],
]
const [events, event, replay, audit, outbox] = routes.map(([, , ask]) => ask) as [
  Ask,
  Ask,
  Ask,
  Ask,
  Ask,
]

describe.each(routes)('%s', (_, group, ask) => {
  const ladder = ['support', 'managers', 'admins']

  it.for(ladder)(`lets ${group} and above in: %s`, async (held, { world, inGroups }) => {
    const reaches = ladder.indexOf(held) >= ladder.indexOf(group)

    expect((await ask(world, inGroups(held))).status === 403).toBe(!reaches)
  })

  it.for([
    [],
    ['free'],
    ['pro'],
    ['enterprise'],
    ['free', 'starter', 'pro', 'enterprise'],
    ['Admins'],
    ['admins '],
    ['admin'],
    ['app-admins'],
    ['staff'],
    ['__proto__'],
  ])('is closed to %j, without a call', async ([...groups], { world, inGroups }) => {
    const answer = await ask(world, inGroups(...groups.flat()))

    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 'forbidden' } })
    expect(world.calls).toEqual([])
  })

  it('is closed to a user who pays for the highest plan', async ({ world, ada }) => {
    await buy(world, ada, { plan: 'enterprise' })
    world.resetCalls()

    expect((await ask(world, world.token(ada, { 'cognito:groups': ['enterprise'] }))).status).toBe(
      403,
    )
    expect(world.calls).toEqual([])
  })

  it.for<[string, (world: World, grace: Person) => string | undefined]>([
    ['no token', () => undefined],
    [
      'a token whose groups are one string',
      (world, grace) => world.token(grace, { 'cognito:groups': 'admins' }),
    ],
    [
      'an expired token',
      (world, grace) =>
        world.token(grace, { 'cognito:groups': ['admins'], exp: Math.floor(Date.now() / 1e3) - 9 }),
    ],
    [
      'an ID token',
      (world, grace) =>
        world.token(grace, { 'cognito:groups': ['admins'], token_use: 'id', aud: 'test-client' }),
    ],
    ['words', () => 'admins'],
  ])('is closed to %s', async ([_, token], { world, grace }) => {
    expect((await ask(world, token(world, grace))).status).toBe(401)
    expect(world.calls).toEqual([])
  })
})

it.extend('options', { env: { GROUP_PREFIX: 'acme_' } })(
  'takes the group prefix into account: another application’s admins are not ours',
  async ({ world, inGroups }) => {
    expect((await events(world, inGroups('admins'))).status).toBe(403)
    expect((await events(world, inGroups('acme_support'))).status).toBe(200)
  },
)

describe('what failed', () => {
  it('is listed with its error, whose it was, and a request id to look for', async ({
    world,
    ada,
    support,
    failed,
  }) => {
    const [first, ...others] = await failed()

    const answer = await events(world, support())

    expect(answer.headers.get('cache-control')).toContain('no-store')
    const { entries, next } = (await answer.json()) as { entries: unknown[]; next: unknown }
    expect(entries).toHaveLength(others.length + 1)
    expect(entries).toContainEqual(
      expect.objectContaining({
        eventId: first.id,
        outcome: 'failed',
        error: 'Error: groups.of is down',
        userId: ada.userId,
        attempts: 1,
        requestId: expect.any(String),
      }),
    )
    expect(next).toBeNull()
  })

  it('comes page by page', async ({ world, support, failed }) => {
    const all = await failed()
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const path = `/api/admin/events?status=failed&limit=1${next && `&after=${encodeURIComponent(next)}`}`
      const page = (await (await events(world, support(), { path })).json()) as {
        entries: { eventId: string }[]
        next: string | null
      }
      seen.push(...page.entries.map(({ eventId }) => eventId))
      next = page.next
    }

    expect(seen.sort()).toEqual(all.map(({ id }) => id).sort())
  })

  it.for([
    '',
    '?status=synced',
    '?status=',
    '?status=failed&limit=0',
    '?status=failed&limit=101',
    '?status=failed&limit=1e9',
    '?status=failed&limit=many',
    '?status=failed&since=yesterday',
    '?status=failed&since=2026-02-30T00:00:00Z',
    '?status=failed&after=',
    '?status=failed&after=evt_1',
    `?status=failed&after=2026-03-01T12:00:00.000Z%23${'x'.repeat(256)}`,
    '?status=failed&customer=cus_1',
    '?status=failed&__proto__=1',
  ])('is not listed for the query %j', async (query, { world, support }) => {
    const answer = await events(world, support(), { path: `/api/admin/events${query}` })

    expect(answer.status).toBe(400)
    expect(callsAfterAdmission(world)).toEqual([])
  })

  it('is shown one by one', async ({ world, support, failed }) => {
    const [first] = await failed()

    expect(await (await event(world, support(), { path: first.id })).json()).toMatchObject({
      eventId: first.id,
      outcome: 'failed',
    })
  })

  it.for(['evt_unheard', `evt_${'x'.repeat(250)}`])(
    'is not found under %j',
    async (id, { world, support }) => {
      expect((await event(world, support(), { path: id })).status).toBe(404)
    },
  )

  it.for([
    ...['__proto__', '', '../account', "' OR 1=1", 'evt_ﬀ🦊', 'evt_1\n', '\u0000', '\ud800'],
    ...['x'.repeat(3_000), `evt_${'x'.repeat(3_000)}`],
  ])(
    'is not even looked for under an odd or endless id, which DynamoDB might refuse (%#)',
    async (id, { world, support }) => {
      const answer = await event(world, support(), { path: id })

      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } })
      expect(callsAfterAdmission(world)).toEqual([])
    },
  )

  it('is listed and shown though its line can not be read', async ({ world, support, failed }) => {
    const [first] = await failed()
    world.ledger.spoil(first.id, 'outcome: expected one of …')

    const bad = { eventId: first.id, unreadable: 'outcome: expected one of …' }
    const { entries } = (await (await events(world, support())).json()) as { entries: unknown[] }
    expect(entries).toContainEqual(bad)
    expect(await (await event(world, support(), { path: first.id })).json()).toEqual(bad)
  })
})

describe('a replay', () => {
  it('by id repairs it, and the ledger names the member of staff', async ({
    world,
    ada,
    grace,
    manager,
    failed,
  }) => {
    const [first] = await failed()

    const answer = await replay(world, manager(), { body: { id: first.id } })

    expect(await answer.json()).toEqual({
      replayed: [{ eventId: first.id, type: first.type, outcome: 'covered', error: null }],
      next: null,
    })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
    expect(await world.ledger.get(first.id)).toMatchObject({
      replayedBy: grace.userId,
      requestId: answer.headers.get('x-request-id'),
    })
  })

  it('of all that failed leaves nothing on the list', async ({
    world,
    support,
    manager,
    failed,
  }) => {
    const all = await failed()

    const answer = await replay(world, manager(), { body: { failed: true } })

    expect(((await answer.json()) as { replayed: unknown[] }).replayed).toHaveLength(all.length)
    expect(await (await events(world, support())).json()).toMatchObject({ entries: [] })
  })

  it('of all since a time finds what never reached us', async ({ world, ada, manager }) => {
    await buy(world, ada)

    const answer = await replay(world, manager(), { body: { since: '2026-03-01T12:00:00Z' } })

    expect(answer.status).toBe(200)
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
    const again = await replay(world, manager(), { body: { since: '2026-03-01T12:00:00Z' } })
    const { replayed } = (await again.json()) as { replayed: { outcome: string }[] }
    expect(new Set(replayed.map(({ outcome }) => outcome))).toEqual(new Set(['done_before']))
  })

  it('of an unknown event is answered 404', async ({ world, manager }) => {
    expect((await replay(world, manager(), { body: { id: 'evt_unheard' } })).status).toBe(404)
  })

  it('from a place that Stripe does not know is refused', async ({ world, manager }) => {
    const body = { since: '2026-03-01T12:00:00Z', after: 'evt_unheard' }

    expect((await replay(world, manager(), { body })).status).toBe(400)
  })

  it.for([
    '',
    'null',
    '[]',
    '"evt_1"',
    '{',
    {},
    { id: '' },
    { id: 'cus_1' },
    { id: 'evt_1/../customers/cus_1' },
    { id: ['evt_1'] },
    { id: 'evt_1', failed: true },
    { id: 'evt_1', by: 'somebody else' },
    { failed: false },
    { failed: 'true' },
    { failed: true, after: 'evt_1' },
    { failed: true, limit: 10_000 },
    { since: 'yesterday' },
    { since: 1_772_000_000 },
    { since: '2026-03-01T12:00:00Z', again: 'yes' },
    { since: '2026-03-01T12:00:00Z', after: '' },
    '{"__proto__":{"id":"evt_1"}}',
    '{"id":"evt_1","constructor":{"prototype":{"admin":true}}}',
    JSON.stringify({ id: `evt_${'x'.repeat(70_000)}` }),
  ])('is refused for the body %j, and nothing is called', async (body, { world, manager }) => {
    const { status } = await replay(world, manager(), { body })

    expect([400, 413]).toContain(status)
    expect(callsAfterAdmission(world)).toEqual([])
    expect(Object.prototype).not.toHaveProperty('admin')
  })

  it('sent with the cookie needs our own origin', async ({ world, manager }) => {
    const ask = (origin?: string) => {
      const { clientId } = world.issuer
      const name = `CognitoIdentityServiceProvider.${clientId}`
      const cookie = `${name}.LastAuthUser=grace; ${name}.grace.accessToken=${manager()}`
      return replayEvents(world.services)(
        new Request('https://app.test/api/admin/events/replay', {
          method: 'POST',
          body: JSON.stringify({ failed: true }),
          headers: { cookie, ...(origin && { origin }) },
        }),
      )
    }

    for (const origin of [undefined, 'https://evil.test', 'https://app.test.evil.test', 'null']) {
      expect((await ask(origin)).status, origin).toBe(403)
    }
    expect(callsAfterAdmission(world)).toEqual([])
    expect((await ask('https://app.test')).status).toBe(200)
  })
})

describe("a person's audit", () => {
  it('says what changed, when, and in words why', async ({ world, ada, support }) => {
    await buy(world, ada)
    const created = world.engine.store.events
      .all()
      .find(({ type }) => type === 'customer.subscription.created')
    await deliver(world, created ?? {})

    const { entries } = (await (await audit(world, support())).json()) as { entries: unknown[] }

    expect(entries).toContainEqual(
      expect.objectContaining({
        what: 'access',
        before: expect.objectContaining({ plan: 'free' }),
        after: expect.objectContaining({ plan: 'pro' }),
        cause: { kind: 'event', eventId: created?.id, type: 'customer.subscription.created' },
        reason: expect.stringContaining('Pro'),
      }),
    )
    const one = (await (await audit(world, support(), { path: '?limit=1' })).json()) as {
      entries: unknown[]
    }
    expect(one.entries).toHaveLength(1)
  })

  it('of a user without changes is empty', async ({ world, support }) => {
    expect(await (await audit(world, support())).json()).toEqual({ entries: [], next: null })
  })

  it('marks an entry that can’t be read, and shows the others as usual', async ({
    world,
    ada,
    support,
  }) => {
    await buy(world, ada)
    for (const each of world.engine.store.events.all()) await deliver(world, each)
    const entries = world.audit.all()
    world.audit.spoil(entries[0]?.id ?? '', 'cause: expected one of …')

    const answer = await audit(world, support())

    expect(answer.status).toBe(200)
    const shown = (await answer.json()) as { entries: unknown[] }
    expect(shown.entries).toHaveLength(entries.length)
    expect(shown.entries).toContainEqual({
      what: 'unreadable',
      place: expect.stringMatching(/#intent-/),
      unreadable: 'cause: expected one of …',
    })
  })

  it('comes page by page, each entry once', async ({ world, ada, support }) => {
    await buy(world, ada)
    for (const { id } of world.engine.store.subscriptions.all()) {
      await world.stripe.subscriptions.cancel(id)
    }
    for (const each of world.engine.store.events.all()) await deliver(world, each)
    const all = world.audit
      .all()
      .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1))
      .map(({ id }) => id)
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const path = `?limit=1${next && `&after=${encodeURIComponent(next)}`}`
      const page = (await (await audit(world, support(), { path })).json()) as {
        entries: { id: string }[]
        next: string | null
      }
      seen.push(...page.entries.map(({ id }) => id))
      next = page.next
    }

    expect(all.length).toBeGreaterThan(2)
    expect(seen).toEqual(all)
  })

  it.for([
    ...['?limit=0', '?limit=201', '?limit=x', '?userId=eve'],
    ...['?after=', '?after=1', `?after=2026-03-01T12:00:00.000Z%23${'x'.repeat(256)}`],
  ])('refuses %j', async (path, { world, support }) => {
    expect((await audit(world, support(), { path })).status).toBe(400)
    expect(callsAfterAdmission(world)).toEqual([])
  })

  it.for(['', 'x'.repeat(129), 'ﬀ'.repeat(3_000)])(
    'of an id that no user can have is not found (%#)',
    async (userId, { world, support }) => {
      expect((await audit(world, support(), { userId })).status).toBe(404)
      expect(callsAfterAdmission(world)).toEqual([])
    },
  )
})

describe('the outbox', () => {
  it('shows what waits, how often it was tried, and what is stuck', async ({
    world,
    put,
    answer,
  }) => {
    await put('stuck')
    for (let attempt = 0; attempt < 5; attempt++) {
      const entry = await world.outbox.get('stuck')
      if (entry) await world.outbox.take(entry, world.now())
    }
    await put('fresh')
    await put('sent')
    await world.outbox.recordAttempt('sent', { state: 'sent', error: null })

    expect(await answer()).toMatchObject({
      canSend: true,
      waiting: [
        { key: 'stuck', attempts: 5, stuck: true },
        { key: 'fresh', attempts: 0, stuck: false },
      ],
      more: false,
    })
  })

  it('shows one that can not be read as stuck, among the others', async ({
    world,
    put,
    answer,
  }) => {
    await put('bad')
    await put('fresh')
    world.outbox.spoil('bad', 'kind: expected one of …')

    expect(await answer()).toMatchObject({
      waiting: [
        { key: 'bad', stuck: true, error: 'kind: expected one of …' },
        { key: 'fresh', stuck: false },
      ],
    })
  })

  it('says when nothing can be sent at all', async ({ world, support }) => {
    const none = { ...world.services, mails: null }

    const shown = await listOutbox(none)(request(world, '/api/admin/outbox', support()))

    expect(await shown.json()).toEqual({ canSend: false, waiting: [], more: false })
  })
})
