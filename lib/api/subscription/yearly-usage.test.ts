import { describe, expect } from 'vitest'
import { deliverAll } from '@/testing/deliver'
import { onlySubscription, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'

/** Pro for a year, from March 1, 2026. Its usage is billed by the month. */
const it = test
  .extend('items', ({ world }) => () => {
    const { items } = onlySubscription(world)
    return items.data.map(({ price }) => price.lookup_key)
  })
  .extend('use', ({ world }) => (meter: string, value: number) => {
    const { customer } = onlySubscription(world)
    return world.stripe.billing.meterEvents.create({
      event_name: `saas_${meter}`,
      payload: { stripe_customer_id: customer, value: String(value) },
    })
  })
  .extend('to', ({ world }) => async (moment: string) => {
    world.engine.clock.advanceTo(new Date(moment))
    await deliverAll(world)
  })
it.beforeEach(({ world, ada }) => subscribe(world, ada, { plan: 'pro', interval: 'year' }))

const ofPro = ['saas_pro_api_calls', 'saas_pro_storage', 'saas_pro_sources']

describe('the usage of a plan that is paid for a year', () => {
  it('is counted although Checkout can’t sell it: the metered prices are added after it', ({
    items,
    invoices,
  }) => {
    expect(items()).toEqual(['saas_pro_year', ...ofPro])
    expect(invoices().map(({ total }) => total)).toEqual([49_000])
  })

  it('is billed each month, with what is included in each', async ({
    use,
    to,
    invoices,
    person,
  }) => {
    await use('api_calls', 150_000)
    expect((await person.get()).body).toMatchObject({
      subscription: {
        currentPeriodEnd: '2027-03-01T12:00:00.000Z',
        // 50,000 calls at $1 per 1,000, a month from the start.
        nextInvoice: { totalCents: 5_000, at: '2026-04-01T12:00:00.000Z' },
      },
    })

    await to('2026-04-01T14:00:00Z')
    await use('api_calls', 100_000)
    await to('2026-05-01T14:00:00Z')

    expect(invoices().map(({ total, status }) => [total, status])).toEqual([
      [49_000, 'paid'],
      [5_000, 'paid'],
      [0, 'paid'],
    ])
  })

  it('doesn’t shorten the year when it is canceled', async ({ person, to, access, use }) => {
    expect(await person.cancel()).toMatchObject({
      body: { subscription: { cancelAt: '2027-03-01T12:00:00.000Z' } },
    })
    await to('2026-05-02T00:00:00Z')
    expect(await access()).toMatchObject({ plan: 'pro' })
    expect(await person.resume()).toMatchObject({ body: { subscription: { cancelAt: null } } })
    await person.cancel()

    await to('2027-02-20T00:00:00Z')
    await use('sources', 11)
    await to('2027-03-02T00:00:00Z')
    expect(await access()).toMatchObject({ plan: 'free' })
  })

  it('goes on when the plan is paid by the month again, after the year', async ({
    world,
    person,
    items,
    invoices,
    to,
    use,
  }) => {
    await to('2027-02-15T12:00:00Z')
    expect(await person.switchTo({ plan: 'pro', interval: 'month' })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { interval: 'month', at: '2027-03-01T12:00:00.000Z' } } },
    })
    await use('api_calls', 101_000)
    await to('2027-03-01T14:00:00Z')

    expect(items().sort()).toEqual(['saas_pro_month', ...ofPro].sort())
    expect(onlySubscription(world).status).toBe('active')
    // The last month's usage, and a month in advance.
    expect(invoices().at(-1)).toMatchObject({ total: 4_900 + 100 })
  })
})
