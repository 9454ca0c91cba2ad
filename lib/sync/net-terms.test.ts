import { frozenAt } from 'local-stripe'
import { describe, expect } from 'vitest'
import { pay } from '@/lib/api/billing-pages/pay'
import { entitlements } from '@/lib/api/gates/entitlements'
import { deliver } from '@/testing/deliver'
import { apiRequest } from '@/testing/shop'
import { payOldestInvoice, subscribeByInvoice } from '@/testing/stripe/net-terms'
import { test } from '@/testing/test'
import { sendOutbox } from './outbox/send-outbox'
import { sweep } from './sweep'

const it = test
  .extend('options', { stripe: { clock: frozenAt('2026-01-01T00:00:00Z') } })
  /** A yearly subscription from 1 January 2026, paid, on terms of 60 days. */
  .extend('net60', ({ world, ada }) => async () => {
    const { id } = await subscribeByInvoice(world, ada, {
      days: 60,
      lookupKey: 'saas_enterprise_year',
    })
    world.engine.clock.advance({ days: 10 })
    await payOldestInvoice(world, id)
    return id
  })
  /** Moves the clock as time would: the events of each day are delivered, and the sweeper runs. */
  .extend('live', ({ world, events }) => async (until: string) => {
    while (world.now() < new Date(until)) {
      const day = Math.min(world.now().getTime() + 86_400_000, Date.parse(until))
      world.engine.clock.advanceTo(new Date(day))
      for (const event of events()) expect((await deliver(world, event)).status).toBe(200)
      await sweep(world.services)
    }
    await sendOutbox(world.services)
  })
  .extend('api', ({ world, ada }) => async () => {
    const answer = await entitlements(world.services)(
      apiRequest(world, '/api/entitlements', { as: ada }),
    )
    return answer.json()
  })
  .extend('payPage', ({ world, ada }) => async () => {
    const answer = await pay(world.services)(apiRequest(world, '/api/pay', { as: ada, body: {} }))
    return answer.json()
  })
  .extend(
    'subjects',
    ({ world }) =>
      () =>
        world.mails.sent.map(({ subject }) => subject),
  )

describe('a customer who pays by invoice within 60 days', () => {
  it('is not late before the due date, and has grace from then', async ({
    net60,
    live,
    api,
    groups,
    row,
    subjects,
    person,
    payPage,
  }) => {
    await net60()

    await live('2027-03-01T12:00:00Z')
    expect(await api()).toMatchObject({
      plan: 'enterprise',
      status: 'active',
      graceUntil: null,
      invoiceDueAt: '2027-03-02T01:00:00.000Z',
      sources: [
        {
          why: 'Your Enterprise subscription renews on 2028-01-01. Your invoice is due on 2027-03-02.',
        },
      ],
    })
    expect(subjects()).toEqual(['Your invoice from Tollgate is due on March 2, 2027'])
    expect((await person.get()).body).toMatchObject({
      subscription: { status: 'active', invoiceDueAt: '2027-03-02T01:00:00.000Z' },
    })
    expect(await payPage()).toMatchObject({ url: expect.stringContaining('/i/in_') })

    await live('2027-03-02T02:00:00Z')
    expect(await api()).toMatchObject({
      plan: 'enterprise',
      status: 'past_due',
      graceUntil: '2027-03-16T01:00:00.000Z',
      sources: [
        {
          why: 'Your invoice for Enterprise was due on 2027-03-02 and hasn’t been paid. You have access until 2027-03-16.',
        },
      ],
    })
    expect(subjects().at(-1)).toBe('Your invoice from Tollgate is past due')

    await live('2027-03-16T00:59:00Z')
    expect(await groups()).toEqual(['enterprise'])

    await live('2027-03-16T02:00:00Z')
    expect(await api()).toMatchObject({ plan: 'free', status: 'past_due' })
    expect(await groups()).toEqual(['free'])
    expect((await row()).access.sources).toMatchObject([
      { kind: 'default' },
      {
        why: 'Your invoice for Enterprise was due on 2027-03-02 and hasn’t been paid, and your grace period has ended.',
      },
    ])
  })

  it('owes nothing any more as soon as the invoice is paid, before the due date and after', async ({
    world,
    net60,
    live,
    api,
  }) => {
    const subscription = await net60()
    await live('2027-02-01T12:00:00Z')
    expect(await api()).toMatchObject({ invoiceDueAt: '2027-03-02T01:00:00.000Z' })

    await payOldestInvoice(world, subscription)
    await live('2027-02-01T12:00:01Z')
    expect(await api()).toMatchObject({ status: 'active', invoiceDueAt: null })

    await live('2028-03-10T00:00:00Z')
    expect(await api()).toMatchObject({ status: 'past_due', plan: 'enterprise' })

    await payOldestInvoice(world, subscription)
    await live('2028-03-10T00:00:01Z')
    expect(await api()).toMatchObject({ status: 'active', invoiceDueAt: null, graceUntil: null })
  })
})
