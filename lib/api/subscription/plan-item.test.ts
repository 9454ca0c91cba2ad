import { describe, expect } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { currentAccount } from '@/lib/sync/current-account'
import { ensureCustomer } from '@/lib/sync/customer'
import { deliverAll } from '@/testing/deliver'
import { test } from '@/testing/test'
import type { World } from '@/testing/world'

type Item = { price: string; quantity?: number }

const priceOf = async ({ stripe }: World, lookupKey: string) =>
  (await stripe.prices.list({ lookup_keys: [lookupKey] })).data[0]?.id ?? ''

const it = test
  .extend(
    'addOn',
    async ({ world }) =>
      (
        await world.stripe.prices.create({
          product_data: { name: 'Extra storage' },
          currency: 'usd',
          unit_amount: 900,
          recurring: { interval: 'month' },
        })
      ).id,
  )
  /** What staff make in Stripe's dashboard, for Ada. */
  .extend('made', ({ world, ada }) => async (items: Item[]) => {
    const token = await world.services.tokens.verify(world.token(ada))
    if (!token) throw new Error('The token is not valid')
    const account = await currentAccount(world.services, token)
    const { customerId } = await ensureCustomer(world.services, account)
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer: customerId })
    const { id } = await world.stripe.subscriptions.create({
      customer: customerId,
      default_payment_method: card.id,
      items,
    })
    await deliverAll(world)
    return id
  })
  .extend('itemsOf', ({ world }) => async (id: string) => {
    const { items } = await world.stripe.subscriptions.retrieve(id)
    return items.data
      .filter(({ quantity }) => quantity !== undefined)
      .map(({ price, quantity }) => [price.lookup_key ?? 'add-on', quantity])
  })

describe('an add-on next to the plan', () => {
  it('in front of it, stays where it is in an upgrade', async ({
    world,
    person,
    addOn,
    made,
    itemsOf,
  }) => {
    const starter = await priceOf(world, 'saas_starter_month')
    const id = await made([{ price: addOn, quantity: 3 }, { price: starter }])
    expect((await person.get()).body).toMatchObject({ subscription: { plan: 'starter' } })

    const { body: preview } = await person.preview({ plan: 'pro' })
    expect(preview).toMatchObject({ totalCents: 3_000, next: { totalCents: 4_900 + 2_700 } })
    await person.change({ plan: 'pro', previewId: preview.previewId })

    expect(await itemsOf(id)).toEqual([
      ['add-on', 3],
      ['saas_pro_month', 1],
    ])
  })

  it('stays in a downgrade at the end of the period, and in a pause', async ({
    world,
    person,
    addOn,
    made,
    itemsOf,
  }) => {
    const id = await made([
      { price: addOn, quantity: 3 },
      { price: await priceOf(world, 'saas_pro_month'), quantity: 2 },
    ])
    await person.pause()
    await person.resume()
    await person.switchTo({ plan: 'starter', interval: 'year' })
    expect(await itemsOf(id)).toEqual([
      ['add-on', 3],
      ['saas_pro_month', 2],
    ])

    world.engine.clock.advance({ days: 32 })
    expect(await itemsOf(id)).toEqual([
      ['add-on', 3],
      ['saas_starter_year', 2],
    ])
  })
})

describe('several plans on one subscription', () => {
  it.beforeEach(async ({ world, made }) => {
    await made([
      { price: await priceOf(world, 'saas_starter_month') },
      { price: await priceOf(world, 'saas_pro_month') },
    ])
  })

  it('open the highest, and can’t be changed but canceled', async ({ person }) => {
    expect((await person.get()).body).toMatchObject({
      access: { plan: 'pro' },
      subscription: { plan: 'pro', can: { changeNot: 'several_plans' } },
    })
    expect(await person.preview({ plan: 'enterprise' })).toMatchObject({
      status: 409,
      body: { error: { code: 'change_refused', reason: 'several_plans' } },
    })
    expect(await person.pause()).toMatchObject({ status: 409 })
    expect(await person.cancel()).toMatchObject({ status: 200 })
  })
})

describe('a quantity of 0', () => {
  it('opens nothing, and an upgrade is for one', async ({ world, person, made, access }) => {
    const id = await made([{ price: await priceOf(world, 'saas_starter_month') }])
    const { items } = await world.stripe.subscriptions.retrieve(id)
    await world.stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', quantity: 0 }],
      proration_behavior: 'none',
    })
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'free', status: 'none' })

    const { body: preview } = await person.preview({ plan: 'enterprise' })
    expect(preview).toMatchObject({ quantity: 1, next: { totalCents: 19_900 } })
    expect(preview.totalCents).toBeGreaterThan(0)
    await person.change({ plan: 'enterprise', previewId: preview.previewId })

    expect(await access()).toMatchObject({ plan: 'enterprise' })
    const after = await world.stripe.subscriptions.retrieve(id)
    expect(after.items.data[0]?.quantity).toBe(1)
  })
})

describe('usage without its plan', () => {
  it.override('options', { catalog: metered })

  it('opens nothing, and can be canceled', async ({ world, person, made, access }) => {
    const id = await made([
      { price: await priceOf(world, 'metered_usage_month') },
      { price: await priceOf(world, 'metered_usage_credits') },
    ])
    expect(await access()).toMatchObject({ plan: 'usage' })
    const { items } = await world.stripe.subscriptions.retrieve(id)
    await world.stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', deleted: true }],
      proration_behavior: 'none',
    })
    await deliverAll(world)

    expect(await access()).toMatchObject({ plan: 'free', status: 'none' })
    expect(await person.preview({ plan: 'usage' })).toMatchObject({
      status: 409,
      body: { error: { reason: 'by_arrangement' } },
    })
    expect(await person.cancel()).toMatchObject({ status: 200 })
  })
})
