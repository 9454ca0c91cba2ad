import { describe, expect } from 'vitest'
import { deliverAll } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { errorWith } from '@/testing/subscription'
import { test } from '@/testing/test'

const it = test.extend(
  'newest',
  ({ invoices }) =>
    () =>
      invoices().at(-1),
)

describe('a downgrade', () => {
  it.beforeEach(async ({ world, ada }) => {
    await subscribe(world, ada, { plan: 'pro', quantity: 2 })
    world.engine.clock.advance({ days: 3 })
  })

  it('charges nothing now, says what will be lost, and happens when the period is over', async ({
    world,
    person,
    access,
    newest,
  }) => {
    const { body: preview } = await person.preview({ plan: 'starter' })
    expect(preview).toMatchObject({
      effective: 'period_end',
      effectiveAt: '2026-04-01T12:00:00.000Z',
      lines: [],
      totalCents: 0,
      next: { totalCents: 3_800, at: '2026-04-01T12:00:00.000Z' },
      features: { lost: ['analytics', 'daily-backups', 'priority-support'] },
      limits: {
        lowered: [
          { meter: 'api_calls', from: 100_000, to: 10_000, isBroken: false, used: null },
          { meter: 'storage' },
          { meter: 'backups' },
          { meter: 'sources' },
        ],
      },
    })

    const { body } = await person.change({ plan: 'starter', previewId: preview.previewId })
    expect(body).toMatchObject({
      subscription: {
        plan: 'pro',
        scheduled: { plan: 'starter', quantity: 2, at: '2026-04-01T12:00:00.000Z' },
        nextInvoice: { totalCents: 3_800 },
      },
      access: { plan: 'pro' },
    })

    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'starter' })
    expect(newest()).toMatchObject({ status: 'paid', total: 3_800 })
    expect((await person.get()).body).toMatchObject({
      subscription: { plan: 'starter', scheduled: null },
    })
  })

  it('can be taken back, and planned again', async ({ world, person, access }) => {
    await person.switchTo({ plan: 'starter' })
    expect((await person.resume()).body).toMatchObject({
      subscription: { plan: 'pro', scheduled: null },
    })
    expect(await person.switchTo({ plan: 'starter' })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { plan: 'starter' } } },
    })

    await person.resume({ what: 'change' })
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)
    expect(await access()).toMatchObject({ plan: 'pro' })
  })

  it('taken back in two windows at once is taken back', async ({ person }) => {
    await person.switchTo({ plan: 'starter' })
    const answers = await Promise.all([1, 2].map(() => person.resume()))

    expect(answers).toMatchObject(
      [1, 2].map(() => ({ status: 200, body: { subscription: { scheduled: null } } })),
    )
  })

  it('confirmed twice, also at once, is planned once', async ({ world, person }) => {
    const { body } = await person.preview({ plan: 'starter' })
    const answers = await Promise.all(
      [1, 2].map(() => person.change({ plan: 'starter', previewId: body.previewId })),
    )

    expect(answers.map(({ status }) => status).filter((status) => status !== 409)).not.toEqual([])
    expect(await person.change({ plan: 'starter', previewId: body.previewId })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { plan: 'starter' } } },
    })
    expect(world.engine.store.schedules.all()).toHaveLength(1)
  })

  it('interrupted in the middle is finished by the next attempt', async ({ world, person }) => {
    const { body } = await person.preview({ plan: 'starter' })
    world.intercept(failing('stripe POST /v1/subscription_schedules/'))
    expect(await person.change({ plan: 'starter', previewId: body.previewId })).toMatchObject({
      status: 503,
    })
    world.resetCalls()

    expect(await person.switchTo({ plan: 'starter' })).toMatchObject({
      status: 200,
      body: { subscription: { scheduled: { plan: 'starter' } } },
    })
    expect(world.engine.store.schedules.all()).toHaveLength(1)
  })

  it('stands in the way of another change until it is dropped', async ({ person }) => {
    await person.switchTo({ plan: 'starter' })

    expect(await person.preview({ plan: 'enterprise' })).toMatchObject({
      status: 409,
      body: errorWith('change_refused', { reason: 'change_scheduled' }),
    })
  })

  it('leaves nothing in the way once it has happened', async ({ world, person }) => {
    await person.switchTo({ plan: 'starter' })
    world.engine.clock.advance({ days: 32 })
    await deliverAll(world)

    expect(await person.switchTo({ plan: 'starter', quantity: 1 })).toMatchObject({
      body: { subscription: { scheduled: { quantity: 1 } } },
    })
    await person.resume()
    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({
      status: 200,
      body: { access: { plan: 'enterprise' } },
    })
  })

  it('from a year to a month keeps the year', async ({ world, person, newest }) => {
    await person.switchTo({ plan: 'pro', interval: 'year' })
    const { body } = await person.switchTo({ plan: 'pro', interval: 'month' })

    expect(body).toMatchObject({
      subscription: { interval: 'year', scheduled: { interval: 'month', at: expect.any(String) } },
    })
    world.engine.clock.advance({ days: 366 })
    await deliverAll(world)
    expect((await person.get()).body).toMatchObject({ subscription: { interval: 'month' } })
    expect(newest()?.total).toBe(9_800)
  })
})
