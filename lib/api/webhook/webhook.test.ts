import { createHmac } from 'node:crypto'
import Stripe from 'stripe'
import { describe, expect } from 'vitest'
import { deliver, eventFeed, signed } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { buy } from '@/testing/shop'
import { test } from '@/testing/test'
import { webhook } from './webhook'

const it = test
  .extend(
    'post',
    ({ world }) =>
      (request: Request) =>
        webhook(world.services)(request),
  )
  /** Ada has just paid for Pro, and no event has been delivered yet. */
  .extend('justPaid', ({ world, ada }) => async () => {
    const events = eventFeed(world)
    await buy(world, ada)
    world.resetCalls()
    const created = events().find(({ type }) => type === 'customer.subscription.created')
    if (!created) throw new Error('Stripe made no subscription')
    return created
  })

describe('a signed event', () => {
  it('is answered 200 with an empty body once the plan and the groups are there', async ({
    world,
    ada,
    justPaid,
  }) => {
    const response = await deliver(world, await justPaid())

    expect([response.status, await response.text()]).toEqual([200, ''])
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({
      status: 'active',
      plan: 'pro',
    })
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it('leaves a line in the ledger, with the request id that the answer carries', async ({
    world,
    ada,
    justPaid,
  }) => {
    const event = await justPaid()

    const response = await deliver(world, event)

    expect(await world.ledger.get(event.id)).toMatchObject({
      type: 'customer.subscription.created',
      outcome: 'synced',
      userId: ada.userId,
      attempts: 1,
      requestId: response.headers.get('x-request-id'),
    })
  })

  it('may be signed with any of several secrets, while one is rolled', async ({
    world,
    justPaid,
  }) => {
    const rolling = {
      ...world.services.settings,
      STRIPE_WEBHOOK_SECRET: ['whsec_new', 'whsec_old'],
    }
    const body = JSON.stringify(await justPaid())
    const both = webhook({ ...world.services, settings: rolling })

    expect((await both(signed(body, { secret: 'whsec_new' }))).status).toBe(200)
    expect((await both(signed(body, { secret: 'whsec_old' }))).status).toBe(200)
    expect((await both(signed(body, { secret: 'whsec_older' }))).status).toBe(400)
  })

  it('may carry two signatures, of which one is ours', async ({ post, justPaid }) => {
    const body = JSON.stringify(await justPaid())
    const ours = sign(body)
    const theirs = sign(body, 'whsec_theirs').replace(/^t=\d+,/, '')

    expect((await post(signed(body, { signature: `${ours},${theirs}` }))).status).toBe(200)
  })

  it.for(['product.updated', 'charge.refunded', 'invoice.upcoming', '__proto__', 'constructor'])(
    'of the type %s, which nothing here depends on, is answered 200 without a single call',
    async (type, { world, justPaid }) => {
      const event = { ...(await justPaid()), type }

      const response = await deliver(world, event)

      expect([response.status, await response.text()]).toEqual([200, ''])
      expect(world.calls).toEqual([])
    },
  )

  it('that names no customer is answered 200 without a single call', async ({
    world,
    justPaid,
  }) => {
    const event = { ...(await justPaid()), data: { object: { id: 'sub_1', customer: null } } }

    expect((await deliver(world, event)).status).toBe(200)
    expect(world.calls).toEqual([])
  })
})

describe('a body that is not signed as it should be', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const forgeries: [what: string, signature: (body: string) => string][] = [
    ['an empty signature', () => ''],
    ['words', () => 'trust me'],
    ['no timestamp', (body) => sign(body).replace(/^t=\d+,/, '')],
    ['no v1', (body) => sign(body).replace(/,v1=.*/, '')],
    ['an empty v1', (body) => sign(body).replace(/v1=.*/, 'v1=')],
    ['only a v0', (body) => sign(body).replace('v1=', 'v0=')],
    ['one changed digit', (body) => sign(body).replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
    ['one digit less', (body) => sign(body).slice(0, -1)],
    ['the signature of another body', (body) => sign(`${body} `)],
    ['another secret', (body) => sign(body, 'whsec_guess')],
    ['an empty secret', (body) => sign(body, ' ')],
    ['a moved timestamp', (body) => sign(body).replace(/^t=\d+/, `t=${now() - 1}`)],
    ['a timestamp that is no number', (body) => sign(body).replace(/^t=\d+/, 't=now')],
    ['an age of 301 seconds', (body) => sign(body, 'whsec_world', now() - 301)],
    ['an age of a year', (body) => sign(body, 'whsec_world', now() - 31_536_000)],
    ['a timestamp a year ahead', (body) => sign(body, 'whsec_world', now() + 31_536_000)],
    ['a timestamp 301 seconds ahead', (body) => sign(body, 'whsec_world', now() + 301)],
    ['a signed timestamp that is no number', (body) => signAt('NaN', body)],
    ['a signed timestamp without end', (body) => signAt('Infinity', body)],
    ['a plain hash of the body', () => `t=${now()},v1=${'0'.repeat(64)}`],
  ]

  it.for(forgeries)(
    'with %s is refused, and nothing is called',
    async ([_, signature], { world, post, justPaid }) => {
      const body = JSON.stringify(await justPaid())

      const response = await post(signed(body, { signature: signature(body) }))

      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code: 'invalid_signature' } })
      expect(world.calls).toEqual([])
    },
  )

  it('without the header at all is refused', async ({ world, post, justPaid }) => {
    const request = signed(JSON.stringify(await justPaid()))
    request.headers.delete('stripe-signature')

    expect((await post(request)).status).toBe(400)
    expect(world.calls).toEqual([])
  })

  it('is still taken a few seconds before it gets too old', async ({ post, justPaid }) => {
    const body = JSON.stringify(await justPaid())

    expect((await post(signed(body, { at: Date.now() - 295_000 }))).status).toBe(200)
  })

  it('is refused when an empty secret is configured, whatever it was signed with', async ({
    world,
    justPaid,
  }) => {
    const careless = { ...world.services.settings, STRIPE_WEBHOOK_SECRET: [''] }
    const body = JSON.stringify(await justPaid())

    const response = await webhook({ ...world.services, settings: careless })(
      signed(body, { signature: sign(body, ' ') }),
    )

    expect(response.status).toBe(400)
  })
})

describe('a thin event, which has another shape and the same signature', () => {
  it.for([
    'v2.core.event_destination.ping',
    'v1.billing.meter.error_report_triggered',
    'v1.customer.subscription.past_due',
  ])('%s is answered 200 without a single call', async (type, { world, post }) => {
    const body = JSON.stringify({
      ...{ id: 'evt_thin_1', object: 'v2.core.event', type, livemode: false },
      ...{ created: new Date().toISOString(), context: null, reason: null },
      related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
    })

    const response = await post(signed(body))

    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(world.calls).toEqual([])
  })

  it('is refused without a signature like any other', async ({ post }) => {
    const response = await post(signed('{"object":"v2.core.event"}', { secret: 'whsec_guess' }))

    expect(await response.json()).toMatchObject({ error: { code: 'invalid_signature' } })
  })
})

describe('senders that stop in the middle of a body', () => {
  it('take no place from a signed event', async ({ world, justPaid }) => {
    const event = await justPaid()
    const post = webhook(world.services)
    const senders: ReadableStreamDefaultController[] = []
    const stuck = Array.from({ length: 64 }, () => {
      const body = new ReadableStream({
        start(sender) {
          sender.enqueue(new Uint8Array(1))
          senders.push(sender)
        },
      })
      // Node wants `duplex` for a streamed body; the DOM's types don't know it yet.
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit
      return post(new Request('https://app.test/api/stripe/webhook', init))
    })

    expect((await post(signed(JSON.stringify(event)))).status).toBe(200)

    for (const sender of senders) sender.close()
    for (const answer of stuck) expect((await answer).status).toBe(400)
  })
})

describe('a signed body that is no event', () => {
  it.for([
    '',
    ' ',
    'null',
    '7',
    '[]',
    '{}',
    '"evt_1"',
    '{"id":"evt_1","type":"customer.subscription.created"',
    '{"id":7,"type":"x","created":1,"livemode":false}',
    '{"id":"evt_1","type":"customer.deleted","created":"now","livemode":false}',
    '{"id":"evt_1","type":"customer.deleted","created":1e300,"livemode":false}',
    `{"id":"${'e'.repeat(300)}","type":"customer.deleted","created":1,"livemode":false}`,
  ])('is refused: %j', async (body, { world, post }) => {
    const signature = body === '' ? sign(' ') : sign(body)

    const response = await post(signed(body, { signature }))

    expect(response.status).toBe(400)
    const code = body === '' ? 'invalid_signature' : 'invalid_request'
    expect(await response.json()).toMatchObject({ error: { code } })
    expect(world.calls).toEqual([])
  })

  it.for([
    { data: null },
    { data: { object: null } },
    { data: { object: { customer: { id: 7 } } } },
    { data: { object: { customer: 'with space' } } },
    { data: { object: { customer: `cus_${'x'.repeat(3_000)}` } } },
    JSON.parse('{"data":{"object":{"__proto__":{"customer":"cus_1"}}}}'),
  ])('may be an event without a customer: %j', async (parts, { world }) => {
    const event = {
      id: 'evt_1',
      type: 'customer.subscription.updated',
      created: 1,
      livemode: false,
      ...parts,
    }

    expect((await deliver(world, event)).status).toBe(200)
    expect(world.calls).toEqual([])
    expect(({} as Record<string, unknown>).customer).toBeUndefined()
  })
})

describe('a body that is too large', () => {
  const large = 'x'.repeat(2 * 1024 * 1024)

  it('is refused, signed or not', async ({ world, post }) => {
    expect((await post(signed(large))).status).toBe(413)
    expect((await post(signed(large, { signature: 'none' }))).status).toBe(413)
    expect(world.calls).toEqual([])
  })

  it('is refused before it is read whole, whatever length it claims', async ({ post }) => {
    let sent = 0
    const endless = new ReadableStream({
      pull(stream) {
        sent += 65_536
        stream.enqueue(new Uint8Array(65_536))
      },
    })
    const request = new Request('https://app.test/api/stripe/webhook', {
      method: 'POST',
      body: endless,
      headers: { 'content-length': '2' },
      duplex: 'half',
    } as RequestInit)

    expect((await post(request)).status).toBe(413)
    expect(sent).toBeLessThan(2 * 1024 * 1024)
  })
})

describe('when something we stand on is down', () => {
  it.for([
    'customerOwners.ownerOf',
    'accounts.get',
    'accountWrites.save',
    'accountWrites.removeIntents',
    'stripe GET /v1/subscriptions',
    'groups.of',
    'groups.add',
    'accounts',
    'stripe',
    'groups',
  ])(
    '%s: the answer is 5xx, the ledger says so, and the next delivery repairs everything',
    async (part, { world, ada, justPaid }) => {
      const event = await justPaid()
      world.intercept(failing(part))

      const refused = await deliver(world, event)

      const isUnreachable = part.startsWith('stripe')
      expect(refused.status).toBe(isUnreachable ? 503 : 500)
      expect(await refused.json()).toMatchObject({
        error: { code: isUnreachable ? 'unavailable' : 'internal' },
      })
      const line = await world.ledger.get(event.id)
      expect(line).toMatchObject({ outcome: 'failed', attempts: 1 })
      expect(line?.error).toContain(part.startsWith('stripe') ? 'Stripe' : part)

      world.resetCalls()
      expect((await deliver(world, event)).status).toBe(200)
      expect(await world.ledger.get(event.id)).toMatchObject({ attempts: 2, error: null })
      expect(await world.cognito.of(ada.username)).toEqual(['pro'])
      expect(await world.accounts.get(ada.userId)).toMatchObject({ access: { plan: 'pro' } })
    },
  )

  it('the ledger, too: a failure that can not be noted is still a failure', async ({
    world,
    justPaid,
  }) => {
    const event = await justPaid()
    await deliver(world, event)
    world.engine.clock.advance({ seconds: 5 })
    await deliver(world, event)
    world.intercept(failing('ledger'))

    expect((await deliver(world, event)).status).toBe(500)
    world.intercept(failing(''))
    expect((await deliver(world, event)).status).toBe(500)
  })

  it('does not say what went wrong inside', async ({ world, justPaid }) => {
    const event = await justPaid()
    world.intercept(failing(''))

    const text = await (await deliver(world, event)).text()

    expect(text).not.toMatch(/accounts|whsec|sk_test|stack|Error:/)
  })
})

/** Stripe's own signature of a body. */
/** Signed with the right secret, at a time that the SDK wouldn't write. */
const signAt = (time: string, body: string) =>
  `t=${time},v1=${createHmac('sha256', 'whsec_world').update(`${time}.${body}`).digest('hex')}`

const sign = (payload: string, secret = 'whsec_world', timestamp = Math.floor(Date.now() / 1000)) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
