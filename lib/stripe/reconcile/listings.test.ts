import { beforeEach, describe, expect, it } from 'vitest'
import { StaleCursor } from '@/lib/pagination'
import { stripeCheckouts } from '@/lib/stripe/checkout/stripe-checkouts'
import { memoryStripe } from '@/lib/stripe/memory-stripe'
import { withLifetime } from '@/testing/catalog'
import { purchase, subscription } from '@/testing/facts'
import { allPages } from '@/testing/pages'
import { openStripe } from '@/testing/stripe/local-stripe'
import type { Listings } from './listings'
import { memoryListings } from './memory-listings'
import { stripeListings } from './stripe-listings'

type Shop = {
  listings: Listings
  customer(owner: string | null): Promise<string>
  /** Buys Pro monthly. Returns the subscription's id. */
  subscribe(customerId: string): Promise<string>
  cancel(subscriptionId: string, customerId: string): Promise<unknown>
  /** Lets the next renewal of a subscription fail. */
  failRenewal(customerId: string): Promise<void>
  buyLifetime(customerId: string): Promise<void>
  deleteCustomer(customerId: string): void
}

const shops: [name: string, open: () => Promise<Shop>][] = [
  ['memory', openMemory],
  ['stripe', openLocal],
]

describe.each(shops)('%s listings', (_, open) => {
  let shop: Shop
  beforeEach(async () => {
    shop = await open()
  })

  it('are empty for an empty account', async () => {
    const { listings } = shop
    const empty = { items: [], next: null }

    expect(await listings.customers(null)).toEqual(empty)
    expect(await listings.subscriptions(null)).toEqual(empty)
    expect(await listings.openInvoices(null)).toEqual(empty)
    expect(await listings.purchases(null)).toEqual(empty)
  })

  it('show every customer once, a hundred per page, each with its owner', async () => {
    const made = new Map<string, string | null>()
    for (let i = 0; i < 230; i++) {
      const owner = i % 10 ? `sub-${i}` : null
      made.set(await shop.customer(owner), owner)
    }

    const pages = await allPages((after) => shop.listings.customers(after))

    expect(pages.map(({ length }) => length)).toEqual([100, 100, 30])
    const listed = pages.flat().map(({ customerId, owner }) => [customerId, owner] as const)
    expect(new Map(listed)).toEqual(made)
  })

  it('omit a deleted customer', async () => {
    const gone = await shop.customer('sub-gone')
    const here = await shop.customer('sub-here')
    shop.deleteCustomer(gone)

    const [page] = await allPages((after) => shop.listings.customers(after))

    expect(page).toEqual([{ customerId: here, owner: 'sub-here' }])
  })

  it('continue, or report a stale cursor, if the last customer of a page was deleted', async () => {
    for (let i = 0; i < 130; i++) await shop.customer(`sub-${i}`)
    const first = await shop.listings.customers(null)
    shop.deleteCustomer(first.next ?? '')

    const rest = await shop.listings.customers(first.next).catch((error: unknown) => error)

    if (rest instanceof Error) expect(rest).toBeInstanceOf(StaleCursor)
    else expect(rest).toMatchObject({ items: { length: 30 }, next: null })
  })

  it('show a subscription with its customer and its prices', async () => {
    const customerId = await shop.customer('sub-ada')
    const id = await shop.subscribe(customerId)

    expect((await shop.listings.subscriptions(null)).items).toMatchObject([
      { customerId, fact: { id, status: 'active', prices: [{ lookupKey: 'saas_pro_month' }] } },
    ])
  })

  it('show a subscription that has ended', async () => {
    const customerId = await shop.customer('sub-ada')
    const id = await shop.subscribe(customerId)

    await shop.cancel(id, customerId)

    expect((await shop.listings.subscriptions(null)).items).toMatchObject([
      { customerId, fact: { id, status: 'canceled' } },
    ])
  })

  it('show since when a subscription is unpaid, with the open invoices', async () => {
    const customerId = await shop.customer('sub-ada')
    const id = await shop.subscribe(customerId)
    expect((await shop.listings.openInvoices(null)).items).toEqual([])

    await shop.failRenewal(customerId)

    expect((await shop.listings.subscriptions(null)).items).toMatchObject([
      { fact: { status: 'past_due', unpaidSince: null } },
    ])
    expect((await shop.listings.openInvoices(null)).items).toEqual([
      { subscriptionId: id, unpaidSince: new Date('2026-04-01T12:00:00Z'), dueAt: null },
    ])
  })

  it('show one-time purchases', async () => {
    const customerId = await shop.customer('sub-ada')
    await shop.buyLifetime(customerId)

    expect((await shop.listings.purchases(null)).items).toMatchObject([
      { customerId, fact: { plan: 'lifetime', amountRefundedCents: 0, dispute: 'none' } },
    ])
  })
})

async function openMemory(): Promise<Shop> {
  const memory = memoryStripe(() => new Date('2026-03-01T12:00:00Z'))
  let made = 0
  return {
    listings: memoryListings(memory),
    async customer(owner) {
      const customerId = `cus_${++made}`
      memory.set(customerId, { owner })
      return customerId
    },
    async subscribe(customerId) {
      memory.set(customerId, { subscriptions: [subscription('pro', { id: 'sub_1' })] })
      return 'sub_1'
    },
    async cancel(id, customerId) {
      const canceled = subscription('pro', { id, status: 'canceled' })
      memory.set(customerId, { subscriptions: [canceled] })
    },
    async failRenewal(customerId) {
      const unpaid = {
        id: 'sub_1',
        status: 'past_due',
        unpaidSince: new Date('2026-04-01T12:00:00Z'),
      } as const
      memory.set(customerId, { subscriptions: [subscription('pro', unpaid)] })
    },
    async buyLifetime(customerId) {
      memory.set(customerId, { purchases: [purchase({ plan: 'lifetime' })] })
    },
    deleteCustomer: memory.deleteCustomer,
  }
}

async function openLocal(): Promise<Shop> {
  const { stripe, direct, engine } = await openStripe({ catalog: withLifetime })
  const checkouts = stripeCheckouts(stripe, withLifetime)
  return {
    listings: stripeListings(stripe, { catalog: withLifetime, pricePlans: {} }),
    async customer(owner) {
      const made = await direct.customers.create(owner ? { metadata: { cognito_sub: owner } } : {})
      return made.id
    },
    async subscribe(customer) {
      const card = await direct.paymentMethods.attach('pm_card_visa', { customer })
      const prices = await direct.prices.list({ lookup_keys: ['saas_pro_month'] })
      const subscription = await direct.subscriptions.create({
        customer,
        items: [{ price: prices.data[0]?.id ?? '' }],
        default_payment_method: card.id,
      })
      return subscription.id
    },
    cancel: (id) => direct.subscriptions.cancel(id),
    async failRenewal(customer) {
      const card = await direct.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
      const [running] = (await direct.subscriptions.list({ customer })).data
      await direct.subscriptions.update(running?.id ?? '', { default_payment_method: card.id })
      engine.clock.advanceTo(new Date('2026-04-01T14:00:00Z'))
    },
    async buyLifetime(customerId) {
      const { id } = await checkouts.open({
        userId: 'sub-ada',
        customerId,
        plan: 'lifetime',
        interval: 'once',
        lookupKey: 'test_lifetime',
        quantity: 1,
        trialDays: null,
        successUrl: 'https://app.test/return',
        cancelUrl: 'https://app.test/plans',
      })
      engine.checkout.pay(id, { number: '4242424242424242' })
    },
    deleteCustomer: (customerId) => engine.customers.delete(customerId),
  }
}
