import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutSpec } from '@/lib/stripe/checkout/checkouts'
import { checkoutSpec, type StripeTwin, stripeTwins } from '@/testing/stripe/twins'
import type { SubscriptionEnds } from './subscription-ends'

describe.each(stripeTwins)('%s subscription ends', (_, open) => {
  let twin: StripeTwin
  let ends: SubscriptionEnds
  let customerId: string
  beforeEach(async () => {
    twin = await open()
    ends = twin.subscriptionEnds
    customerId = await twin.customers.create({ userId: 'sub-ada', email: null })
  })

  async function subscribe(changes: Partial<CheckoutSpec> = {}, buyer = customerId) {
    const spec = checkoutSpec({ userId: 'sub-ada', customerId: buyer }, changes)
    twin.pay((await twin.checkouts.open(spec)).id)
    const [newest] = (await twin.customers.read(buyer)).subscriptions
    return newest?.id ?? ''
  }
  const fact = async () => (await twin.customers.read(customerId)).subscriptions[0]

  it('identify a trial by its card, also across users', async () => {
    const first = await ends.findTrial(await subscribe({ trialDays: 14 }))
    const other = await twin.customers.create({ userId: 'sub-bob', email: null })
    const second = await ends.findTrial(await subscribe({ trialDays: 14 }, other))

    expect(first).toEqual({ card: expect.any(String), isOurs: true })
    expect(second).toEqual(first)
  })

  it('don’t claim a trial that staff began by hand', async () => {
    const id = await twin.subscribe(customerId, 'trialing')

    expect(await ends.findTrial(id)).toEqual({ card: null, isOurs: false })
  })

  it('refuse a trial, which then says so', async () => {
    const id = await subscribe({ trialDays: 14 })

    expect(await ends.refuseTrial(id)).toBe(true)
    expect(await fact()).toMatchObject({ status: 'canceled', trialRefused: true })
    expect(await ends.refuseTrial(id)).toBe(true)
    expect(await ends.refuseTrial('sub_unheard')).toBe(false)
  })

  it('end a subscription with its period once per purchase', async () => {
    const id = await subscribe()
    const { currentPeriodEnd } = (await fact()) ?? {}
    expect(await ends.endForPurchase(id, 'ch_1')).toBe(true)
    expect(await fact()).toMatchObject({ cancelAt: currentPeriodEnd, endedFor: 'ch_1' })

    await twin.resume(id)
    expect(await ends.endForPurchase(id, 'ch_1')).toBe(true)
    expect(await fact()).toMatchObject({ cancelAt: null })
    await ends.endForPurchase(id, 'ch_2')
    expect(await fact()).toMatchObject({ cancelAt: currentPeriodEnd, endedFor: 'ch_2' })
  })

  it('bring an end forward that lies beyond the period', async () => {
    const id = await subscribe()
    const { currentPeriodEnd = new Date(0) } = (await fact()) ?? {}
    await twin.endLater(id, new Date(currentPeriodEnd.getTime() + 90 * 86_400_000))

    expect(await ends.endForPurchase(id, 'ch_1')).toBe(true)
    expect(await fact()).toMatchObject({ cancelAt: currentPeriodEnd, endedFor: 'ch_1' })
  })

  it('leave an ended subscription as it is, and report one that never existed', async () => {
    const id = await subscribe()
    await ends.refuseTrial(id)

    expect(await ends.endForPurchase(id, 'ch_1')).toBe(true)
    expect(await fact()).toMatchObject({ status: 'canceled', cancelAt: null })
    expect(await ends.endForPurchase('sub_unheard', 'ch_1')).toBe(false)
  })

  it('cancel a subscription only while its first payment is outstanding', async () => {
    const paid = await subscribe()
    await ends.cancelIncomplete(paid)
    expect(await fact()).toMatchObject({ status: 'active' })

    const other = await twin.customers.create({ userId: 'sub-bob', email: null })
    await ends.cancelIncomplete(await twin.subscribe(other, 'incomplete'))
    const { subscriptions } = await twin.customers.read(other)
    expect(subscriptions).toMatchObject([
      { status: 'incomplete_expired', endedAt: expect.any(Date) },
    ])
  })
})
