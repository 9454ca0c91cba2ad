import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutSpec } from '@/lib/stripe/checkout/checkouts'
import { checkoutSpec, lifetime, type StripeTwin, stripeTwins } from '@/testing/stripe/twins'
import type { Customers } from './customers'

describe.each(stripeTwins)('%s customers', (_, open) => {
  let twin: StripeTwin
  let customers: Customers
  let userId: string
  let customerId: string
  beforeEach(async () => {
    twin = await open()
    customers = twin.customers
    userId = randomUUID()
    customerId = await customers.create({ userId, email: 'ada@example.com' })
  })

  async function buy(changes: Partial<CheckoutSpec> = {}) {
    const { id } = await twin.checkouts.open(checkoutSpec({ userId, customerId }, changes))
    twin.pay(id)
  }

  describe('create', () => {
    it('makes one customer per user, however often and at once it is called', async () => {
      const again = await Promise.all([
        customers.create({ userId, email: 'ada@example.com' }),
        customers.create({ userId, email: 'ada@example.com' }),
      ])

      expect(again).toEqual([customerId, customerId])
      expect(customerId).toMatch(/^cus_/)
    })

    it('makes another customer for another user with the same address', async () => {
      const other = await customers.create({ userId: 'other', email: 'ada@example.com' })

      expect(other).not.toBe(customerId)
    })

    it('replaces a deleted customer, and returns the same replacement again', async () => {
      twin.deleteCustomer(customerId)
      const user = { userId, email: 'ada@example.com' }
      const other = await customers.create(user, customerId)

      expect(other).not.toBe(customerId)
      expect(await customers.ownerOf(other)).toBe(userId)
      expect(await customers.create(user, customerId)).toBe(other)
    })

    it('returns the same customer after the user’s address changed', async () => {
      expect(await customers.create({ userId, email: 'new@example.com' })).toBe(customerId)
    })

    it('takes a user without an address', async () => {
      const other = await customers.create({ userId: 'no-address', email: null })

      expect(await customers.ownerOf(other)).toBe('no-address')
    })
  })

  it('changes an address, and does nothing for a deleted customer', async () => {
    await customers.changeEmail(customerId, 'new@example.com')
    twin.deleteCustomer(customerId)

    await expect(customers.changeEmail(customerId, 'x@example.com')).resolves.toBeUndefined()
  })

  it('finds a customer by the user’s sub only', async () => {
    expect(await customers.find(userId)).toBe(customerId)
    expect(await customers.find('sub-nobody')).toBeNull()
    expect(await customers.find(`x' OR email:'ada@example.com`)).toBeNull()
  })

  it('names the owner of a customer we made, and of no other', async () => {
    expect(await customers.ownerOf(customerId)).toBe(userId)
    expect(await customers.ownerOf(await twin.makeCustomer())).toBeNull()
    expect(await customers.ownerOf('cus_unheard')).toBeNull()

    twin.deleteCustomer(customerId)
    expect(await customers.ownerOf(customerId)).toBeNull()
  })

  it('finds the customer of a charge', async () => {
    await buy(lifetime)
    const [purchase] = (await customers.read(customerId)).purchases

    expect(await customers.ofCharge(purchase?.id ?? '')).toBe(customerId)
    expect(await customers.ofCharge('ch_unheard')).toBeNull()
  })

  describe('read', () => {
    it('finds nothing for a customer who bought nothing, at a time no later than now', async () => {
      const read = await customers.read(customerId)

      expect(read).toMatchObject({ subscriptions: [], purchases: [] })
      const age = twin.now().getTime() - read.readAt.subscriptions.getTime()
      expect(age).toBeGreaterThanOrEqual(0)
      expect(age).toBeLessThan(3_000)
      expect(read.readAt.purchases?.getTime()).toBeLessThanOrEqual(twin.now().getTime())
    })

    it('fails for a customer who never existed, as with the key of another account', async () => {
      await expect(customers.read('cus_unheard')).rejects.toThrow('No such customer')
    })

    it('finds nothing that still runs for a deleted customer', async () => {
      await buy()
      twin.deleteCustomer(customerId)

      const { subscriptions } = await customers.read(customerId)
      expect(subscriptions.filter(({ status }) => status !== 'canceled')).toEqual([])
    })

    it('shows a subscription and what it is for as soon as it is paid', async () => {
      const { id } = await twin.checkouts.open(
        checkoutSpec({ userId, customerId }, { quantity: 3 }),
      )
      expect((await customers.read(customerId)).subscriptions).toEqual([])
      twin.pay(id)

      expect((await customers.read(customerId)).subscriptions).toMatchObject([
        {
          status: 'active',
          prices: [{ lookupKey: 'saas_pro_month' }],
          quantity: 3,
          createdAt: twin.now(),
          currentPeriodStart: twin.now(),
          trialStart: null,
          trialEnd: null,
          cancelAt: null,
          endedAt: null,
          unpaidSince: null,
        },
      ])
    })

    it('shows a trial with its end', async () => {
      await buy({ trialDays: 14 })

      expect((await customers.read(customerId)).subscriptions).toMatchObject([
        {
          status: 'trialing',
          trialStart: twin.now(),
          trialEnd: new Date(twin.now().getTime() + 14 * 86_400_000),
        },
      ])
    })

    it('shows a one-time purchase as a purchase, not as a subscription', async () => {
      await buy(lifetime)

      expect(await customers.read(customerId)).toMatchObject({
        subscriptions: [],
        purchases: [
          {
            plan: 'lifetime',
            currency: 'usd',
            paidAt: twin.now(),
            amountRefundedCents: 0,
            dispute: 'none',
          },
        ],
      })
    })

    it('shows everything, the newest first', async () => {
      await buy()
      twin.pass(1)
      await buy({ lookupKey: 'saas_starter_month' })

      const { subscriptions } = await customers.read(customerId)
      expect(subscriptions.map(({ prices }) => prices[0]?.lookupKey)).toEqual([
        'saas_starter_month',
        'saas_pro_month',
      ])
    })
  })
})
