import { expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { deliverAll } from '@/testing/deliver'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'

/** The same meter on two plans, each with a price of its own for what is beyond. */
const catalog: Catalog = defineCatalog({
  ...metered,
  plans: [
    ...metered.plans,
    {
      key: 'bulk',
      name: 'Bulk',
      description: 'With $50 of usage in it.',
      rank: 20,
      group: 'bulk',
      prices: [
        { lookupKey: 'test_bulk_month', interval: 'month', currency: 'usd', amountCents: 9_900 },
      ],
      features: ['playground', 'model-api', 'usage-alerts'],
      permissions: [],
      limits: {
        credits: { included: 5_000, overageCents: 2, meteredPrice: 'test_bulk_credits' },
      },
    },
  ],
})

const it = test
  .extend('options', { catalog })
  .extend(
    'items',
    ({ world }) =>
      () =>
        world.engine.store.subscriptions
          .all()
          .flatMap(({ items }) => items.data.map(({ price }) => price.lookup_key)),
  )
  .extend(
    'newest',
    ({ world }) =>
      () =>
        world.engine.store.invoices.all().at(-1),
  )
  .extend('use', ({ world }) => async (value: number) => {
    const [meter] = (await world.stripe.billing.meters.list()).data
    await world.stripe.billing.meterEvents.create({
      event_name: meter?.event_name ?? '',
      payload: {
        stripe_customer_id: world.engine.store.customers.all()[0]?.id ?? '',
        value: String(value),
      },
    })
  })
it.beforeEach(async ({ world }) => {
  const ada = world.addUser('ada')
  await subscribe(world, ada, { plan: 'usage' })
  world.engine.clock.advance({ days: 3 })
})

it('an upgrade puts the new plan’s metered price in place of the old one', async ({
  world,
  person,
  items,
  newest,
  use,
}) => {
  expect(await person.switchTo({ plan: 'bulk' })).toMatchObject({ status: 200 })
  expect(items()).toEqual(['test_bulk_month', 'test_bulk_credits'])

  world.engine.clock.advance({ days: 1 })
  await use(7_000)
  world.engine.clock.advance({ days: 30 })
  // $99, and 2,000 credits beyond the 5,000 at 2¢.
  expect(newest()).toMatchObject({ total: 9_900 + 4_000 })
})

it('a downgrade does so when the period is over, and can be taken back until then', async ({
  world,
  person,
  items,
  newest,
}) => {
  await person.switchTo({ plan: 'bulk' })
  expect(await person.switchTo({ plan: 'usage' })).toMatchObject({
    status: 200,
    body: { subscription: { plan: 'bulk', scheduled: { plan: 'usage' } } },
  })
  expect(items()).toEqual(['test_bulk_month', 'test_bulk_credits'])
  await person.resume({ what: 'change' })
  await person.switchTo({ plan: 'usage' })

  const [schedule] = world.engine.store.schedules.all().slice(-1)
  // Without it Stripe takes a metered price away and bills nothing for what was used of it.
  expect(schedule?.phases[1]).toMatchObject({ proration_behavior: 'create_prorations' })
  world.engine.clock.advance({ days: 32 })
  await deliverAll(world)
  expect(newest()).toMatchObject({ billing_reason: 'subscription_cycle', total: 2_900 })
  expect(items()).toEqual(['metered_usage_month', 'metered_usage_credits'])
  expect((await person.get()).body).toMatchObject({ subscription: { plan: 'usage' } })
})

it('a preview of a change between them is what it charges', async ({ person, newest, use }) => {
  await use(3_000)
  const { body: preview } = await person.preview({ plan: 'bulk' })
  await person.change({ plan: 'bulk', previewId: preview.previewId })

  expect(newest()).toMatchObject({ status: 'paid', total: preview.totalCents })
})

it('an upgrade of one that ends is followed by the bill for usage alone', async ({
  world,
  person,
  newest,
  use,
}) => {
  await person.cancel()
  expect((await person.preview({ plan: 'bulk' })).body).toMatchObject({ next: null })
  expect(await person.switchTo({ plan: 'bulk' })).toMatchObject({ status: 200 })

  await use(7_000)
  world.engine.clock.advance({ days: 32 })
  // 2,000 credits beyond the 5,000 at 2¢.
  expect(newest()).toMatchObject({ total: 4_000 })
})
