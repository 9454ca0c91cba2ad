import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { describe, expect, it, vi } from 'vitest'
import { stripeInProcess } from '../src/testing'

const URL = 'https://app.test/webhook'

/** An endpoint that answers as configured and records its requests. */
function receiver(answers: (number | 'down')[] = []) {
  const heard: { event: Stripe.Event; signature: string; body: string }[] = []
  const fetch = vi.fn(async (_: unknown, init?: RequestInit) => {
    const body = String(init?.body)
    const answer = answers.shift() ?? 200
    if (answer === 'down') throw new TypeError('fetch failed')
    const signature = new Headers(init?.headers).get('stripe-signature') ?? ''
    heard.push({ event: JSON.parse(body), signature, body })
    return new Response(null, { status: answer })
  }) as unknown as typeof globalThis.fetch
  return { fetch, heard, types: () => heard.map((each) => each.event.type) }
}

const quick = { retryWaits: [1] }

describe('deliveries', () => {
  it('are signed so that the SDK accepts them', async () => {
    const to = receiver()
    const { local, stripe } = stripeInProcess({ deliveries: { ...quick, fetch: to.fetch } })
    local.listen(URL, 'whsec_test')

    const customer = await stripe.customers.create({ email: 'ada@example.com' })
    await local.deliveries.settled()

    const [first] = to.heard
    const event = stripe.webhooks.constructEvent(
      first?.body ?? '',
      first?.signature ?? '',
      'whsec_test',
    )
    expect(event).toMatchObject({ type: 'customer.created', data: { object: { id: customer.id } } })
    expect(() =>
      stripe.webhooks.constructEvent(first?.body ?? '', first?.signature ?? '', 'whsec_other'),
    ).toThrow(Stripe.errors.StripeSignatureVerificationError)
  })

  it('go to at most 16 endpoints', async () => {
    const { stripe } = stripeInProcess()
    const endpoint = (n: number) =>
      stripe.webhookEndpoints.create({ url: `${URL}/${n}`, enabled_events: ['*'] })
    for (let n = 1; n <= 16; n++) await endpoint(n)

    await expect(endpoint(17)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('are never signed with an empty secret', () => {
    const { local } = stripeInProcess()

    expect(() => local.listen(URL, '')).toThrow('secret')
    expect(local.engine.store.webhookEndpoints.all()).toEqual([])
  })

  it('are retried until one is accepted', async () => {
    const to = receiver([500, 'down', 302, 200])
    const { local, stripe } = stripeInProcess({ deliveries: { ...quick, fetch: to.fetch } })
    local.listen(URL, 'whsec_test')

    await stripe.customers.create()
    await local.deliveries.settled()

    expect(to.fetch).toHaveBeenCalledTimes(4)
    expect(local.engine.store.deliveries.all()).toMatchObject([
      {
        state: 'delivered',
        attempts: [{ status: 500 }, { status: null }, { status: 302 }, { status: 200 }],
      },
    ])
  })

  it('go only to endpoints that enabled the type', async () => {
    const to = receiver()
    const { local, stripe } = stripeInProcess({ deliveries: { ...quick, fetch: to.fetch } })
    await stripe.webhookEndpoints.create({ url: URL, enabled_events: ['product.created'] })

    await stripe.customers.create()
    await stripe.products.create({ name: 'Pro' })
    await local.deliveries.settled()

    expect(to.types()).toEqual(['product.created'])
  })

  it('are signed with both secrets while one is being rolled', async () => {
    const to = receiver()
    const { local, stripe, engine } = stripeInProcess({ deliveries: { ...quick, fetch: to.fetch } })
    const id = local.listen(URL, 'whsec_old')
    const secret = engine.webhookEndpoints.rollSecret(id, 3600)

    await stripe.customers.create()
    engine.clock.advance({ hours: 1 })
    await stripe.customers.create()
    await local.deliveries.settled()

    const verifies = (i: number, key: string) => {
      const { body = '', signature = '' } = to.heard[i] ?? {}
      return stripe.webhooks.constructEvent(body, signature, key).type
    }
    expect(verifies(0, 'whsec_old')).toBe('customer.created')
    expect(verifies(0, secret)).toBe('customer.created')
    expect(verifies(1, secret)).toBe('customer.created')
    expect(() => verifies(1, 'whsec_old')).toThrow()
  })

  it('show the secret only when the endpoint is created', async () => {
    const { stripe } = stripeInProcess()
    const made = await stripe.webhookEndpoints.create({ url: URL, enabled_events: ['*'] })

    expect(made.secret).toMatch(/^whsec_/)
    expect((await stripe.webhookEndpoints.retrieve(made.id)).secret).toBeUndefined()
  })

  it('continue after a restart', async () => {
    const snapshotPath = join(mkdtempSync(join(tmpdir(), 'local-stripe-')), 'state.json')
    const never = receiver(Array.from({ length: 50 }, () => 'down' as const))
    const before = stripeInProcess({
      snapshotPath,
      deliveries: { fetch: never.fetch, retryWaits: [60_000] },
    })
    before.local.listen(URL, 'whsec_test')
    const customer = await before.stripe.customers.create({ email: 'ada@example.com' })
    await vi.waitFor(() => expect(never.fetch).toHaveBeenCalled())
    await before.local.close()

    const to = receiver()
    const after = stripeInProcess({
      snapshotPath,
      deliveries: { fetch: to.fetch, retryWaits: [1] },
    })
    const again = await after.stripe.customers.retrieve(customer.id)
    await vi.waitFor(() => expect(to.types()).toContain('customer.created'))
    await after.local.close()

    expect(again).toMatchObject({ email: 'ada@example.com' })
  })

  it('can be sent again', async () => {
    const to = receiver()
    const { local, stripe } = stripeInProcess({ deliveries: { ...quick, fetch: to.fetch } })
    local.listen(URL, 'whsec_test')
    await stripe.customers.create()
    await local.deliveries.settled()

    const id = to.heard[0]?.event.id
    await local.fetch(`http://localhost/_control/events/${id}/resend`, { method: 'POST' })
    await local.deliveries.settled()

    expect(to.heard.map((each) => each.event.id)).toEqual([id, id])
  })
})

describe('faults', () => {
  async function oneEvent(faults: object) {
    const to = receiver()
    const at = stripeInProcess({ deliveries: { ...quick, fetch: to.fetch } })
    at.local.listen(URL, 'whsec_test')
    at.local.faults.set({ delayMs: 200, ...faults })
    return { ...at, to }
  }

  it('delivers twice', async () => {
    const { local, stripe, to } = await oneEvent({ duplicate: 1 })
    await stripe.customers.create()
    await local.deliveries.settled()

    expect(new Set(to.heard.map((each) => each.event.id)).size).toBe(1)
    expect(to.heard).toHaveLength(2)
  })

  it('delivers the same object under a second event id', async () => {
    const { local, stripe, to } = await oneEvent({ twin: 1 })
    await stripe.customers.create()
    await local.deliveries.settled()

    expect(new Set(to.heard.map((each) => each.event.id)).size).toBe(2)
    expect(to.heard[0]?.event.data.object).toEqual(to.heard[1]?.event.data.object)
  })

  it('loses the first attempt', async () => {
    const { local, stripe, to } = await oneEvent({ dropFirst: 1 })
    await stripe.customers.create()
    await local.deliveries.settled()

    expect(to.heard).toHaveLength(1)
    expect(local.engine.store.deliveries.all()[0]?.attempts).toHaveLength(2)
  })

  it('delivers late, so that later events overtake', async () => {
    const { local, stripe, to } = await oneEvent({ reorder: 1 })
    await stripe.customers.create()
    local.faults.reset()
    await stripe.products.create({ name: 'Pro' })
    await local.deliveries.settled()

    expect(to.types()).toEqual(['product.created', 'customer.created'])
  })

  it('delays the first attempt of an event', async () => {
    const { local, stripe, to } = await oneEvent({ delay: 1 })
    const began = Date.now()
    await stripe.customers.create()
    const [delivery] = local.engine.store.deliveries.all()

    expect(to.heard).toEqual([])
    expect(delivery?.nextAttemptAt).toBeGreaterThanOrEqual(began + 200)
    await local.deliveries.settled()
    expect(to.types()).toEqual(['customer.created'])
    expect(local.engine.store.deliveries.all()[0]?.attempts[0]?.at).toBeGreaterThanOrEqual(
      delivery?.nextAttemptAt ?? Number.POSITIVE_INFINITY,
    )
  })

  it('answers slowly', async () => {
    const { stripe, engine } = await oneEvent({ slow: 1, slowMs: 100 })
    const began = performance.now()
    const asked = stripe.customers.create()

    // Other requests are not blocked meanwhile.
    engine.customers.create({ email: 'ada@example.com' })
    await asked

    // A timer may ring up to a millisecond early.
    expect(performance.now() - began).toBeGreaterThanOrEqual(99)
    expect(engine.store.customers.all().map((customer) => customer.email)).toEqual([
      'ada@example.com',
      null,
    ])
  })

  it('fails before or after the request takes effect', async () => {
    const { local, stripe, engine } = await oneEvent({ failBefore: 1 })
    await expect(stripe.customers.create()).rejects.toMatchObject({ statusCode: 500 })
    expect(engine.store.customers.size).toBe(0)

    local.faults.reset()
    local.faults.set({ failAfter: 1 })
    await expect(stripe.customers.create({}, { idempotencyKey: 'k' })).rejects.toMatchObject({
      statusCode: 500,
    })
    expect(engine.store.customers.size).toBe(1)

    local.faults.reset()
    await stripe.customers.create({}, { idempotencyKey: 'k' })
    expect(engine.store.customers.size).toBe(1)
  })

  it('repeats a stored failure for the same idempotency key only, for a day', async () => {
    const { local, stripe, engine } = await oneEvent({ failStored: 1 })
    const create = (idempotencyKey: string) => stripe.customers.create({}, { idempotencyKey })
    await expect(create('k')).rejects.toMatchObject({ statusCode: 500 })
    local.faults.reset()

    await expect(create('k')).rejects.toMatchObject({
      statusCode: 500,
      headers: { 'idempotent-replayed': 'true' },
    })
    await create('another')
    expect(engine.store.customers.size).toBe(1)
    engine.clock.advance({ hours: 24, seconds: 1 })
    await create('k')
    expect(engine.store.customers.size).toBe(2)
  })

  it('limits the rate', async () => {
    const { stripe } = await oneEvent({ rateLimit: 1 })

    await expect(stripe.customers.create()).rejects.toBeInstanceOf(
      Stripe.errors.StripeRateLimitError,
    )
  })
})
