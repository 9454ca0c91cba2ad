import { describe, expect } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { deliverAll } from '@/testing/deliver'
import { buy, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'

const it = test
  .extend('priceOf', ({ world }) => async (lookupKey: string): Promise<string> => {
    const { data } = await world.stripe.prices.list({ lookup_keys: [lookupKey] })
    return data[0]?.id ?? ''
  })
  /** What staff do with the subscription in Stripe's dashboard. */
  .extend('staff', ({ world, subscription }) => ({
    async schedule(price: string): Promise<string> {
      const { id, phases } = await world.stripe.subscriptionSchedules.create({
        from_subscription: subscription().id,
      })
      const [now] = phases
      await world.stripe.subscriptionSchedules.update(id, {
        end_behavior: 'release',
        phases: [
          {
            start_date: now?.start_date ?? 0,
            end_date: now?.end_date ?? 0,
            items: [{ price: String(now?.items[0]?.price), quantity: 1 }],
          },
          {
            items: [{ price, quantity: 1 }],
            duration: { interval: 'month', interval_count: 1 },
          },
        ],
      })
      return id
    },
    async moveTo(price: string) {
      await world.stripe.subscriptions.update(subscription().id, {
        items: [{ id: subscription().items.data[0]?.id ?? '', price }],
        proration_behavior: 'none',
      })
      await deliverAll(world)
    },
  }))

describe('a change that staff schedule', () => {
  it('is shown, is not the owner’s to change, and is gone once it is released', async ({
    world,
    ada,
    person,
    priceOf,
    staff,
  }) => {
    await subscribe(world, ada)
    const schedule = await staff.schedule(await priceOf('saas_starter_month'))

    expect((await person.get()).body).toMatchObject({
      subscription: {
        scheduled: { plan: 'starter', interval: 'month', at: '2026-04-01T12:00:00.000Z' },
        can: { cancel: [], resume: [], pause: false, changeNot: 'by_arrangement' },
      },
    })

    await world.stripe.subscriptionSchedules.release(schedule)
    expect((await person.get()).body).toMatchObject({
      subscription: { scheduled: null, can: { pause: true, changeNot: null } },
    })
  })

  it('gives the plan of its phase from the second in which that begins', async ({
    world,
    ada,
    access,
    groups,
    priceOf,
    staff,
  }) => {
    await subscribe(world, ada)
    await staff.schedule(await priceOf('saas_starter_month'))
    world.engine.clock.advanceTo(new Date('2026-04-01T12:00:01Z'))
    await deliverAll(world)

    expect(await access()).toMatchObject({ plan: 'starter', status: 'active' })
    expect(await groups()).toEqual(['starter'])
  })
})

describe('another price that staff choose', () => {
  it('of the same product is the same plan, and keeps its amount when there is more of it', async ({
    world,
    ada,
    access,
    person,
    priceOf,
    staff,
  }) => {
    await subscribe(world, ada)
    const { product } = await world.stripe.prices.retrieve(await priceOf('saas_pro_month'))
    const agreed = await world.stripe.prices.create({
      product: String(product),
      currency: 'usd',
      unit_amount: 3_900,
      recurring: { interval: 'month' },
    })
    await staff.moveTo(agreed.id)

    expect(await access()).toMatchObject({ plan: 'pro', status: 'active' })
    expect(await person.preview({ plan: 'pro', quantity: 2 })).toMatchObject({
      status: 200,
      body: { next: { totalCents: 7_800 } },
    })
  })

  it('of another plan gives that plan and its group', async ({
    world,
    ada,
    access,
    groups,
    priceOf,
    staff,
  }) => {
    await subscribe(world, ada)
    await staff.moveTo(await priceOf('saas_starter_year'))

    expect(await access()).toMatchObject({ plan: 'starter' })
    expect(await groups()).toEqual(['starter'])
  })
})

it.extend('options', { catalog: metered })(
  'a metered price that is left alone opens no plan, is shown, and can be canceled',
  async ({ world, ada, access, person, subscription }) => {
    await buy(world, ada, { plan: 'usage' })
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'usage' })
    const base = subscription().items.data.find(({ quantity }) => quantity !== undefined)
    await world.stripe.subscriptions.update(subscription().id, {
      items: [{ id: base?.id ?? '', deleted: true }],
      proration_behavior: 'none',
    })
    await deliverAll(world)

    expect(await access()).toMatchObject({ plan: 'free' })
    expect(await person.get()).toMatchObject({
      status: 200,
      body: { subscription: { plan: null } },
    })
    expect(await person.preview({ plan: 'usage' })).toMatchObject({ status: 409 })
    expect(await person.cancel()).toMatchObject({ status: 200 })
  },
)
