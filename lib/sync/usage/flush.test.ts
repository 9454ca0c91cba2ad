import { describe, expect } from 'vitest'
import { cancel } from '@/lib/api/subscription/cancel'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { currentAccount } from '@/lib/sync/current-account'
import { deliverAll } from '@/testing/deliver'
import { apiRequest, onlySubscription, subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { usageOf } from '@/testing/usage'
import { use } from '@/testing/use'
import { flushDueUsage, flushUser } from './flush'

const it = test
  .extend('plan', (): { plan: string; interval?: string } => ({ plan: 'pro' }))
  .extend(
    'use',
    ({ world, ada }) =>
      (meter: string, quantity: number, at?: Date) =>
        use(world, ada, meter, quantity, at),
  )
  .extend(
    'flush',
    ({ world }) =>
      () =>
        flushDueUsage(world.services),
  )
  /** Moves Stripe's clock, with a sweep a minute before a period's end, and delivers the events. */
  .extend('to', ({ world }) => async (moment: string) => {
    const at = new Date(moment)
    const end = new Date(`${moment.slice(0, 8)}01T12:00:00Z`)
    if (world.now() < end && end <= at) {
      world.engine.clock.advanceTo(new Date(end.getTime() - 60_000))
      await flushDueUsage(world.services)
    }
    world.engine.clock.advanceTo(at)
    await deliverAll(world)
    await flushDueUsage(world.services)
  })
  .extend(
    'totals',
    ({ invoices }) =>
      () =>
        invoices().map(({ total }) => total),
  )
it.beforeEach(({ world, ada, plan }) => subscribe(world, ada, plan))
const withMetered = it
  .extend('options', { catalog: metered })
  .extend('plan', () => ({ plan: 'usage' }))
const onStarter = it.extend('plan', () => ({ plan: 'starter' }))
const yearly = it.extend('plan', () => ({ plan: 'pro', interval: 'year' }))

describe('the renewal of metered', () => {
  /** By hand: $29, and twice the cost beyond the $5 of cost that are $10 of usage. */
  withMetered.for([
    { cost: 0, extra: 0 },
    { cost: 4_999_999, extra: 0 },
    { cost: 5_000_000, extra: 0 },
    { cost: 5_004_999, extra: 0 },
    { cost: 5_005_000, extra: 1 },
    { cost: 8_370_000, extra: 674 },
    { cost: 12_345_678, extra: 1_469 },
  ])(
    'with $cost micro-dollars of cost adds $extra cents',
    async ({ cost, extra }, { use, to, totals }) => {
      for (const part of [Math.floor(cost / 3), Math.floor(cost / 3)])
        if (part) await use('credits', part)
      const rest = cost - 2 * Math.floor(cost / 3)
      if (rest) await use('credits', rest)

      await to('2026-04-01T14:00:00Z')

      expect(totals()).toEqual([2_900, 2_900 + extra])
    },
  )

  withMetered(
    'counts costs below a cent together: none is given away',
    async ({ use, to, totals, flush }) => {
      await use('credits', 5_000_000)
      for (let call = 0; call < 30; call++) {
        await use('credits', 370)
        await flush()
      }

      await to('2026-04-01T14:00:00Z')

      // 30 calls at 0.037¢, doubled: 2.22¢.
      expect(totals()).toEqual([2_900, 2_900 + 2])
    },
  )
})

describe('the renewal of Pro with overage', () => {
  it('adds each meter by its price', async ({ world, use, to, totals, flush }) => {
    // 23,456 calls beyond 100,000 at $1 per 1,000; 20 GB beyond 100 at 30¢; 2 sources at $2.
    await use('api_calls', 60_000)
    await flush()
    await use('api_calls', 63_456)
    await use('storage', 90)
    world.engine.clock.advance({ seconds: 1 })
    await use('storage', 120)
    await use('sources', 12)

    await to('2026-04-01T14:00:00Z')

    expect(totals()).toEqual([4_900, 4_900 + 2_346 + 600 + 400])
  })

  it('has storage in each period, also in one without a record of it', async ({
    use,
    to,
    totals,
  }) => {
    await use('storage', 120)
    await to('2026-04-01T14:00:00Z')
    await to('2026-05-01T14:00:00Z')
    await to('2026-06-01T14:00:00Z')

    expect(totals()).toEqual([4_900, 5_500, 5_500, 5_500])
  })

  yearly(
    'is an invoice a month, on a plan that is paid for a year',
    async ({ use, to, totals }) => {
      await use('api_calls', 150_000)
      await to('2026-04-01T14:00:00Z')
      await use('api_calls', 101_000)
      await to('2026-05-01T14:00:00Z')

      expect(totals()).toEqual([49_000, 5_000, 100])
    },
  )
})

describe('usage that comes late', () => {
  it('is on the invoice of its period while that is a draft', async ({
    world,
    use,
    to,
    totals,
  }) => {
    const late = world.now()
    await to('2026-04-01T12:10:00Z')
    await use('api_calls', 101_000, late)
    await flushDueUsage(world.services)
    await to('2026-04-01T14:00:00Z')

    expect(totals()).toEqual([4_900, 4_900 + 100])
    await to('2026-05-01T14:00:00Z')
    expect(totals()).toEqual([4_900, 4_900 + 100, 4_900])
  })

  it('after that is told to Stripe in its own period, and kept as a message that was late', async ({
    world,
    use,
    to,
    totals,
  }) => {
    const late = world.now()
    await to('2026-04-03T12:00:00Z')
    const counter = await use('api_calls', 101_000, late)
    await flushDueUsage(world.services)

    expect(await world.services.usageFlushes.list(counter)).toMatchObject([
      { value: 101_000, at: new Date('2026-04-01T11:59:59Z'), state: 'delivered' },
    ])
    await to('2026-05-01T14:00:00Z')
    expect(totals()).toEqual([4_900, 4_900, 4_900])
  })
})

describe('a plan that changes in mid-period', () => {
  onStarter(
    'bills each unit once, and gives one allowance',
    async ({ world, person, use, to, totals, flush }) => {
      await to('2026-03-16T12:00:00Z')
      await use('api_calls', 12_000)
      const { body: preview } = await person.preview({ plan: 'pro' })
      await person.change({ plan: 'pro', previewId: preview.previewId })

      // Starter's 2,000 calls beyond 10,000 at 0.2¢ are $4; 16 of 31 days of Pro for Starter.
      const change = totals().at(-1)
      expect(change).toBe(preview.totalCents)
      expect(preview.lines).toContainEqual(expect.objectContaining({ amountCents: 400 }))

      // Pro includes 100,000 in the month, of which 12,000 are used: 88,000 are left.
      await use('api_calls', 88_000)
      await flush()
      expect(await nextTotal(person)).toBe(4_900)
      await use('api_calls', 7_000)
      await to('2026-04-01T14:00:00Z')

      expect(totals().at(-1)).toBe(4_900 + 700)
      expect(await world.services.usageFlushes.unsentOf('sub-ada')).toEqual([])
    },
  )

  onStarter(
    'counts what is used after the preview for the new plan, so the charge is what was shown',
    async ({ person, use, to, totals }) => {
      await use('api_calls', 9_000)
      const { body: preview } = await person.preview({ plan: 'pro' })
      await use('api_calls', 5_000)

      expect(await person.change({ plan: 'pro', previewId: preview.previewId })).toMatchObject({
        status: 200,
      })
      expect(totals().at(-1)).toBe(preview.totalCents)
      await use('api_calls', 87_000)
      await to('2026-04-01T14:00:00Z')

      // 9,000 + 5,000 + 87,000 are 1,000 beyond 100,000.
      expect(totals().at(-1)).toBe(4_900 + 100)
    },
  )

  it('to a lower one does so at the end: the period is billed by the plan it had', async ({
    person,
    use,
    to,
    totals,
  }) => {
    await use('api_calls', 102_000)
    expect(await person.switchTo({ plan: 'starter' })).toMatchObject({ status: 200 })
    await use('api_calls', 1_000)

    await to('2026-04-01T14:00:00Z')
    expect(totals().at(-1)).toBe(1_900 + 300)

    await use('api_calls', 10_500)
    await to('2026-05-01T14:00:00Z')
    expect(totals().at(-1)).toBe(1_900 + 100)
  })

  it('to a year begins a new month, which goes on counting', async ({
    world,
    ada,
    person,
    use,
    to,
    totals,
  }) => {
    await to('2026-03-16T12:00:00Z')
    await use('api_calls', 104_000)
    const year = { plan: 'pro', interval: 'year' }
    const { body: preview } = await person.preview(year)
    expect(await person.change({ ...year, previewId: preview.previewId })).toMatchObject({
      status: 200,
    })
    expect(totals().at(-1)).toBe(preview.totalCents)
    expect(preview.lines).toContainEqual(expect.objectContaining({ amountCents: 400 }))

    // The allowance was used up before the change: it doesn't come again with the new month.
    world.engine.clock.advance({ days: 1 })
    const { userId } = ada
    const entry = { id: 'after', meter: 'api_calls', quantity: 3_000, userId }
    expect(await usageOf(world).outcomes(entry)).toEqual(['recorded'])
    world.engine.clock.advanceTo(new Date('2026-04-16T11:59:00Z'))
    await flushDueUsage(world.services)
    await to('2026-04-16T14:00:00Z')

    expect(totals().at(-1)).toBe(300)
  })
})

describe('usage is sent', () => {
  it('once, if the answer was lost and it is sent again', async ({ world, use, to, totals }) => {
    await use('api_calls', 101_000)
    let lost = 0
    world.intercept(async (name, send) => {
      const answer = await send()
      if (name === 'stripe POST /v1/billing/meter_events' && lost++ === 0)
        throw new Error('cut off')
      return answer
    })
    expect(await flushDueUsage(world.services)).toMatchObject({ failed: 1 })
    world.resetCalls()

    await to('2026-04-01T14:00:00Z')
    expect(totals()).toEqual([4_900, 4_900 + 100])
  })

  it('once, if the process died between the transaction and the message', async ({
    world,
    use,
    to,
    totals,
  }) => {
    await use('api_calls', 101_000)
    world.intercept((name, send) => {
      if (name === 'stripe POST /v1/billing/meter_events') throw new Error('killed')
      return send()
    })
    await flushDueUsage(world.services)
    world.resetCalls()
    await use('api_calls', 2_000)

    await to('2026-04-01T14:00:00Z')
    expect(totals()).toEqual([4_900, 4_900 + 300])
  })

  it('once, if the process died and Stripe has forgotten the message by the time it is sent again', async ({
    world,
    ada,
    use,
    to,
    totals,
  }) => {
    await use('api_calls', 101_000)
    world.intercept(async (name, send) => {
      if (name === 'usageFlushes.settle') throw new Error('killed')
      return send()
    })
    await flushDueUsage(world.services)
    world.resetCalls()
    world.engine.clock.advance({ days: 3 })

    await flushUser(world.services, ada.userId)
    await to('2026-04-01T14:00:00Z')

    expect(totals()).toEqual([4_900, 4_900 + 100])
  })

  it('once, by many processes at once', async ({ world, use, to, totals }) => {
    await use('api_calls', 101_000)
    await Promise.all(Array.from({ length: 5 }, () => flushDueUsage(world.services)))

    await to('2026-04-01T14:00:00Z')
    expect(totals()).toEqual([4_900, 4_900 + 100])
  })

  it('with a call for each customer and meter, however many records there are', async ({
    world,
    use,
    flush,
  }) => {
    for (let call = 0; call < 20; call++) await use('api_calls', 10)
    await use('storage', 3)
    world.resetCalls()

    await flush()

    expect(world.calls.filter((name) => name.startsWith('stripe'))).toHaveLength(2)
  })

  it('before a subscription is canceled at once', async ({ openWorld }) => {
    const saas = (await openWorld()).services.catalog
    const world = await openWorld({
      catalog: { ...saas, changes: { ...saas.changes, cancelNow: true } },
    })
    const bob = world.addUser('bob')
    await subscribe(world, bob)
    await use(world, bob, 'api_calls', 101_000)

    await cancel(world.services)(
      apiRequest(world, '/api/subscription/cancel', { as: bob, body: { when: 'now' } }),
    )

    expect(onlySubscription(world).status).toBe('canceled')
    expect(world.engine.store.invoices.all().map(({ total }) => total)).toEqual([4_900, 100])
  })

  it('later, while nothing bills it: it waits, and is not lost', async ({ world, bob, flush }) => {
    const token = await world.services.tokens.verify(world.token(bob))
    if (token) await currentAccount(world.services, token)
    await use(world, bob, 'api_calls', 5)

    expect(await flush()).toMatchObject({ waiting: 1, sent: 0 })
    expect(await world.services.usageFlushes.unsentOf(bob.userId)).toHaveLength(1)
  })
})

const nextTotal = async (person: { get(): Promise<{ body: Record<string, unknown> }> }) => {
  const { subscription } = (await person.get()).body as {
    subscription: { nextInvoice: { totalCents: number } }
  }
  return subscription.nextInvoice.totalCents
}
