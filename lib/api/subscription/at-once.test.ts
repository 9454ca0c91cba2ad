import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Person } from '@/lib/identity/people'
import { deliverAll } from '@/testing/deliver'
import { holding } from '@/testing/intercept'
import { onlySubscription, postCheckout, subscribe } from '@/testing/shop'
import { type Answered, subscriptionOf } from '@/testing/subscription'
import { createWorld, type World, type WorldOptions } from '@/testing/world'

/** One person, two windows: what each looked at, the other has changed when it acts. */
let world: World
let ada: Person
let person: ReturnType<typeof subscriptionOf>
const start = async (options?: WorldOptions, plan = 'pro') => {
  world = await createWorld(options)
  ada = world.addUser('ada')
  person = subscriptionOf(world, ada)
  await subscribe(world, ada, { plan })
  world.engine.clock.advance({ days: 3 })
}
const restart = async (...options: Parameters<typeof start>) => {
  await world.close()
  await start(...options)
}
beforeEach(() => start())
afterEach(() => world.close())

const only = () => onlySubscription(world)
const invoices = () => world.engine.store.invoices.all()
const statuses = (answers: Answered[]) => answers.map(({ status }) => status)

/** The slow window's call to Stripe arrives only after the quick window is done. */
async function overtaken(
  call: string,
  slow: () => Promise<Answered>,
  quick: () => Promise<unknown>,
): Promise<Answered> {
  const hold = holding(call)
  world.intercept(hold.intercept)
  const answer = slow()
  await hold.reached
  await quick()
  hold.release()
  const settled = await answer
  world.resetCalls()
  return settled
}

/** Looked at now, confirmed later. */
async function previewed(wanted: Record<string, unknown>) {
  const { body } = await person.preview(wanted)
  return () => person.change({ ...wanted, previewId: body.previewId })
}

describe('a pause', () => {
  it('ended in two windows at once is charged once', async () => {
    await person.pause()
    world.engine.clock.advance({ days: 40 })
    await deliverAll(world)
    const answers = await Promise.all([person.resume(), person.resume()])

    expect(statuses(answers)).toEqual([200, 200])
    expect(invoices().map(({ status }) => status)).toEqual(['paid', 'void', 'paid'])
  })

  it('ended again after a refused card is charged with the next one', async () => {
    await person.pause()
    world.engine.clock.advance({ days: 40 })
    await deliverAll(world)
    world.engine.customers.nextPaymentFails(only().customer, true)
    const refused = await Promise.all([person.resume(), person.resume()])
    world.engine.customers.nextPaymentFails(only().customer, false)

    expect(statuses(refused)).toEqual([402, 402])
    expect(await person.resume()).toMatchObject({ status: 200, body: { access: { plan: 'pro' } } })
  })

  it('keeps an upgrade from being made that nobody would pay for', async () => {
    const upgrade = await previewed({ plan: 'enterprise', interval: 'year' })

    expect(
      await overtaken('stripe POST /v1/subscriptions/', upgrade, () => person.pause()),
    ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(only().items.data[0]?.price.lookup_key).toBe('saas_pro_month')
    expect(invoices()).toHaveLength(1)
  })

  it('asked for while an upgrade is made is asked for again', async () => {
    const upgrade = await previewed({ plan: 'enterprise' })

    expect(
      await overtaken('stripe POST /v1/subscriptions/', () => person.pause(), upgrade),
    ).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(only()).toMatchObject({ pause_collection: null })
    expect(await person.pause()).toMatchObject({ status: 200 })
  })

  it.each([
    ['paused', () => person.pause()],
    ['cancelled', () => person.cancel()],
  ])('no downgrade is planned for what was %s meanwhile', async (_, end) => {
    const downgrade = await previewed({ plan: 'starter' })

    expect(await overtaken('stripe POST /v1/subscription_schedules', downgrade, end)).toMatchObject(
      { status: 409, body: { error: { code: 'conflict' } } },
    )
    expect(only().schedule).toBeNull()
  })
})

describe('leaving', () => {
  it('works though a downgrade was planned meanwhile', async () => {
    const downgrade = await previewed({ plan: 'starter' })

    expect(
      await overtaken('stripe POST /v1/subscriptions/', () => person.cancel(), downgrade),
    ).toMatchObject({
      status: 200,
      body: { subscription: { cancelAt: '2026-04-01T12:00:00.000Z', scheduled: null } },
    })
  })

  it('at once, asked for three times at once, is done once', async () => {
    await restart({ catalog: { ...saas, changes: { ...saas.changes, cancelNow: true } } })
    const answers = await Promise.all([1, 2, 3].map(() => person.cancel({ when: 'now' })))

    expect(statuses(answers)).toEqual([200, 200, 200])
    expect(only().status).toBe('canceled')
  })

  it('while a change is looked at is said, and nothing is charged', async () => {
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
  beforeEach(async () => {
    world.engine.customers.nextPaymentFails(only().customer, true)
    await person.switchTo({ plan: 'enterprise' })
    world.engine.customers.nextPaymentFails(only().customer, false)
  })
  const drop = () => person.resume({ what: 'payment' })

  it('dropped in two windows is dropped', async () => {
    expect(statuses(await Promise.all([drop(), drop()]))).toEqual([200, 200])
  })

  it('and was paid before it could be dropped, is made', async () => {
    const pay = () => world.stripe.invoices.pay(invoices().at(-1)?.id ?? '')

    expect(await overtaken('stripe POST /v1/invoices/', drop, pay)).toMatchObject({
      status: 200,
      body: { access: { plan: 'enterprise' } },
    })
  })
})

it('everything at once, again and again, breaks nothing and charges only what was shown', async () => {
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
  expect(only().items.data).toHaveLength(1)
})
