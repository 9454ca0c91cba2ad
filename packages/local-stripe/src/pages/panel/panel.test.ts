import { beforeEach, describe, expect, it } from 'vitest'
import { BASE, createShop } from '../testing'

let shop: Awaited<ReturnType<typeof createShop>>
beforeEach(async () => {
  shop = await createShop()
})

describe('the clock', () => {
  it('shows the local time, and moves on request', async () => {
    expect((await shop.visit('/_panel')).text).toContain('Nov 21, 2026, 12:00:00 PM UTC')

    const moved = await shop.submit('/_panel/clock', { to: 'week', from: '/_panel/events' })
    expect(moved.location).toBe('/_panel/events?notice=clock')
    expect((await shop.visit('/_panel')).text).toContain('Nov 28, 2026, 12:00:00 PM UTC')

    await shop.submit('/_panel/clock', { to: 'date', date: '2027-01-31' })
    await shop.submit('/_panel/clock', { to: 'month' })
    expect((await shop.visit('/_panel')).text).toContain('Feb 28, 2027, 12:00:00 PM UTC')
  })

  it('renews a subscription on the way', async () => {
    const { id } = await shop.subscribed()
    await shop.submit('/_panel/clock', { to: 'renewal' })

    const { data } = await shop.stripe.invoices.list({ subscription: id })
    expect(data.map(({ status, billing_reason }) => [status, billing_reason])).toEqual([
      ['paid', 'subscription_cycle'],
      ['paid', 'subscription_create'],
    ])
  })

  it('shows the upcoming tasks and their customers', async () => {
    await shop.subscribed()

    expect((await shop.visit('/_panel')).text).toMatch(
      /Upcoming renewal notice · ada@example.com sub_\w+ Dec 14, 2026, 12:00:00 PM UTC Subscription renewal/,
    )
  })

  it.each([
    ['backwards', { to: 'date', date: '2020-01-01' }],
    ['a hundred years ahead', { to: 'date', date: '2126-11-21' }],
    ['to an invalid date', { to: 'date', date: 'soon' }],
    ['to a renewal that is not scheduled', { to: 'renewal' }],
    ['anywhere else', { to: 'yesterday' }],
  ])('does not move %s', async (_, fields) => {
    const { location } = await shop.submit('/_panel/clock', fields)

    expect((await shop.visit(location ?? '')).html).toContain('role="alert"')
    expect(shop.local.engine.clock.now()).toEqual(new Date('2026-11-21T12:00:00Z'))
  })

  it('can’t be moved by another site, and doesn’t redirect to one', async () => {
    const foreign = await shop.site.request(`${BASE}/_panel/clock`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: new URLSearchParams({ to: 'day' }),
    })
    expect(foreign.status).toBe(403)

    const { location } = await shop.submit('/_panel/clock', { to: 'day', from: '//evil.example' })
    expect(location).toBe('/_panel?notice=clock')
  })
})

describe('customers', () => {
  it('are found by a part of their email address, and shown with their plan', async () => {
    await shop.subscribed()
    await shop.stripe.customers.create({ email: 'grace@example.com' })
    const { text } = await shop.visit('/_panel?q=ADA')

    expect(text).toContain('ada@example.com')
    expect(text).toContain('$49.00 per month Active')
    expect(text).not.toContain('grace@example.com')
    expect((await shop.visit('/_panel?q=nobody')).text).toContain('No customers match “nobody”.')
  })

  it('show subscriptions, payments, invoices and cards', async () => {
    await shop.subscribed()
    const { text } = await shop.visit(`/_panel/customers/${shop.ada.id}`)

    expect(text).toContain('Pro $49.00 per month Active')
    expect(text).toContain('$49.00 Succeeded')
    expect(text).toContain('Visa •••• 4242')
    expect((await shop.visit('/_panel/customers/cus_nobody')).status).toBe(404)
  })

  it('can be made to fail their next payment', async () => {
    const { id } = await shop.subscribed()
    await shop.submit(`/_panel/customers/${shop.ada.id}/next-payment`, { fails: 'yes' })
    expect((await shop.visit(`/_panel/customers/${shop.ada.id}`)).html).toContain(
      'aria-pressed="true"',
    )

    await shop.submit('/_panel/clock', { to: 'renewal' })
    expect((await shop.stripe.subscriptions.retrieve(id)).status).toBe('past_due')
  })

  it('have a portal link', async () => {
    const { location } = await shop.submit(`/_panel/customers/${shop.ada.id}/portal`)

    expect((await shop.visit(location ?? '')).text).toContain('ada@example.com')
  })
})

describe('payments', () => {
  const paid = async () => {
    await shop.subscribed()
    const [charge] = (await shop.stripe.charges.list({ customer: shop.ada.id })).data
    return charge?.id ?? ''
  }
  const page = async () => (await shop.visit(`/_panel/customers/${shop.ada.id}`)).text

  it('are refunded in part, then the rest', async () => {
    const charge = await paid()
    const { location } = await shop.submit(`/_panel/charges/${charge}/refund`, { amount: '10.50' })
    expect(location).toBe(`/_panel/customers/${shop.ada.id}?notice=refunded`)
    expect(await page()).toContain('$49.00 $10.50 refunded')

    await shop.submit(`/_panel/charges/${charge}/refund`, { amount: '38.50' })
    expect(await page()).toContain('$49.00 Refunded')
    expect((await shop.visit(`/r/${charge}`)).text).toContain('Refunded -$49.00')
  })

  it('are not refunded more than once', async () => {
    const charge = await paid()
    const { status, text } = await shop.submit(`/_panel/charges/${charge}/refund`, { amount: '50' })

    expect(status).toBe(400)
    expect(text).toContain('greater than unrefunded amount')
    expect(await page()).toContain('$49.00 Succeeded')
  })

  it.each([
    ['won', 'Dispute won'],
    ['lost', 'Dispute lost'],
  ])('can be disputed, and the dispute %s', async (outcome, badge) => {
    const charge = await paid()
    await shop.submit(`/_panel/charges/${charge}/dispute`)
    expect(await page()).toContain('$49.00 Disputed')

    const [dispute] = (await shop.stripe.disputes.list({ charge })).data
    await shop.submit(`/_panel/disputes/${dispute?.id}`, { outcome })
    expect(await page()).toContain(`$49.00 ${badge}`)
    expect((await shop.stripe.disputes.retrieve(dispute?.id ?? '')).status).toBe(outcome)
  })
})

describe('events', () => {
  it('are listed newest first, by type and by customer', async () => {
    await shop.subscribed()
    await shop.stripe.customers.create({ email: 'grace@example.com' })

    const all = await shop.visit('/_panel/events')
    expect(all.text.indexOf('invoice.paid')).toBeLessThan(all.text.indexOf('product.created'))
    const paid = await shop.visit('/_panel/events?type=invoice.*')
    expect(paid.text).toContain('invoice.paid')
    expect(paid.text).not.toContain('customer.created')
    const hers = await shop.visit(`/_panel/events?customer=${shop.ada.id}`)
    expect(hers.text.match(/customer\.created/g)).toHaveLength(1)
  })

  it('show their payload, changes and deliveries, and can be sent again', async () => {
    const received: string[] = []
    const told = await createShop({
      fetch: async (_, init) => {
        received.push(String(init?.body))
        return new Response('thank you')
      },
    })
    told.local.listen('http://shop.example/webhook', 'whsec_test')
    await told.stripe.customers.update(told.ada.id, { name: 'Ada King' })
    await told.local.deliveries.settled()

    const [event] = (await told.stripe.events.list({ type: 'customer.updated' })).data
    const { text } = await told.visit(`/_panel/events/${event?.id}`)
    expect(text).toContain('http://shop.example/webhook Delivered')
    expect(text).toContain('200')
    expect(text).toContain('thank you')
    expect(text).toContain('{ "name": "Ada Lovelace" }')

    await told.submit(`/_panel/events/${event?.id}/resend`)
    await told.local.deliveries.settled()
    expect(received.map((body) => JSON.parse(body).id)).toEqual([event?.id, event?.id])
  })

  it('are escaped', async () => {
    await shop.stripe.customers.update(shop.ada.id, { name: '<script>alert(1)</script>' })
    const [event] = (await shop.stripe.events.list({ type: 'customer.updated' })).data

    for (const path of [
      '/_panel',
      `/_panel/customers/${shop.ada.id}`,
      `/_panel/events/${event?.id}`,
    ]) {
      expect((await shop.visit(path)).html).not.toContain('<script>alert')
    }
  })
})

describe('faults', () => {
  it('are set, shown and reset', async () => {
    await shop.submit('/_panel/faults', { duplicate: '1', failAfter: '0.1' })
    expect(shop.local.faults.rates()).toMatchObject({ duplicate: 1, failAfter: 0.1, slow: 0 })
    expect((await shop.visit('/_panel/faults')).text).toContain('Faults are on.')

    await shop.submit('/_panel/faults', { reset: 'yes' })
    expect(shop.local.faults.rates()).toMatchObject({ duplicate: 0, failAfter: 0 })
  })

  it('never affect the pages', async () => {
    const { path } = await shop.checkout()
    await shop.submit('/_panel/faults', { failBefore: '1' })

    expect((await shop.visit(path)).status).toBe(200)
    expect((await shop.visit('/_panel')).status).toBe(200)
  })
})

it('shows empty states', async () => {
  expect((await shop.visit('/_panel/webhooks')).text).toContain('No endpoints yet.')
  expect((await shop.visit('/_panel/events?type=refund.created')).text).toContain(
    'No matching events.',
  )
  expect((await shop.visit('/_panel/nonsense')).status).toBe(404)
})
