import { describe, expect } from 'vitest'
import { deliverAll } from '@/testing/deliver'
import { subscribe } from '@/testing/shop'
import { errorWith } from '@/testing/subscription'
import { test } from '@/testing/test'

const it = test.extend('later', ({ world }) => async (time: { days: number }) => {
  world.engine.clock.advance(time)
  await deliverAll(world)
})
const withTrial = it.extend('options', { env: { TRIAL_DAYS: '14' } })
it.beforeEach(async ({ world, ada, person }) => {
  await subscribe(world, ada, { plan: 'pro', quantity: 2 })
  world.engine.clock.advance({ days: 10 })
  await person.cancel()
})

const end = '2026-04-01T12:00:00.000Z'

describe('an upgrade of a subscription that is set to cancel', () => {
  it('is charged as previewed, opens at once, and ends with the period', async ({
    person,
    subscription,
    invoices,
    groups,
    access,
    later,
  }) => {
    const { status, body: preview } = await person.preview({ plan: 'enterprise' })
    expect(status).toBe(200)
    expect(preview).toMatchObject({ effective: 'now', trial: 'none', next: null, endsAt: end })
    expect(preview.amountDueCents).toBeGreaterThan(0)

    const { body } = await person.change({ plan: 'enterprise', previewId: preview.previewId })
    expect(body).toMatchObject({
      subscription: {
        plan: 'enterprise',
        quantity: 2,
        cancelAt: end,
        nextInvoice: null,
        can: { resume: ['cancellation'] },
      },
      access: { plan: 'enterprise', groups: ['enterprise'] },
    })
    expect(invoices().map(({ total, amount_paid }) => [total, amount_paid])).toEqual([
      [9_800, 9_800],
      [preview.totalCents, preview.amountDueCents],
    ])
    expect(subscription()).toMatchObject({
      cancel_at_period_end: true,
      cancel_at: Date.parse(end) / 1000,
    })
    expect(await groups()).toEqual(['enterprise'])

    await later({ days: 22 })
    expect(subscription().status).toBe('canceled')
    expect(await access()).toMatchObject({ plan: 'free' })
    expect(await groups()).toEqual(['free'])
    expect(invoices()).toHaveLength(2)
  })

  it('adds quantity', async ({ person, subscription }) => {
    expect(await person.switchTo({ plan: 'pro', quantity: 5 })).toMatchObject({
      status: 200,
      body: { subscription: { plan: 'pro', quantity: 5, cancelAt: end } },
    })
    expect(subscription().cancel_at_period_end).toBe(true)
  })

  it('confirmed twice is made once', async ({ person, invoices }) => {
    const { body } = await person.preview({ plan: 'enterprise' })
    const confirm = () => person.change({ plan: 'enterprise', previewId: body.previewId })
    await confirm()

    expect((await confirm()).status).toBe(200)
    expect(invoices()).toHaveLength(2)
  })

  it('is previewed again if the cancellation is taken back meanwhile', async ({
    person,
    invoices,
  }) => {
    const { body } = await person.preview({ plan: 'enterprise' })
    await person.resume()

    expect(await person.change({ plan: 'enterprise', previewId: body.previewId })).toMatchObject({
      status: 409,
      body: errorWith('preview_stale'),
    })
    expect(invoices()).toHaveLength(1)
  })

  it('renews at the new price if the cancellation is taken back afterwards', async ({
    person,
    invoices,
    later,
  }) => {
    await person.switchTo({ plan: 'enterprise' })
    expect((await person.resume()).body).toMatchObject({
      subscription: { plan: 'enterprise', cancelAt: null, nextInvoice: { totalCents: 39_800 } },
    })

    await later({ days: 22 })
    expect(invoices().at(-1)).toMatchObject({
      billing_reason: 'subscription_cycle',
      total: 39_800,
    })
  })

  it('still ends if the bank asks for a confirmation first', async ({
    world,
    person,
    subscription,
    invoices,
    later,
  }) => {
    const { customer } = subscription()
    const card = await world.stripe.paymentMethods.attach('pm_card_authenticationRequired', {
      customer,
    })
    await world.stripe.subscriptions.update(subscription().id, { default_payment_method: card.id })

    expect(await person.switchTo({ plan: 'enterprise' })).toMatchObject({
      status: 402,
      body: errorWith('payment_required', { reason: 'payment_waiting' }),
    })
    expect((await person.get()).body).toMatchObject({
      subscription: {
        plan: 'pro',
        cancelAt: end,
        waiting: { plan: 'enterprise' },
        can: { changeNot: 'payment_waiting' },
      },
    })
    await later({ days: 22 })
    expect(subscription().status).toBe('canceled')
    expect(invoices().filter(({ status }) => status === 'open')).toEqual([])
  })
})

describe('whatever else is wanted before it ends', () => {
  it.for([
    ['a lower plan', { plan: 'starter' }],
    ['less of the same', { plan: 'pro', quantity: 1 }],
    ['the same by the year', { plan: 'pro', interval: 'year' }],
    ['a higher plan by the year', { plan: 'enterprise', interval: 'year' }],
  ] as const)('%s is refused', async ([_, wanted], { person }) => {
    expect(await person.preview(wanted)).toMatchObject({
      status: 409,
      body: errorWith('change_refused', { reason: 'ending' }),
    })
  })

  it('a pause is refused', async ({ person }) => {
    expect(await person.pause()).toMatchObject({
      status: 409,
      body: errorWith('change_refused', { reason: 'ending' }),
    })
  })

  withTrial('nothing is offered in a trial', async ({ person }) => {
    expect((await person.get()).body).toMatchObject({
      subscription: { status: 'trialing', can: { changeNot: 'ending' } },
    })
    expect(await person.preview({ plan: 'enterprise' })).toMatchObject({
      status: 409,
      body: errorWith('change_refused', { reason: 'ending' }),
    })
  })

  it('only what is possible is offered', async ({ person }) => {
    expect((await person.get()).body).toMatchObject({
      subscription: {
        can: { changeNot: null },
        options: [
          { plan: 'pro', interval: 'month', effective: 'same' },
          { plan: 'enterprise', interval: 'month', effective: 'now' },
        ],
      },
    })
  })
})
