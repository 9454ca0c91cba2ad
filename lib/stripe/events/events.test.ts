import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { usedEventTypes } from '@/lib/sync/events/used-events'
import { failing, passThrough } from '@/testing/intercept'
import { openStripe } from '@/testing/stripe/local-stripe'
import { type Events, type EventsPage, eventOf } from './events'
import { memoryEvents } from './memory-events'
import { stripeEvents } from './stripe-events'

/** A Stripe with events, and what makes them happen. */
type History = {
  events: Events
  /** Creates a customer, which makes an event. Returns its id. */
  customer(): Promise<string>
  pass(seconds: number): void
  now(): Date
}

describe.each<[string, () => Promise<History>]>([
  ['memory', openMemory],
  ['stripe', openLocal],
])('%s events', (_, open) => {
  let history: History
  let events: Events
  beforeEach(async () => {
    history = await open()
    events = history.events
  })
  const created = { types: ['customer.created'] }
  const all = new Date(0)

  it('are empty before anything happened', async () => {
    expect(await events.list({ ...created, since: all })).toEqual({ events: [], next: null })
    expect(await events.find('evt_unheard')).toBeNull()
  })

  it('are found by id, and name their customer', async () => {
    const customerId = await history.customer()
    const [listed] = (await events.list({ ...created, since: all })).events

    expect(listed).toMatchObject({
      type: 'customer.created',
      customerId,
      chargeId: null,
      createdAt: history.now(),
    })
    expect(await events.find(listed?.id ?? '')).toEqual(listed)
  })

  it('are listed the newest first, from a second on, including that second', async () => {
    await history.customer()
    history.pass(10)
    const since = history.now()
    const second = await history.customer()
    history.pass(10)
    const third = await history.customer()

    const list = async (from: Date) =>
      (await events.list({ ...created, since: from })).events.map(whose)

    expect(await list(since)).toEqual([third, second])
    expect(await list(new Date(since.getTime() + 999))).toEqual([third, second])
    expect(await list(new Date(since.getTime() + 1_000))).toEqual([third])
  })

  it('are only of the requested types', async () => {
    await history.customer()

    expect((await events.list({ types: ['invoice.paid'], since: all })).events).toEqual([])
  })

  it('come a hundred per page, each once, even if more happen meanwhile', async () => {
    const made: string[] = []
    for (let count = 0; count < 101; count++) made.unshift(await history.customer())

    const first = await events.list({ ...created, since: all })
    await history.customer()
    const rest = await events.list({ ...created, since: all, after: first.next ?? '' })

    const seen = [...first.events, ...rest.events].map(whose)
    expect(seen).toEqual(made)
    expect([first.events.length, rest.next]).toEqual([100, null])
  })
})

const whose = (event: EventsPage['events'][number]) =>
  'customerId' in event ? event.customerId : event.unreadable

describe("Stripe's own list", () => {
  it('is not taken for empty when Stripe fails', async () => {
    const { events, disturb } = await openLocal()
    disturb()

    await expect(events.find('evt_1')).rejects.toThrow()
    await expect(events.list({ types: ['invoice.paid'], since: new Date(0) })).rejects.toThrow()
  })

  it('shows an unreadable event among the others, and continues after it', async () => {
    const event = (id: string, created: unknown) => ({
      ...{ id, created, object: 'event', type: 'invoice.paid', livemode: false },
      data: { object: { object: 'invoice', customer: 'cus_1' } },
    })
    const data = [event('evt_2', 1_772_000_000), event('evt_1', 'yesterday')]
    const answer = async () => Response.json({ object: 'list', data, has_more: true })
    const stripe = new Stripe('sk_test_x', { httpClient: Stripe.createFetchHttpClient(answer) })

    const page = await stripeEvents(stripe).list({ types: ['invoice.paid'], since: new Date(0) })

    expect(page).toMatchObject({
      events: [{ id: 'evt_2' }, { id: 'evt_1', unreadable: expect.stringContaining('created') }],
      next: 'evt_1',
    })
  })

  it('takes all types that we use in one request: the limit is twenty', () => {
    expect(usedEventTypes.length).toBeLessThanOrEqual(20)
  })
})

describe('parsing an event', () => {
  const event = { id: 'evt_1', type: 'invoice.paid', created: 1_772_000_000, livemode: false }

  it.each([
    null,
    'evt_1',
    [],
    {},
    { ...event, id: '' },
    { ...event, id: 'x'.repeat(256) },
    { ...event, created: -1 },
    { ...event, created: 1e300 },
    { ...event, created: '1772000000' },
    { ...event, type: 7 },
  ])('refuses %j', (given) => {
    expect(() => eventOf(given)).toThrow()
  })

  it.each([
    undefined,
    null,
    'data',
    { object: null },
    { object: 'cus_1' },
    { object: { customer: ['cus_1'] } },
    { object: { customer: '' } },
    { object: { customer: 'acme 1042' } },
    { object: { customer: 'cus_1\n' } },
    { object: { customer: { id: { id: 'cus_1' } } } },
    { object: JSON.parse('{"__proto__":{"customer":"cus_1"}}') },
  ])('finds no customer in the data %j', (data) => {
    expect(eventOf({ ...event, data })).toMatchObject({ customerId: null, chargeId: null })
  })
})

it('names a customer whose id an integration chose itself, as it names any other', () => {
  const event = { id: 'evt_1', type: 'invoice.paid', created: 1_772_000_000, livemode: false }
  const of = (object: object) => eventOf({ ...event, data: { object } }).customerId

  expect(of({ object: 'invoice', customer: 'acme-1042' })).toBe('acme-1042')
  expect(of({ object: 'invoice', customer: { id: 'acme-1042' } })).toBe('acme-1042')
  expect(of({ object: 'customer', id: 'user@example.com' })).toBe('user@example.com')
})

async function openMemory(): Promise<History> {
  let now = new Date('2026-03-01T12:00:00Z')
  const events = memoryEvents()
  let made = 0
  return {
    events,
    async customer() {
      const customerId = `cus_${++made}`
      events.put({
        id: `evt_${made}`,
        type: 'customer.created',
        createdAt: now,
        livemode: false,
        customerId,
        chargeId: null,
      })
      return customerId
    },
    pass(seconds) {
      now = new Date(now.getTime() + seconds * 1_000)
    },
    now: () => now,
  }
}

async function openLocal(): Promise<History & { disturb(): void }> {
  let around = passThrough
  const { stripe, direct, engine } = await openStripe({
    catalog: saas,
    intercept: (name, send) => around(name, send),
  })
  return {
    events: stripeEvents(stripe),
    customer: async () => (await direct.customers.create()).id,
    pass: (seconds) => engine.clock.advance({ seconds }),
    now: () => engine.clock.now(),
    disturb() {
      around = failing('stripe')
    },
  }
}
