import { beforeEach, describe, expect, it } from 'vitest'
import { CustomerGone } from '@/lib/stripe/customer/customer-gone'
import { checkoutSpec, type StripeTwin, stripeTwins } from '@/testing/stripe/twins'
import type { CheckoutSpec, Checkouts } from './checkouts'

describe.each(stripeTwins)('%s checkouts', (_, open) => {
  let twin: StripeTwin
  let checkouts: Checkouts
  let spec: CheckoutSpec
  beforeEach(async () => {
    twin = await open()
    checkouts = twin.checkouts
    const customerId = await twin.customers.create({ userId: 'sub-ada', email: null })
    spec = checkoutSpec({ userId: 'sub-ada', customerId })
  })

  it('opens a session for a customer, with an address to pay at and a day to pay', async () => {
    const session = await checkouts.open(spec)

    expect(session).toMatchObject({
      customerId: spec.customerId,
      plan: 'pro',
      mode: 'subscription',
      status: 'open',
      paid: false,
    })
    expect(session.id).toMatch(/^cs_\w+$/)
    expect(session.url).toContain(session.id)
    expect(session.expiresAt.getTime() - twin.now().getTime()).toBe(86_400_000)
    expect(await checkouts.find(session.id)).toEqual(session)
  })

  it('opens another session each time', async () => {
    const [one, two] = [await checkouts.open(spec), await checkouts.open(spec)]

    expect(one.id).not.toBe(two.id)
  })

  it('opens an embedded session with a client secret instead of an address', async () => {
    const session = await checkouts.open({ ...spec, isEmbedded: true })

    expect(session).toMatchObject({ url: null, clientSecret: expect.any(String) })
  })

  it('finds no session that never existed', async () => {
    expect(await checkouts.find('cs_test_unheard')).toBeNull()
  })

  it('shows a paid session as complete, and can’t expire it', async () => {
    const { id } = await checkouts.open(spec)
    twin.pay(id)

    expect(await checkouts.find(id)).toMatchObject({ status: 'complete', paid: true, url: null })
    expect(await checkouts.expire(id)).toBe(false)
    expect(await checkouts.find(id)).toMatchObject({ status: 'complete' })
  })

  it('expires a session, also when it has expired', async () => {
    const { id } = await checkouts.open(spec)

    expect(await checkouts.expire(id)).toBe(true)
    expect(await checkouts.find(id)).toMatchObject({ status: 'expired', url: null })
    expect(await checkouts.expire(id)).toBe(true)
  })

  it('lets a session expire after a day', async () => {
    const { id } = await checkouts.open(spec)
    twin.pass(25)

    expect(await checkouts.find(id)).toMatchObject({ status: 'expired', url: null })
  })

  it('refuses a session for a deleted customer', async () => {
    twin.deleteCustomer(spec.customerId)

    await expect(checkouts.open(spec)).rejects.toThrow(CustomerGone)
  })

  it('counts no unused time without subscriptions, or in a currency they are not billed in', async () => {
    const { id } = await checkouts.open(spec)
    twin.pay(id)
    const { subscriptions } = await twin.customers.read(spec.customerId)

    expect(await checkouts.unusedCents([], 'usd')).toBe(0)
    expect(await checkouts.unusedCents([subscriptions[0]?.id ?? ''], 'eur')).toBe(0)
  })

  it('answers a ping', async () => {
    await expect(checkouts.ping()).resolves.toBeUndefined()
  })
})
