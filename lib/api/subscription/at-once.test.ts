import { describe, expect } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { deliverAll } from '@/testing/deliver'
import { holding } from '@/testing/intercept'
import { postCheckout, subscribe } from '@/testing/shop'
import type { Answered, SubscriptionCalls } from '@/testing/subscription'
import { test } from '@/testing/test'

/** One user, two windows: what one window shows has been changed by the other when it acts. */
const it = test
  /** The slow window's call to Stripe arrives only after the quick window is done. */
  .extend(
    'overtaken',
    ({ world }) =>
      async (
        call: string,
        slow: () => Promise<Answered>,
        quick: () => Promise<unknown>,
      ): Promise<Answered> => {
        const hold = holding(call)
        world.intercept(hold.intercept)
        const answer = slow()
        await hold.reached
        await quick()
        hold.release()
        const settled = await answer
        world.resetCalls()
        return settled
      },
  )
  /** Looked at now, confirmed later. */
  .extend('previewed', ({ person }) => async (wanted: Record<string, unknown>) => {
    const { body } = await person.preview(wanted)
    return () => person.change({ ...wanted, previewId: body.previewId })
  })
  .extend(
    'drop',
    ({ person }) =>
      () =>
        person.resume({ what: 'payment' }),
  )
const withImmediateCancel = it.extend('options', {
  catalog: { ...saas, changes: { ...saas.changes, cancelNow: true } },
})
it.beforeEach(async ({ world, ada }) => {
  await subscribe(world, ada, { plan: 'pro' })
  world.engine.clock.advance({ days: 3 })
})

const statuses = (answers: Answered[]) => answers.map(({ status }) => status)

describe('a pause', () => {
  it('ended in two windows at once is charged once', async ({ world, person, invoices }) => {
    await person.pause()
    world.engine.clock.advance({ days: 40 })
    await deliverAll(world)
    const answers = await Promise.all([person.resume(), person.resume()])

    expect(statuses(answers)).toEqual([200, 200])
    expect(invoices().map(({ status }) => status)).toEqual(['paid', 'void', 'paid'])
  })

  it('ended again after a refused card is charged with the next one', async ({
    world,
    person,
    subscription,
  }) => {
    await person.pause()
    world.engine.clock.advance({ days: 40 })
    await deliverAll(world)
    world.engine.customers.nextPaymentFails(subscription().customer, true)
    const refused = await Promise.all([person.resume(), person.resume()])
    world.engine.customers.nextPaymentFails(subscription().customer, false)

    expect(statuses(refused)).toEqual([402, 402])
    expect(await person.resume()).toMatchObject({ status: 200, body: { access: { plan: 'pro' } } })
  })

  it('prevents an upgrade that would never be paid', async ({
    person,
    subscription,
    invoices,
    overtaken,
    previewed,
  }) => {
    const upgrade = await previewed({ plan: 'enterprise', interval: 'year' })

    expect(
      await overtaken('stripe POST /v1/subscriptions/', upgrade, () => person.pause()),
    ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(subscription().items.data[0]?.price.lookup_key).toBe('saas_pro_month')
    expect(invoices()).toHaveLength(1)
  })

  it('asked for while an upgrade is made is asked for again', async ({
    person,
    subscription,
    overtaken,
    previewed,
  }) => {
    const upgrade = await previewed({ plan: 'enterprise' })

    expect(
      await overtaken('stripe POST /v1/subscriptions/', () => person.pause(), upgrade),
    ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(subscription()).toMatchObject({ pause_collection: null })
    expect(await person.pause()).toMatchObject({ status: 200 })
  })

  it.for<[string, (person: SubscriptionCalls) => Promise<Answered>]>([
    ['paused', (person) => person.pause()],
    ['canceled', (person) => person.cancel()],
  ])(
    'no downgrade is planned for what was %s meanwhile',
    async ([_, end], { person, subscription, overtaken, previewed }) => {
      const downgrade = await previewed({ plan: 'starter' })

      expect(
        await overtaken('stripe POST /v1/subscription_schedules', downgrade, () => end(person)),
      ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
      expect(subscription().schedule).toBeNull()
    },
  )
})

describe('leaving', () => {
  it('works though a downgrade was planned meanwhile', async ({ person, overtaken, previewed }) => {
    const downgrade = await previewed({ plan: 'starter' })

    expect(
      await overtaken('stripe POST /v1/subscriptions/', () => person.cancel(), downgrade),
    ).toMatchObject({
      status: 200,
      body: { subscription: { cancelAt: '2026-04-01T12:00:00.000Z', scheduled: null } },
    })
  })

  withImmediateCancel(
    'at once, asked for three times at once, is done once',
    async ({ person, subscription }) => {
      const answers = await Promise.all([1, 2, 3].map(() => person.cancel({ when: 'now' })))

      expect(statuses(answers)).toEqual([200, 200, 200])
      expect(subscription().status).toBe('canceled')
    },
  )

  it('while a change is looked at is said, and nothing is charged', async ({
    person,
    overtaken,
  }) => {
    expect(
      await overtaken(
        'stripe POST /v1/invoices/create_preview',
        () => person.preview({ plan: 'starter' }),
        () => person.cancel(),
      ),
    ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
  })
})

describe('a change that waits for its payment', () => {
  it.beforeEach(async ({ world, person, subscription }) => {
    world.engine.customers.nextPaymentFails(subscription().customer, true)
    await person.switchTo({ plan: 'enterprise' })
    world.engine.customers.nextPaymentFails(subscription().customer, false)
  })

  it('dropped in two windows is dropped', async ({ drop }) => {
    expect(statuses(await Promise.all([drop(), drop()]))).toEqual([200, 200])
  })

  it('and was paid before it could be dropped, is made', async ({
    world,
    invoices,
    overtaken,
    drop,
  }) => {
    const pay = () => world.stripe.invoices.pay(invoices().at(-1)?.id ?? '')

    expect(await overtaken('stripe POST /v1/invoices/', drop, pay)).toMatchObject({
      status: 200,
      body: { access: { plan: 'enterprise' } },
    })
  })
})

it('everything at once, again and again, breaks nothing and charges only what was shown', async ({
  world,
  ada,
  person,
  subscription,
  invoices,
  previewed,
}) => {
  for (let round = 0; round < 5; round++) {
    const acts = [
      await previewed({ plan: 'enterprise' }),
      await previewed({ plan: 'starter' }),
      await previewed({ plan: 'pro', quantity: 3 }),
      () => person.cancel(),
      () => person.resume(),
      () => person.pause(),
      async () => ({ status: (await postCheckout(world, ada)).status, body: {} }),
    ]
    const turned = acts.map((_, at) => acts[(at + round * 3) % acts.length] ?? person.get)
    const answers = await Promise.all(turned.map((act) => act()))

    expect(statuses(answers).filter((status) => ![200, 400, 409].includes(status))).toEqual([])
    expect(world.engine.store.subscriptions.all()).toHaveLength(1)
    await person.resume()
  }
  // At most one upgrade: what comes after it is another preview.
  const paid = invoices().filter(({ amount_paid }) => amount_paid > 0)
  expect(paid.length).toBeLessThanOrEqual(1 + 5)
  const plans = subscription().items.data.filter(({ quantity }) => quantity !== undefined)
  expect(plans).toHaveLength(1)
})
