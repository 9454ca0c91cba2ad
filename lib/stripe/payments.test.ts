import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { withLifetime } from '@/testing/catalog'
import { openStripe } from '@/testing/local-stripe'
import { memoryPayments } from './memory-payments'
import { type CheckoutOrder, CustomerGone, type Payments } from './payments'
import { stripePayments } from './stripe-payments'

/** A Stripe to make promises about, and what a buyer, an owner and time do to it. */
type Shop = {
  payments: Payments
  pay(sessionId: string): void
  deleteCustomer(customerId: string): void
  foreignCustomer(): Promise<string>
  pass(hours: number): void
  now(): Date
}

const shops: [name: string, open: () => Promise<Shop>][] = [
  ['memory', openMemory],
  ['stripe', openLocal],
]

describe.each(shops)('%s payments', (_, open) => {
  let shop: Shop
  let payments: Payments
  let userId: string
  let customerId: string
  beforeEach(async () => {
    shop = await open()
    payments = shop.payments
    userId = randomUUID()
    customerId = await payments.createCustomer({ userId, email: 'ada@example.com' })
  })
  const order = (changes: Partial<CheckoutOrder> = {}): CheckoutOrder => ({
    userId,
    customerId,
    plan: 'pro',
    interval: 'month',
    lookupKey: 'saas_pro_month',
    quantity: 1,
    trialDays: null,
    successUrl: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
    cancelUrl: 'https://app.test/plans',
    ...changes,
  })

  describe('a customer', () => {
    it('is made once for a person, however often and however many at once ask', async () => {
      const again = await Promise.all([
        payments.createCustomer({ userId, email: 'ada@example.com' }),
        payments.createCustomer({ userId, email: 'ada@example.com' }),
      ])

      expect(again).toEqual([customerId, customerId])
      expect(customerId).toMatch(/^cus_/)
    })

    it('is another for another person, even with the same address', async () => {
      const other = await payments.createCustomer({ userId: 'other', email: 'ada@example.com' })

      expect(other).not.toBe(customerId)
    })

    it('is another in place of one that was deleted, and the same other when asked again', async () => {
      shop.deleteCustomer(customerId)
      const person = { userId, email: 'ada@example.com' }
      const other = await payments.createCustomer(person, customerId)

      expect(other).not.toBe(customerId)
      expect(await payments.customerOwner(other)).toBe(userId)
      expect(await payments.createCustomer(person, customerId)).toBe(other)
    })

    it('is the same for a person whose address changed', async () => {
      expect(await payments.createCustomer({ userId, email: 'new@example.com' })).toBe(customerId)
    })

    it('takes a new address; a deleted one takes nothing, and that is no failure', async () => {
      await payments.changeEmail(customerId, 'new@example.com')
      shop.deleteCustomer(customerId)

      await expect(payments.changeEmail(customerId, 'x@example.com')).resolves.toBeUndefined()
    })

    it('is found by their sub, and nobody else is', async () => {
      expect(await payments.findCustomer(userId)).toBe(customerId)
      expect(await payments.findCustomer('sub-nobody')).toBeNull()
      expect(await payments.findCustomer(`x' OR email:'ada@example.com`)).toBeNull()
    })

    it('may have no address', async () => {
      const other = await payments.createCustomer({ userId: 'no-address', email: null })

      expect(await payments.customerOwner(other)).toBe('no-address')
    })

    it('names its owner; one we did not make, or that is gone, names nobody', async () => {
      expect(await payments.customerOwner(customerId)).toBe(userId)
      expect(await payments.customerOwner(await shop.foreignCustomer())).toBeNull()
      expect(await payments.customerOwner('cus_unheard')).toBeNull()

      shop.deleteCustomer(customerId)
      expect(await payments.customerOwner(customerId)).toBeNull()
    })
  })

  describe('what is read', () => {
    it('is nothing of a customer who bought nothing, at a time no later than now', async () => {
      const read = await payments.read(customerId)

      expect(read).toMatchObject({ subscriptions: [], purchases: [] })
      const age = shop.now().getTime() - read.readAt.subscriptions.getTime()
      expect(age).toBeGreaterThanOrEqual(0)
      expect(age).toBeLessThan(3_000)
      expect(read.readAt.purchases?.getTime()).toBeLessThanOrEqual(shop.now().getTime())
    })

    it('is nothing of a customer who was never there', async () => {
      expect(await payments.read('cus_unheard')).toMatchObject({
        subscriptions: [],
        purchases: [],
      })
    })

    it('is nothing that still runs of a customer who is gone', async () => {
      const { id } = await payments.openCheckout(order())
      shop.pay(id)
      shop.deleteCustomer(customerId)

      const { subscriptions } = await payments.read(customerId)
      expect(subscriptions.filter(({ status }) => status !== 'canceled')).toEqual([])
    })

    it('shows a subscription the moment it is paid, and what it is for', async () => {
      const { id } = await payments.openCheckout(order({ quantity: 3 }))
      expect((await payments.read(customerId)).subscriptions).toEqual([])
      shop.pay(id)

      expect((await payments.read(customerId)).subscriptions).toMatchObject([
        {
          status: 'active',
          prices: [{ lookupKey: 'saas_pro_month' }],
          quantity: 3,
          createdAt: shop.now(),
          currentPeriodStart: shop.now(),
          trialStart: null,
          trialEnd: null,
          cancelAt: null,
          endedAt: null,
          unpaidSince: null,
        },
      ])
    })

    it('shows a trial with its end', async () => {
      const { id } = await payments.openCheckout(order({ trialDays: 14 }))
      shop.pay(id)

      expect((await payments.read(customerId)).subscriptions).toMatchObject([
        {
          status: 'trialing',
          trialStart: shop.now(),
          trialEnd: new Date(shop.now().getTime() + 14 * 86_400_000),
        },
      ])
    })

    it('shows a one-time purchase as such, and no subscription', async () => {
      const { id } = await payments.openCheckout(
        order({ plan: 'lifetime', interval: 'once', lookupKey: 'test_lifetime' }),
      )
      shop.pay(id)

      expect(await payments.read(customerId)).toMatchObject({
        subscriptions: [],
        purchases: [
          {
            plan: 'lifetime',
            currency: 'usd',
            paidAt: shop.now(),
            amountRefundedCents: 0,
            dispute: 'none',
          },
        ],
      })
    })

    it('shows everything, the newest first', async () => {
      const first = await payments.openCheckout(order())
      shop.pay(first.id)
      shop.pass(1)
      const second = await payments.openCheckout(order({ lookupKey: 'saas_starter_month' }))
      shop.pay(second.id)

      const { subscriptions } = await payments.read(customerId)
      expect(subscriptions.map(({ prices }) => prices[0]?.lookupKey)).toEqual([
        'saas_starter_month',
        'saas_pro_month',
      ])
    })
  })

  it('knows whose a charge is, if it is anybody’s', async () => {
    const { id } = await payments.openCheckout(
      order({ plan: 'lifetime', interval: 'once', lookupKey: 'test_lifetime' }),
    )
    shop.pay(id)
    const [purchase] = (await payments.read(customerId)).purchases

    expect(await payments.customerOfCharge(purchase?.id ?? '')).toBe(customerId)
    expect(await payments.customerOfCharge('ch_unheard')).toBeNull()
  })

  describe('a checkout session', () => {
    it('opens for its customer, with a place to pay and a day to do it', async () => {
      const session = await payments.openCheckout(order())

      expect(session).toMatchObject({ customerId, status: 'open', paid: false })
      expect(session.id).toMatch(/^cs_\w+$/)
      expect(session.url).toContain(session.id)
      expect(session.expiresAt.getTime() - shop.now().getTime()).toBe(86_400_000)
      expect(await payments.checkoutSession(session.id)).toEqual(session)
    })

    it('is another each time', async () => {
      const [one, two] = [
        await payments.openCheckout(order()),
        await payments.openCheckout(order()),
      ]

      expect(one.id).not.toBe(two.id)
    })

    it('is null when there is none', async () => {
      expect(await payments.checkoutSession('cs_test_unheard')).toBeNull()
    })

    it('is complete and paid once it is, and can not be paid or ended any more', async () => {
      const { id } = await payments.openCheckout(order())
      shop.pay(id)

      expect(await payments.checkoutSession(id)).toMatchObject({
        status: 'complete',
        paid: true,
        url: null,
      })
      expect(await payments.expireCheckout(id)).toBe(false)
      expect(await payments.checkoutSession(id)).toMatchObject({ status: 'complete' })
    })

    it('can be ended, and ended again', async () => {
      const { id } = await payments.openCheckout(order())

      expect(await payments.expireCheckout(id)).toBe(true)
      expect(await payments.checkoutSession(id)).toMatchObject({ status: 'expired', url: null })
      expect(await payments.expireCheckout(id)).toBe(true)
    })

    it('ends by itself', async () => {
      const { id } = await payments.openCheckout(order())
      shop.pass(25)

      expect(await payments.checkoutSession(id)).toMatchObject({ status: 'expired', url: null })
    })

    it('is refused for a customer who is gone', async () => {
      shop.deleteCustomer(customerId)

      await expect(payments.openCheckout(order())).rejects.toThrow(CustomerGone)
      const visit = { customerId, returnUrl: 'https://app.test/settings' }
      await expect(payments.openPortal(visit)).rejects.toThrow(CustomerGone)
    })
  })

  it('opens the portal at an address', async () => {
    const url = await payments.openPortal({ customerId, returnUrl: 'https://app.test/settings' })

    expect(new URL(url).protocol).toMatch(/^https?:$/)
  })

  it('answers a ping', async () => {
    await expect(payments.ping()).resolves.toBeUndefined()
  })
})

async function openMemory(): Promise<Shop> {
  let now = new Date('2026-03-01T12:00:00Z')
  const payments = memoryPayments(() => now)
  return {
    payments,
    ...payments,
    foreignCustomer: async () => {
      payments.set('cus_foreign', {})
      return 'cus_foreign'
    },
    pass: (hours) => {
      now = new Date(now.getTime() + hours * 3_600_000)
    },
    now: () => now,
  }
}

async function openLocal(): Promise<Shop> {
  const { stripe, direct, engine } = await openStripe({ catalog: withLifetime })
  return {
    payments: stripePayments(stripe, withLifetime),
    pay: (sessionId) => void engine.checkout.pay(sessionId, { number: '4242424242424242' }),
    deleteCustomer: (customerId) => void engine.customers.delete(customerId),
    foreignCustomer: async () => (await direct.customers.create({ email: 'ada@example.com' })).id,
    pass: (hours) => engine.clock.advance({ hours }),
    now: () => engine.clock.now(),
  }
}
