import { describe, expect } from 'vitest'
import { entitlements } from '@/lib/api/gates/entitlements'
import type { Person } from '@/lib/identity/people'
import { deliverAll } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { apiRequest, postCheckout, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { pay } from './pay'

const it = test
  .extend(
    'ask',
    ({ world, ada }) =>
      (as: Person = ada, body: unknown = {}) =>
        pay(world.services)(apiRequest(world, '/api/pay', { as, body })),
  )
  /** What a person has now, as the app says it. */
  .extend(
    'has',
    ({ world, ada }) =>
      async (as: Person = ada) =>
        (await entitlements(world.services)(apiRequest(world, '/api/entitlements', { as }))).json(),
  )
  /** Ada paid a month, then her card is one that fails, and the month is over. */
  .extend('overdue', ({ world, ada }) => async () => {
    await subscribe(world, ada)
    const [subscription] = world.engine.store.subscriptions.all()
    const customer = String(subscription?.customer)
    const card = await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer,
    })
    await world.stripe.subscriptions.update(subscription?.id ?? '', {
      default_payment_method: card.id,
    })
    world.engine.clock.advanceTo(new Date('2026-04-02T12:00:00Z'))
    await deliverAll(world)
  })

const answer = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { url?: string; error?: { code: string } }),
})

describe('POST /api/pay', () => {
  it('leads to the page of the open invoice, and paying there opens everything again', async ({
    world,
    ask,
    has,
    overdue,
  }) => {
    await overdue()
    expect(await has()).toMatchObject({ status: 'past_due', plan: 'pro' })
    const [invoice] = world.engine.store.invoices.all().filter(({ status }) => status === 'open')

    expect(await answer(await ask())).toEqual({ status: 200, url: invoice?.hosted_invoice_url })

    await world.stripe.invoices.pay(invoice?.id ?? '', { payment_method: 'pm_card_visa' })
    await deliverAll(world)
    expect(await has()).toMatchObject({ status: 'active', plan: 'pro', graceUntil: null })
  })

  it('leads nowhere once the subscription has ended: paying its rest would open nothing', async ({
    world,
    ask,
    overdue,
  }) => {
    await overdue()
    const [subscription] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.cancel(subscription?.id ?? '')
    await deliverAll(world)
    const open = world.engine.store.invoices.all().filter(({ status }) => status === 'open')
    expect(open).toHaveLength(1)

    expect(await answer(await ask())).toMatchObject({ status: 409, error: { code: 'conflict' } })
  })

  it('still leads there on the day that access has ended, which is the 14th', async ({
    world,
    ask,
    has,
    overdue,
  }) => {
    await overdue()
    world.engine.clock.advanceTo(new Date('2026-04-15T11:59:59Z'))
    expect(await has()).toMatchObject({ status: 'past_due', plan: 'pro' })
    world.engine.clock.advanceTo(new Date('2026-04-15T12:00:00Z'))
    expect(await has()).toMatchObject({ status: 'past_due', plan: 'free', groups: ['free'] })

    const { url } = await answer(await ask())

    expect(url).toMatch(/\/i\//)
    const [invoice] = world.engine.store.invoices.all().filter(({ status }) => status === 'open')
    await world.stripe.invoices.pay(invoice?.id ?? '', { payment_method: 'pm_card_visa' })
    await deliverAll(world)
    expect(await has()).toMatchObject({ status: 'active', plan: 'pro', groups: ['pro'] })
  })

  it('has nothing to offer once Stripe has given up, and the user reads why it ended', async ({
    world,
    has,
    overdue,
  }) => {
    await overdue()
    world.engine.clock.advanceTo(new Date('2026-04-25T12:00:00Z'))
    await deliverAll(world)

    expect(await has()).toMatchObject({
      status: 'canceled',
      plan: 'free',
      sources: [
        { kind: 'default' },
        {
          why: expect.stringMatching(
            /^Your Pro subscription ended on .* because it wasn’t paid\.$/,
          ),
        },
      ],
    })
  })

  it('has nothing to offer to a user who owes nothing', async ({ world, ada, ask }) => {
    const nothing = { status: 409, error: expect.objectContaining({ code: 'conflict' }) }

    expect(await answer(await ask())).toEqual(nothing)
    await subscribe(world, ada)
    expect(await answer(await ask())).toEqual(nothing)
  })

  it('never leads to another user’s invoice, whatever the request says', async ({
    world,
    ada,
    ask,
    overdue,
  }) => {
    await overdue()
    const eve = world.addUser('eve')
    const [invoice] = world.engine.store.invoices.all().filter(({ status }) => status === 'open')

    expect(await answer(await ask(eve))).toMatchObject({ status: 409 })
    for (const body of [
      { invoice: invoice?.id },
      { subscription: world.engine.store.subscriptions.all()[0]?.id },
      { userId: ada.userId },
      { returnUrl: 'https://evil.example' },
      [],
      'pay',
      null,
    ]) {
      expect(await answer(await ask(eve, body))).toMatchObject({
        status: 400,
        error: { code: 'invalid_request' },
      })
    }
  })

  it('needs a signed-in user', async ({ world }) => {
    const response = await pay(world.services)(apiRequest(world, '/api/pay', { body: {} }))

    expect(await answer(response)).toMatchObject({ status: 401 })
  })

  it('says that it is our fault when Stripe can not be asked', async ({ world, ask, overdue }) => {
    await overdue()
    world.intercept(failing('stripe'))

    expect(await answer(await ask())).toMatchObject({ status: 503, error: { code: 'unavailable' } })
  })

  it('leads on to a first payment that wants to be confirmed', async ({ world, ada, ask, has }) => {
    expect((await postCheckout(world, ada)).status).toBe(200)
    const customer = (await world.accounts.get(ada.userId))?.customerId ?? ''
    const { data } = await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })
    await world.stripe.subscriptions.create({
      customer,
      items: [{ price: data[0]?.id ?? '' }],
      payment_behavior: 'default_incomplete',
    })
    await deliverAll(world)
    expect(await has()).toMatchObject({ status: 'incomplete', plan: 'free' })

    expect(await answer(await ask())).toMatchObject({
      status: 200,
      url: expect.stringContaining('/i/'),
    })
  })
})
