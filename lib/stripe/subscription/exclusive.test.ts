import Stripe from 'stripe'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { openStripe } from '@/testing/stripe/local-stripe'
import { stripeSubscriptions } from './stripe-subscriptions'
import type { PlannedChange, RunningSubscription } from './subscriptions'

let backend: Awaited<ReturnType<typeof openStripe>>
let down: string | null
/** Whether requests without a key of ours fail as well. */
let isAway: boolean
let subscriptionId: string
const answered = new Map<string, () => Response>()

/** Like Stripe, repeats a failure for as long as the same idempotency key is sent. */
async function repeatingFailures(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const key = request.headers.get('idempotency-key') ?? ''
  const failed = answered.get(key)
  if (failed) {
    const repeated = failed()
    repeated.headers.set('idempotent-replayed', 'true')
    return repeated
  }
  const isDown = down && request.method === 'POST' && request.url.includes(down)
  const failure = () =>
    Response.json({ error: { type: 'api_error', message: 'Stripe is down' } }, { status: 500 })
  // Keys with this prefix are the SDK's own.
  const isOurs = key !== '' && !key.startsWith('stripe-node-retry')
  if (isDown && !isOurs && isAway) return failure()
  if (!isDown || !isOurs) return backend.local.fetch(request)
  answered.set(key, failure)
  return failure()
}

const ports = () =>
  stripeSubscriptions(
    new Stripe('sk_test_local', {
      httpClient: Stripe.createFetchHttpClient(repeatingFailures),
      maxNetworkRetries: 0,
      telemetry: false,
    }),
    { catalog: saas, pricePlans: {} },
  )

beforeEach(async () => {
  backend = await openStripe({ catalog: saas })
  answered.clear()
  down = null
  isAway = false
  const { id: customer } = await backend.direct.customers.create()
  const card = await backend.direct.paymentMethods.attach('pm_card_visa', { customer })
  const [price] = (await backend.direct.prices.list({ lookup_keys: ['saas_pro_month'] })).data
  const { id } = await backend.direct.subscriptions.create({
    customer,
    default_payment_method: card.id,
    items: [{ price: price?.id ?? '' }],
  })
  subscriptionId = id
})
afterEach(() => backend.local.close())

async function running(): Promise<RunningSubscription> {
  const found = await ports().subscriptions.find(subscriptionId)
  if (!found) throw new Error('There is no subscription')
  return found
}

function target(key: string): PlannedChange['to'] {
  const plan = planByKey(saas, key)
  const price = plan?.prices.find(({ interval }) => interval === 'month')
  if (!plan || !price) throw new Error(`${key} is not sold`)
  return { plan, price: { ...price, interval: 'month' }, quantity: 1 }
}

const change = async (key: string) =>
  ports().subscriptions.change({
    subscription: await running(),
    to: target(key),
    trial: 'none',
    prorationDate: backend.engine.clock.now(),
    promotionCodeId: null,
  })

it('retries a change at once after Stripe failed', async () => {
  down = `/v1/subscriptions/${subscriptionId}`
  await expect(change('enterprise')).rejects.toThrow('Stripe is down')
  down = null

  expect(await change('enterprise')).toEqual({ kind: 'changed' })
})

it('recovers from a failure that was stored while Stripe was down', async () => {
  down = '/v1/subscriptions/'
  isAway = true
  await expect(change('enterprise')).rejects.toThrow('Stripe is down')
  down = null

  expect(await change('enterprise')).toEqual({ kind: 'contended' })
  expect(await change('enterprise')).toEqual({ kind: 'changed' })
})

it('schedules a change at once after Stripe failed to schedule one', async () => {
  down = '/v1/subscription_schedules/'
  await expect(ports().subscriptions.schedule(await running(), target('starter'))).rejects.toThrow()
  down = null

  expect(await ports().subscriptions.schedule(await running(), target('starter'))).toEqual({
    kind: 'changed',
  })
  expect((await running()).scheduled).toMatchObject({ plan: { key: 'starter' } })
})

it('never repeats a change token, even when a change is undone', async () => {
  const tokens = new Set([(await running()).changeToken])
  for (const act of ['pause', 'unpause', 'pause', 'unpause'] as const) {
    const subscription = await running()
    if (act === 'pause') await ports().pauses.pause(subscription, null)
    else await ports().pauses.unpause(subscription, false)
    expect((await running()).pause !== null).toBe(act === 'pause')
    tokens.add((await running()).changeToken)
  }

  expect(tokens.size).toBe(5)
})
