import { describe, expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { meterEventName } from '@/lib/billing/catalog/overage'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { silentLog } from '@/lib/log'
import { subscribe } from '@/testing/shop'
import { createWorld } from '@/testing/world'
import { comparePlans } from './compare'

async function ask(query: string, catalog: Catalog = saas) {
  const answer = comparePlans({ rules: { catalog, groupPrefix: '' }, log: silentLog })
  const response = await answer(new Request(`https://app.test/api/plans/compare${query}`))
  return { status: response.status, headers: response.headers, body: await response.json() }
}

describe('GET /api/plans/compare', () => {
  it('prices each plan for the usage, and marks the cheapest', async () => {
    const { status, headers, body } = await ask('?api_calls=120000&storage=50&backups=5')

    expect(status).toBe(200)
    expect(headers.get('cache-control')).toContain('public')
    expect(body).toEqual({
      interval: 'month',
      currency: 'usd',
      usage: { api_calls: 120_000, storage: 50, backups: 5 },
      cheapest: 'pro',
      plans: [
        {
          plan: 'free',
          sold: true,
          paid: 'never',
          baseCents: 0,
          overage: [],
          totalCents: 0,
          fits: false,
          exceeded: ['api_calls', 'storage', 'backups'],
          cheapest: false,
        },
        {
          plan: 'starter',
          sold: true,
          paid: 'month',
          baseCents: 1_900,
          overage: [
            { meter: 'api_calls', used: 120_000, included: 10_000, amountCents: 22_000 },
            { meter: 'storage', used: 50, included: 10, amountCents: 2_000 },
          ],
          totalCents: 25_900,
          fits: false,
          exceeded: ['backups'],
          cheapest: false,
        },
        {
          plan: 'pro',
          sold: true,
          paid: 'month',
          baseCents: 4_900,
          overage: [{ meter: 'api_calls', used: 120_000, included: 100_000, amountCents: 2_000 }],
          totalCents: 6_900,
          fits: true,
          exceeded: [],
          cheapest: true,
        },
        {
          plan: 'enterprise',
          sold: true,
          paid: 'month',
          baseCents: 19_900,
          overage: [],
          totalCents: 19_900,
          fits: true,
          exceeded: [],
          cheapest: false,
        },
      ],
    })
  })

  it('takes no usage for none, by the month, in the main currency', async () => {
    expect((await ask('')).body).toMatchObject({ interval: 'month', usage: {}, cheapest: 'free' })
  })

  it('compares by the year', async () => {
    const { body } = await ask('?api_calls=120000&interval=year')

    expect(body).toMatchObject({
      interval: 'year',
      plans: [{}, {}, { totalCents: 49_000 + 12 * 2_000 }, {}],
    })
  })

  it('says of a plan that can’t be had that way why not', async () => {
    const byHand = {
      ...saas,
      plans: saas.plans.map((plan) => ({ ...plan, custom: plan.rank > 20 })),
    }

    expect((await ask('', byHand)).body.plans[3]).toEqual({
      plan: 'enterprise',
      sold: false,
      reason: 'custom',
      cheapest: false,
    })
  })

  it.each([0, 1_000, 1_001, 2_750])(
    'comes to what Stripe then invoices: %i credits of the metered catalog',
    async (credits) => {
      const world = await createWorld({ catalog: metered })
      const ada = world.addUser()
      await subscribe(world, ada, { plan: 'usage' })
      const customer = (await world.accounts.get(ada.userId))?.customerId ?? ''
      await world.stripe.billing.meterEvents.create({
        event_name: meterEventName(metered, 'credits'),
        payload: { stripe_customer_id: customer, value: String(credits) },
      })

      world.engine.clock.advance({ days: 32 })

      const [invoice] = (await world.stripe.invoices.list({ customer })).data
      const { body } = await ask(`?credits=${credits}`, metered)
      expect(body.plans[1]).toMatchObject({ plan: 'usage', totalCents: invoice?.total })
      expect(invoice?.total).toBe(2_900 + Math.max(0, credits - 1_000))
      await world.close()
    },
  )

  it.each(Object.entries(catalogs))('answers for every catalog: %s', async (_, catalog) => {
    const { status, body } = await ask('', catalog)

    expect(status).toBe(200)
    expect(body.plans).toHaveLength(catalog.plans.length)
  })

  it.each([
    ['?api_call=5', /api_calls, storage, backups, sources, interval, or currency/],
    ['?__proto__=1', /Ask for/],
    ['?constructor=1', /Ask for/],
    ['?usage=1', /Ask for/],
    ['?api_calls=-1', /api_calls: expected a whole number/],
    ['?api_calls=1.5', /whole number/],
    ['?api_calls=1e18', /whole number/],
    ['?api_calls=1000000000000000000', /whole number/],
    ['?api_calls=1000000001', /at most 1000000000/],
    ['?api_calls=0x10', /whole number/],
    ['?api_calls=NaN', /whole number/],
    ['?api_calls=', /whole number/],
    ['?api_calls=%201', /whole number/],
    ['?api_calls=١', /whole number/],
    ['?api_calls[]=1', /Ask for/],
    ['?api_calls=1&api_calls=1', /api_calls: send it only once/],
    ['?interval=month&interval=year', /interval: send it only once/],
    ['?interval=decade', /interval: expected month or year/],
    ['?interval=once', /interval: expected month or year/],
    ['?interval=', /interval: expected/],
    ['?currency=xxx', /currency: expected usd/],
    ['?currency=__proto__', /currency: expected usd/],
    ['?currency=USD', /currency: expected usd/],
  ])('refuses %s', async (query, why) => {
    const { status, body } = await ask(query)

    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(why),
    })
    expect(body.error.message.length).toBeLessThanOrEqual(300)
  })

  it('quotes no long name back', async () => {
    const long = 'x'.repeat(5_000)

    for (const query of [`?${long}=1`, `?${long}=1&${long}=2`, `?api_calls=${long}`]) {
      const { status, body } = await ask(query)
      expect(status).toBe(400)
      expect(body.error.message.length).toBeLessThanOrEqual(300)
    }
  })
})
