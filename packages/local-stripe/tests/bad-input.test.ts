import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ROUTES } from '../src/http/routes'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'
import { randomRuns } from './random-runs'

const STRAY = [
  'x',
  'x[y][z]',
  '[',
  'a[',
  '__proto__',
  'metadata[__proto__][x]',
  'constructor',
  'expand[]',
]

const PREFIXES: Record<string, string> = {
  charge: 'ch_',
  customer: 'cus_',
  from_subscription: 'sub_',
  invoice: 'in_',
  payment_intent: 'pi_',
  payment_method: 'pm_',
  price: 'price_',
  product: 'prod_',
  subscription: 'sub_',
}
const VALUES = [
  '',
  '0',
  '-1',
  '1',
  '1e9',
  '99999999999999999999',
  '1.5',
  'null',
  'undefined',
  'true',
  'now',
  'usd',
  'payment',
  'subscription',
  'month',
  'http://x',
  '%00',
  '\u0000',
  'é☃',
  'a'.repeat(6000),
  '[]',
  '{}',
  'data.customer',
  'customer',
  '100',
  '2000000000',
  '50',
]

describe('bad input', () => {
  it('gets an error as from Stripe or 501, never a 500 and never a partial change', async () => {
    const failed = vi.spyOn(console, 'error')
    const statuses = new Map<number, number>()
    const at = stripeInProcess()
    const ids = await somethingOfEach(at)
    const value = fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(...ids), fc.string())
    const plausible = (name: string) => {
      const [last = ''] = /\w+(?=\]?$)/.exec(name) ?? []
      const id = ids.find((each) => each.startsWith(PREFIXES[last] ?? '-'))
      return fc.constantFrom(id ?? '1', '1', 'month', 'true', 'usd')
    }
    const request = fc.constantFrom(...ROUTES).chain((route) => {
      const name = fc.oneof(
        { weight: 20, arbitrary: fc.constantFrom(...namesOf(route.params), 'expand[]') },
        { weight: 1, arbitrary: fc.constantFrom(...STRAY) },
      )
      const pair = name.chain((each) =>
        fc.tuple(fc.constant(each), fc.oneof(plausible(each), value)),
      )
      const given = fc.uniqueArray(pair, { maxLength: 6, selector: ([each]) => each })
      return fc.record({ route: fc.constant(route), id: fc.constantFrom(...ids, 'nothing'), given })
    })

    await fc.assert(
      fc.asyncProperty(request, async ({ route, id, given }) => {
        const path = route.path.replace(':id', id).replace(':child', id)
        const form = new URLSearchParams(given).toString()
        const { store } = at.engine
        // Runs the tasks that the previous request left, so that this one is not blamed for them.
        at.engine.clock.runDue()
        const before = store.revision
        const state = JSON.stringify(store.dump().events?.length)

        const inUrl = route.method === 'GET' ? `?${form}` : ''
        const response = await at.local.fetch(`http://stripe.test${path}${inUrl}`, {
          method: route.method,
          headers: { authorization: 'Bearer sk_test_local' },
          ...(route.method === 'POST' && { body: form }),
        })

        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
        expect([200, 400, 402, 404, 501]).toContain(response.status)
        if ([400, 404, 501].includes(response.status)) {
          expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } })
          expect(JSON.stringify(store.dump().events?.length)).toBe(state)
        }
        if (route.method === 'GET') expect(store.revision).toBe(before)
      }),
      randomRuns(5000),
    )
    expect(failed).not.toHaveBeenCalled()
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    console.log('answers to bad input:', Object.fromEntries(statuses))
  })
})

/** All parameter names of a route, nested ones in form encoding. */
function namesOf(schema: z.ZodType, name = ''): string[] {
  const inside = (part: string) => (name ? `${name}[${part}]` : part)
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = schema.shape
    return Object.entries(shape).flatMap(([key, each]) => namesOf(each, inside(key)))
  }
  if (schema instanceof z.ZodArray) return namesOf(schema.element as z.ZodType, inside('0'))
  if (schema instanceof z.ZodOptional) return namesOf(schema.unwrap() as z.ZodType, name)
  if (schema instanceof z.ZodPipe) return namesOf(schema.in as z.ZodType, name)
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((each) => namesOf(each as z.ZodType, name))
  }
  return [name, inside('x')]
}

/** One object of each kind, so that wrong ids are ids of other objects. */
async function somethingOfEach({ stripe, engine }: ReturnType<typeof stripeInProcess>) {
  const customer = await payingCustomer(stripe)
  const price = await monthlyPrice(stripe)
  const items = [{ price: price.id }]
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items })
  const line_items = [{ price: price.id, quantity: 1 }]
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items,
    success_url: 'http://x',
  })
  const quote = await stripe.quotes.create({ customer: customer.id, line_items })
  const coupon = await stripe.coupons.create({ percent_off: 10 })
  const meter = await stripe.billing.meters.create({
    display_name: 'M',
    event_name: 'now',
    default_aggregation: { formula: 'sum' },
  })
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
  const { store } = engine
  return [
    customer.id,
    price.id,
    price.product as string,
    subscription.id,
    session.id,
    quote.id,
    coupon.id,
    meter.id,
    schedule.id,
    subscription.items.data[0]?.id ?? '',
    subscription.latest_invoice as string,
    ...[store.charges, store.paymentIntents, store.paymentMethods, store.events].map(
      (each) => each.oldest()?.id ?? '',
    ),
  ]
}
