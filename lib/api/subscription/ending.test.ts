import { describe, expect } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { deliverAll } from '@/testing/deliver'
import { onlySubscription, subscribe } from '@/testing/shop'
import { errorWith, type SubscriptionCalls } from '@/testing/subscription'
import { test } from '@/testing/test'
import type { World } from '@/testing/world'

const it = test
  /** The plan that Ada is on. */
  .extend('plan', () => 'pro')
  .extend('later', ({ world }) => async (time: { days: number }) => {
    world.engine.clock.advance(time)
    await deliverAll(world)
  })
const withTrial = it.extend('options', { env: { TRIAL_DAYS: '14' } })
const withImmediateCancel = it.extend('options', {
  catalog: { ...saas, changes: { ...saas.changes, cancelNow: true } },
})
const withoutPause = it.extend('options', {
  catalog: { ...saas, changes: { ...saas.changes, pause: false } },
})
const metering = it.extend('options', { catalog: metered }).extend('plan', () => 'usage')
/** What the only customer used, as Stripe counts it. */
const useCredits = (world: World, value: number) =>
  world.stripe.billing.meterEvents.create({
    event_name: 'metered_credits',
    payload: { stripe_customer_id: onlySubscription(world).customer, value: String(value) },
  })
it.beforeEach(async ({ world, ada, plan }) => {
  await subscribe(world, ada, { plan })
  world.engine.clock.advance({ days: 3 })
})

const end = '2026-04-01T12:00:00.000Z'

describe('POST /api/subscription/cancel', () => {
  it('ends it with what is paid for, and keeps the reason', async ({
    world,
    ada,
    person,
    subscription,
    invoices,
    later,
  }) => {
    const { status, body } = await person.cancel({
      reason: 'too_expensive',
      comment: 'Thank you all the same.',
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({
      subscription: {
        plan: 'pro',
        cancelAt: end,
        nextInvoice: null,
        can: { cancel: [], resume: ['cancellation'], pause: false },
      },
      access: { plan: 'pro', status: 'active' },
    })
    expect(subscription().cancellation_details).toMatchObject({
      feedback: 'too_expensive',
      comment: 'Thank you all the same.',
    })

    await later({ days: 30 })
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ plan: 'free' })
    expect(invoices()).toHaveLength(1)
  })

  it('twice is once', async ({ person }) => {
    await person.cancel()

    expect(await person.cancel()).toMatchObject({
      status: 200,
      body: { subscription: { cancelAt: end } },
    })
  })

  it('drops what was planned for later', async ({ person }) => {
    await person.switchTo({ plan: 'starter' })

    expect((await person.cancel()).body).toMatchObject({
      subscription: { cancelAt: end, scheduled: null },
    })
  })

  it('at once is refused where it is not offered', async ({ person, subscription }) => {
    expect(await person.cancel({ when: 'now' })).toMatchObject({
      status: 409,
      body: errorWith('change_refused', { reason: 'not_offered' }),
    })
    expect(subscription().status).toBe('active')
  })

  withImmediateCancel(
    'at once, where it is offered, ends it and pays nothing back',
    async ({ world, ada, person, subscription, invoices }) => {
      expect(await person.cancel({ when: 'now', reason: 'unused' })).toMatchObject({
        status: 200,
        body: { subscription: null, access: { plan: 'free', groups: ['free'] } },
      })
      expect(subscription()).toMatchObject({
        status: 'canceled',
        cancellation_details: { feedback: 'unused' },
      })
      expect(invoices()).toHaveLength(1)
      expect(await world.cognito.of(ada.username)).toEqual(['free'])
    },
  )

  it('gives up a first payment that is still open', async ({
    world,
    person,
    subscription,
    later,
  }) => {
    await person.cancel()
    await later({ days: 40 })
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    const { id } = await world.stripe.subscriptions.create({
      customer: subscription().customer,
      items: [{ price: price?.id ?? '' }],
      payment_behavior: 'default_incomplete',
    })
    await deliverAll(world)
    expect((await person.get()).body).toMatchObject({ subscription: { status: 'incomplete' } })

    expect(await person.cancel()).toMatchObject({ status: 200, body: { subscription: null } })
    expect(await world.stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'incomplete_expired',
    })
  })
})

describe('POST /api/subscription/resume', () => {
  it.for<[string, (world: World, person: SubscriptionCalls) => Promise<unknown>]>([
    ['here', (_, person) => person.cancel()],
    [
      'in the portal',
      (world) =>
        world.stripe.subscriptions.update(onlySubscription(world).id, {
          cancel_at: 'min_period_end',
        }),
    ],
  ])('keeps what was canceled %s', async ([_, cancelIt], { world, ada, person, later }) => {
    await cancelIt(world, person)
    await deliverAll(world)

    expect(await person.resume()).toMatchObject({
      status: 200,
      body: { subscription: { cancelAt: null, nextInvoice: { totalCents: 4_900 } } },
    })
    await later({ days: 30 })
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ plan: 'pro' })
  })

  it('with nothing to take back changes nothing', async ({ person, subscription }) => {
    const before = JSON.stringify(subscription())

    expect(await person.resume()).toMatchObject({ status: 200 })
    expect(JSON.stringify(subscription())).toBe(before)
  })
})

describe('POST /api/subscription/pause', () => {
  it('bills nothing and opens nothing until it is taken up', async ({
    world,
    ada,
    person,
    invoices,
    later,
  }) => {
    expect(await person.pause()).toMatchObject({
      status: 200,
      body: {
        subscription: {
          plan: 'pro',
          status: 'paused',
          pause: { resumesAt: null },
          nextInvoice: null,
          can: { resume: ['pause'], pause: false, changeNot: 'paused' },
        },
        access: { plan: 'free', status: 'paused', groups: ['free'] },
      },
    })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])

    await later({ days: 65 })
    expect(invoices().map(({ status }) => status)).toEqual(['paid', 'void', 'void'])
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ plan: 'free' })
  })

  it('taken up in the period that is paid for costs nothing', async ({
    person,
    invoices,
    later,
  }) => {
    await person.pause()
    await later({ days: 5 })

    expect(await person.resume()).toMatchObject({
      status: 200,
      body: { access: { plan: 'pro' }, subscription: { pause: null, currentPeriodEnd: end } },
    })
    expect(invoices()).toHaveLength(1)
  })

  it('resumed in a period that was not paid starts a new one, and charges it', async ({
    person,
    invoices,
    later,
  }) => {
    await person.pause()
    await later({ days: 40 })
    const { status, body } = await person.resume()

    expect(status).toBe(200)
    expect(body).toMatchObject({
      access: { plan: 'pro', groups: ['pro'] },
      subscription: { pause: null, currentPeriodStart: '2026-04-13T12:00:00.000Z' },
    })
    expect(invoices().at(-1)).toMatchObject({ status: 'paid', total: 4_900 })
  })

  it('stays, and grants nothing, when its end can not be paid for', async ({
    world,
    person,
    subscription,
    later,
  }) => {
    await person.pause()
    await later({ days: 40 })
    world.engine.customers.nextPaymentFails(subscription().customer, true)

    expect(await person.resume()).toMatchObject({
      status: 402,
      body: errorWith('payment_required', { reason: 'card_refused' }),
    })
    expect((await person.get()).body).toMatchObject({
      subscription: { pause: { resumesAt: null } },
      access: { plan: 'free' },
    })
  })

  it('ends by itself where a period begins, so that no period is free', async ({
    world,
    ada,
    person,
    invoices,
    later,
  }) => {
    expect(await person.pause({ resumesAt: '2026-04-20T00:00:00.000Z' })).toMatchObject({
      status: 200,
      body: { subscription: { pause: { resumesAt: '2026-05-01T11:59:00.000Z' } } },
    })

    await later({ days: 60 })
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ plan: 'pro' })
    expect(invoices().map(({ status }) => status)).toEqual(['paid', 'void', 'paid'])
  })

  it('twice is once, and may be canceled too', async ({ person }) => {
    await person.pause()

    expect(await person.pause()).toMatchObject({ status: 200 })
    expect(await person.cancel()).toMatchObject({
      body: { subscription: { cancelAt: end, can: { resume: ['cancellation', 'pause'] } } },
    })
    expect(await person.resume({ what: 'cancellation' })).toMatchObject({
      body: { subscription: { cancelAt: null, pause: { resumesAt: null } } },
    })
  })

  withoutPause('is refused where it is not offered', async ({ person }) => {
    expect(await person.pause()).toMatchObject({
      status: 409,
      body: errorWith('change_refused', { reason: 'not_offered' }),
    })
  })

  metering(
    'charges the usage until now, which no later invoice would',
    async ({ world, person, subscription, invoices, later }) => {
      await useCredits(world, 3_000)
      await later({ days: 3 })

      expect(await person.pause()).toMatchObject({
        status: 200,
        body: { subscription: { pause: { resumesAt: null } } },
      })

      // 2,000 credits beyond the 1,000 at 1¢.
      expect(invoices().at(-1)).toMatchObject({ status: 'paid', total: 2_000 })
      expect(subscription().items.data).toHaveLength(1)
    },
  )

  metering(
    'is refused if that charge is: nothing is paused, and nothing is lost',
    async ({ world, person, subscription }) => {
      await useCredits(world, 3_000)
      const card = await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
        customer: String(subscription().customer),
      })
      await world.stripe.subscriptions.update(subscription().id, {
        default_payment_method: card.id,
      })

      expect(await person.pause()).toMatchObject({ status: 402 })
      expect(subscription()).toMatchObject({ pause_collection: null })
      expect(subscription().items.data).toHaveLength(2)
    },
  )

  metering(
    'ends with the metered price back, so that usage is billed again',
    async ({ world, person, subscription }) => {
      await person.pause()
      await deliverAll(world)
      expect(subscription().items.data).toHaveLength(1)

      await person.resume()
      await deliverAll(world)

      expect(subscription().items.data.map(({ price }) => price.lookup_key)).toEqual([
        'metered_usage_month',
        'metered_usage_credits',
      ])
    },
  )

  withTrial('of a trial is refused: cancelling one costs as little', async ({ person }) => {
    expect(await person.pause()).toMatchObject({
      body: errorWith('change_refused', { reason: 'on_trial' }),
    })
  })
})

describe('a trial that ended without a card, and is paused for that', () => {
  it('begins to be paid for by a resume', async ({ world, person, subscription, later }) => {
    const { customer } = subscription()
    await world.stripe.subscriptions.cancel(subscription().id)
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    await world.stripe.subscriptions.create({
      customer,
      items: [{ price: price?.id ?? '' }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    })
    for (const { id } of (await world.stripe.paymentMethods.list({ customer })).data) {
      await world.stripe.paymentMethods.detach(id)
    }
    await later({ days: 8 })
    expect((await person.get()).body).toMatchObject({ subscription: { status: 'paused' } })

    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer })
    await world.stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: card.id },
    })
    expect(await person.resume()).toMatchObject({ status: 200, body: { access: { plan: 'pro' } } })
  })
})

describe('an end that staff set, months ahead', () => {
  const farAhead = Date.parse('2027-01-15T00:00:00Z') / 1000

  it('is brought forward by canceling, and comes back if that is taken back', async ({
    world,
    person,
    subscription,
    later,
  }) => {
    const { id } = subscription()
    await world.stripe.subscriptions.update(id, {
      cancel_at: farAhead,
      proration_behavior: 'none',
    })
    await later({ days: 0 })
    expect((await person.get()).body).toMatchObject({
      subscription: { can: { cancel: ['period_end'], resume: [], changeNot: null } },
    })

    expect((await person.cancel()).body).toMatchObject({
      subscription: { cancelAt: end, can: { cancel: [], resume: ['cancellation'] } },
    })
    expect((await person.resume()).body).toMatchObject({
      subscription: { cancelAt: '2027-01-15T00:00:00.000Z', can: { resume: [] } },
    })
    expect(subscription()).toMatchObject({ cancel_at: farAhead, cancel_at_period_end: false })
  })

  it('doesn’t keep the owner from upgrading, and stays', async ({
    world,
    person,
    subscription,
    later,
  }) => {
    await world.stripe.subscriptions.update(subscription().id, {
      cancel_at: farAhead,
      proration_behavior: 'none',
    })
    await later({ days: 0 })

    expect((await person.switchTo({ plan: 'enterprise' })).status).toBe(200)

    expect(subscription()).toMatchObject({ cancel_at: farAhead, status: 'active' })
    expect((await person.get()).body).toMatchObject({
      subscription: { plan: 'enterprise', cancelAt: '2027-01-15T00:00:00.000Z' },
    })
  })

  it('stays after an upgrade if a schedule has set it', async ({
    world,
    person,
    subscription,
    later,
  }) => {
    const { stripe } = world
    const { id, phases } = await stripe.subscriptionSchedules.create({
      from_subscription: subscription().id,
    })
    const items = phases.flatMap(({ items }) =>
      items.map(({ price, quantity }) => ({ price: price as string, quantity })),
    )
    await stripe.subscriptionSchedules.update(id, {
      end_behavior: 'cancel',
      phases: [{ start_date: phases[0]?.start_date, end_date: farAhead, items }],
    })
    await later({ days: 0 })
    expect(subscription().cancel_at).toBe(farAhead)

    expect((await person.switchTo({ plan: 'enterprise' })).status).toBe(200)

    expect(subscription()).toMatchObject({ cancel_at: farAhead, schedule: null })
  })

  it('isn’t the owner’s to take back if a schedule has set it, even for the end of the period', async ({
    world,
    person,
    subscription,
    later,
  }) => {
    const { id } = await world.stripe.subscriptionSchedules.create({
      from_subscription: subscription().id,
    })
    await world.stripe.subscriptionSchedules.update(id, { end_behavior: 'cancel' })
    await later({ days: 0 })

    expect((await person.get()).body).toMatchObject({
      subscription: { cancelAt: end, can: { resume: [] } },
    })
    expect((await person.resume()).status).toBe(200)
    expect(subscription()).toMatchObject({ schedule: id, cancel_at: Date.parse(end) / 1000 })
  })
})
