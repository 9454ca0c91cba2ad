import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { card, createShop, declinedCard, secureCard, workingCard } from '../testing'

let shop: Awaited<ReturnType<typeof createShop>>
let subscription: Stripe.Subscription
let portal: string

beforeEach(async () => {
  shop = await createShop()
  subscription = await shop.subscribed()
  portal = await openPortal()
})

describe('the overview', () => {
  it('shows the plan, the card, the invoices and the return link', async () => {
    const { text, html } = await shop.visit(portal)

    expect(text).toContain('Pro $49.00 per month Active Renews on December 21, 2026.')
    expect(text).toContain('Visa •••• 4242 Default')
    expect(text).toContain('Nov 21, 2026 Paid')
    expect(html).toContain('href="https://shop.example/settings"')
  })

  it('shows a failed payment first, with a link to pay it', async () => {
    shop.local.engine.customers.nextPaymentFails(shop.ada.id, true)
    shop.local.engine.clock.advanceToNextRenewal()
    const { html, text } = await shop.visit(portal)
    expect(text).toContain('A payment of $49.00 failed. Pay it now')

    const [, invoice] = /href="(\/i\/in_\w+)">Pay it now/.exec(html) ?? []
    await shop.submit(invoice ?? '', card(workingCard))
    expect((await shop.visit(portal)).text).not.toContain('failed')
    const { status } = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(status).toBe('active')
  })

  it('shows empty states for a new customer', async () => {
    const grace = await shop.stripe.customers.create({ email: 'grace@example.com' })
    const { text } = await shop.visit(await openPortal({ customer: grace.id }))

    expect(text).toContain('No subscription right now.')
    expect(text).toContain('No card yet.')
    expect(text).toContain('The first invoice will appear here.')
  })

  it('answers 404 if there is no such session', async () => {
    expect((await shop.visit('/p/session/bps_nothing')).status).toBe(404)
  })
})

describe('canceling', () => {
  it('asks why, ends at the period end, and can be undone', async () => {
    const form = await shop.visit(`${portal}/subscriptions/${subscription.id}/cancel`)
    expect(form.text).toContain('You have access until December 21, 2026')

    const reason = { feedback: 'too_expensive', comment: 'Lovely, but.' }
    await shop.submit(`${portal}/subscriptions/${subscription.id}/cancel`, reason)
    const canceled = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(canceled.cancel_at ?? canceled.cancel_at_period_end).toBeTruthy()
    expect(canceled.cancellation_details).toMatchObject(reason)
    expect((await shop.visit(portal)).text).toContain('Ends on December 21, 2026')

    await shop.submit(`${portal}/subscriptions/${subscription.id}/resume`)
    expect((await shop.visit(portal)).text).toContain('Renews on December 21, 2026.')
  })

  it('doesn’t cancel another customer’s subscription', async () => {
    const grace = await shop.stripe.customers.create({ email: 'grace@example.com' })
    const hers = await openPortal({ customer: grace.id })
    const { status } = await shop.submit(`${hers}/subscriptions/${subscription.id}/cancel`)

    expect(status).toBe(404)
    const kept = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(kept).toMatchObject({ cancel_at: null, cancel_at_period_end: false })
  })
})

describe('changing the plan', () => {
  const update = () => `${portal}/subscriptions/${subscription.id}/update`

  it('offers the plans of the configuration, and marks the current one', async () => {
    portal = await openPortal({ configuration: await allowingChanges('always_invoice') })
    const { text } = await shop.visit(update())

    expect(text).toContain('Starter $19.00 per month Pro · current $49.00 per month')
  })

  it('lists the monthly prices before the yearly ones, each from the cheapest', async () => {
    const yearly = await shop.stripe.prices.create({
      product: String(shop.starter.product),
      currency: 'usd',
      unit_amount: 2_000,
      recurring: { interval: 'year' },
    })
    portal = await openPortal({
      configuration: await allowingChanges('always_invoice', [], yearly),
    })
    const { text } = await shop.visit(update())

    expect(text).toMatch(/\$19\.00 per month .*\$49\.00 per month .*\$20\.00 per year/)
  })

  it('charges exactly what it showed, even later', async () => {
    portal = await openPortal({ configuration: await allowingChanges('always_invoice') })
    shop.local.engine.clock.advance({ days: 10 })
    const query = new URLSearchParams({ price: shop.pro.id, quantity: '3' })
    const { text, html } = await shop.visit(`${update()}/confirm?${query}`)
    const [, shown] = /Due now \$([\d.]+)/.exec(text) ?? []
    const before = await shop.stripe.invoices.list({ customer: shop.ada.id })
    expect(before.data).toHaveLength(1)

    shop.local.engine.clock.advance({ hours: 5 })
    const done = await shop.submit(`${update()}/confirm`, hiddenFields(html))
    expect(done.location).toBe(`${portal}?notice=updated`)
    const { data } = await shop.stripe.invoices.list({ customer: shop.ada.id })
    expect(data[0]).toMatchObject({ status: 'paid', total: Math.round(Number(shown) * 100) })
    const [item] = (await shop.stripe.subscriptions.retrieve(subscription.id)).items.data
    expect(item).toMatchObject({ quantity: 3 })
  })

  it('shows the next invoice if nothing is due now', async () => {
    portal = await openPortal({ configuration: await allowingChanges('create_prorations') })
    const { text } = await shop.visit(`${update()}/confirm?price=${shop.starter.id}`)

    expect(text).toContain('On the next invoice, December 21, 2026')
    expect(text).toContain('Confirm change')
  })

  it('waits for the period end if the configuration says so, and can be undone', async () => {
    const waiting = await allowingChanges('always_invoice', ['decreasing_item_amount'])
    portal = await openPortal({ configuration: waiting })
    const { text, html } = await shop.visit(`${update()}/confirm?price=${shop.starter.id}`)
    expect(text).toContain('Your plan stays as it is until December 21, 2026.')
    expect(text).toContain('On the next invoice, December 21, 2026 $19.00')

    const change = () => shop.submit(`${update()}/confirm`, hiddenFields(html))
    expect((await change()).location).toBe(`${portal}?notice=scheduled`)
    expect((await shop.visit(portal)).text).toContain('Changes on December 21, 2026 as scheduled.')
    await shop.submit(`${portal}/subscriptions/${subscription.id}/keep`)
    expect((await shop.stripe.subscriptions.retrieve(subscription.id)).schedule).toBeNull()

    await change()
    const before = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(before.items.data[0]?.price.id).toBe(shop.pro.id)
    shop.local.engine.clock.advance({ days: 31 })
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(after.items.data[0]?.price.id).toBe(shop.starter.id)
    const { data } = await shop.stripe.invoices.list({ customer: shop.ada.id })
    expect(data.map((invoice) => [invoice.status, invoice.total])).toEqual([
      ['paid', 1900],
      ['paid', 4900],
    ])
  })

  it('changes from yearly to monthly at the end of the year, and then charges what it showed', async () => {
    const yearly = await shop.stripe.prices.create({
      product: String(shop.pro.product),
      currency: 'usd',
      unit_amount: 49_000,
      recurring: { interval: 'year' },
    })
    const [item] = subscription.items.data
    const items = [{ id: item?.id, price: yearly.id }]
    await shop.stripe.subscriptions.update(subscription.id, {
      items,
      billing_cycle_anchor: { type: 'now' },
    })
    const waiting = await allowingChanges('always_invoice', ['shortening_interval'])
    portal = await openPortal({ configuration: waiting })

    const { text, html } = await shop.visit(`${update()}/confirm?price=${shop.pro.id}`)
    await shop.submit(`${update()}/confirm`, hiddenFields(html))
    shop.local.engine.clock.advance({ days: 366 })

    expect(text).toContain('On the next invoice, November 21, 2027 $49.00')
    const [invoice] = (await shop.stripe.invoices.list({ customer: shop.ada.id })).data
    expect(invoice).toMatchObject({ status: 'paid', total: 4900 })
    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(after.items.data[0]?.price.id).toBe(shop.pro.id)
  })

  it('at the end of the period keeps the discounts', async () => {
    const half = await shop.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    await shop.stripe.subscriptions.update(subscription.id, { discounts: [{ coupon: half.id }] })
    const waiting = await allowingChanges('always_invoice', ['decreasing_item_amount'])
    portal = await openPortal({ configuration: waiting })

    const { text, html } = await shop.visit(`${update()}/confirm?price=${shop.starter.id}`)
    await shop.submit(`${update()}/confirm`, hiddenFields(html))
    shop.local.engine.clock.advance({ days: 31 })

    expect(text).toContain('On the next invoice, December 21, 2026 $9.50')
    const [invoice] = (await shop.stripe.invoices.list({ customer: shop.ada.id })).data
    expect(invoice).toMatchObject({ status: 'paid', total: 950 })
  })

  it('happens at once if the new price is higher', async () => {
    const waiting = await allowingChanges('always_invoice', ['decreasing_item_amount'])
    portal = await openPortal({ configuration: waiting })
    const query = new URLSearchParams({ price: shop.pro.id, quantity: '2' })
    const { html } = await shop.visit(`${update()}/confirm?${query}`)
    await shop.submit(`${update()}/confirm`, hiddenFields(html))

    const after = await shop.stripe.subscriptions.retrieve(subscription.id)
    expect(after).toMatchObject({ schedule: null, items: { data: [{ quantity: 2 }] } })
  })

  it('changes nothing when the card is declined, and shows it', async () => {
    portal = await openPortal({ configuration: await allowingChanges('always_invoice') })
    shop.local.engine.customers.nextPaymentFails(shop.ada.id, true)
    const query = new URLSearchParams({ price: shop.pro.id, quantity: '2' })
    const { html } = await shop.visit(`${update()}/confirm?${query}`)
    const { status, text } = await shop.submit(`${update()}/confirm`, hiddenFields(html))

    expect(status).toBe(402)
    expect(text).toContain('Nothing has changed.')
    const [item] = (await shop.stripe.subscriptions.retrieve(subscription.id)).items.data
    expect(item).toMatchObject({ quantity: 1 })
  })

  it.each([
    ['a price that isn’t offered', { price: 'price_other' }],
    ['a quantity below one', { quantity: '-1' }],
    ['a fraction', { quantity: '1.5' }],
  ])('redirects back from %s', async (_, query) => {
    portal = await openPortal({ configuration: await allowingChanges('always_invoice') })
    const page = await shop.visit(`${update()}/confirm?${new URLSearchParams(query)}`)

    expect(page.location).toBe(update())
  })
})

describe('billing information', () => {
  it('can be changed as far as the configuration allows', async () => {
    const { location } = await shop.submit(`${portal}/information`, {
      name: 'Ada King',
      email: 'ada@lovelace.example',
    })

    expect(location).toBe(`${portal}?notice=information`)
    const ada = await shop.stripe.customers.retrieve(shop.ada.id)
    expect(ada).toMatchObject({ name: 'Ada King', email: 'ada@lovelace.example' })
  })

  it('is not saved in part', async () => {
    const { status, text } = await shop.submit(`${portal}/information`, { name: 'Ada', email: '' })

    expect(status).toBe(422)
    expect(text).toContain('Enter an email.')
    const ada = await shop.stripe.customers.retrieve(shop.ada.id)
    expect(ada).toMatchObject({ name: 'Ada Lovelace', email: 'ada@example.com' })
  })
})

describe('payment methods', () => {
  it('adds a card and makes it the default', async () => {
    const added = await shop.submit(
      `${portal}/payment-methods/add`,
      card('5555 5555 5555 4444', { default: 'yes' }),
    )

    expect(added.location).toBe(`${portal}?notice=method_added`)
    expect((await shop.visit(portal)).text).toContain('Mastercard •••• 4444 Default')
  })

  it('doesn’t save a declined card, and shows why', async () => {
    const { status, text } = await shop.submit(`${portal}/payment-methods/add`, card(declinedCard))

    expect(status).toBe(402)
    expect(text).toContain('Your card was declined.')
    expect((await shop.visit(portal)).text).not.toContain('0002')
  })

  it('shows the 3-D Secure page if the card requires it', async () => {
    const { location } = await shop.submit(`${portal}/payment-methods/add`, card(secureCard))
    expect(location).toContain(`${portal}/payment-methods/authenticate?setup=seti_`)

    await shop.submit(location ?? '', { outcome: 'complete' })
    expect((await shop.visit(portal)).text).toContain('Visa •••• 3155')
  })

  it('removes a card', async () => {
    await shop.submit(`${portal}/payment-methods/add`, card('5555 5555 5555 4444'))
    const { data } = await shop.stripe.paymentMethods.list({ customer: shop.ada.id })
    const added = data.find((method) => method.card?.last4 === '4444')
    await shop.submit(`${portal}/payment-methods/${added?.id}/remove`)

    const { text } = await shop.visit(portal)
    expect(text).not.toContain('4444')
    expect(text).toContain('4242')
  })
})

describe('a session with a flow', () => {
  it.each([
    ['payment_method_update', () => '/payment-methods/add'],
    ['subscription_cancel', () => `/subscriptions/${subscription.id}/cancel`],
    ['subscription_update', () => `/subscriptions/${subscription.id}/update`],
  ])('opens with the step of %s', async (type, step) => {
    const flow_data = { type, ...(type !== 'payment_method_update' && { [type]: about() }) }
    const configuration =
      type === 'subscription_update' && (await allowingChanges('always_invoice'))
    const path = await openPortal({ flow_data, ...(configuration && { configuration }) })

    expect((await shop.visit(path)).location).toBe(`${path}${step()}`)
  })

  it('opens with the preview of a change', async () => {
    const [item] = subscription.items.data
    const path = await openPortal({
      configuration: await allowingChanges('always_invoice'),
      flow_data: {
        type: 'subscription_update_confirm',
        subscription_update_confirm: {
          subscription: subscription.id,
          items: [{ id: item?.id ?? '', price: shop.starter.id, quantity: 4 }],
        },
      },
    })
    const { location } = await shop.visit(path)

    expect((await shop.visit(location ?? '')).text).toContain('From Pro to Starter × 4 $76.00')
  })

  it('asks how long to pause, and lets the customer resume', async () => {
    const { id: configuration } = await shop.stripe.billingPortal.configurations.create({
      features: { subscription_pause: { enabled: true } },
    })
    const flow_data = { type: 'subscription_pause', subscription_pause: about() }
    const path = await openPortal({ flow_data, configuration })

    const { location } = await shop.visit(path)
    expect(location).toBe(`${path}/subscriptions/${subscription.id}/pause`)
    expect((await shop.visit(location ?? '')).text).toContain('Pause for 1 month')
    const done = await shop.submit(location ?? '', { duration: '0' })

    const { text } = await shop.visit(done.location ?? '')
    expect(text).toContain('Your subscription is paused.')
    expect(text).toContain('Resume subscription')
    expect(text).not.toContain('Pause subscription')
    await shop.submit(`${path}/subscriptions/${subscription.id}/resume`)
    expect((await shop.visit(`${path}/home`)).text).toContain('Pause subscription')
  })

  it('redirects to its return URL after the step', async () => {
    const path = await openPortal({
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: about(),
        after_completion: {
          type: 'redirect',
          redirect: { return_url: 'https://shop.example/bye' },
        },
      },
    })
    const done = await shop.submit(`${path}/subscriptions/${subscription.id}/cancel`)

    expect(done.location).toBe('https://shop.example/bye')
  })

  it('ends with its custom message', async () => {
    const path = await openPortal({
      flow_data: {
        type: 'payment_method_update',
        after_completion: {
          type: 'hosted_confirmation',
          hosted_confirmation: { custom_message: 'See you soon.' },
        },
      },
    })
    const { location } = await shop.submit(`${path}/payment-methods/add`, card(workingCard))

    const { text } = await shop.visit(location ?? '')
    expect(text).toContain('The card was saved.')
    expect(text).toContain('See you soon.')
  })
})

const about = () => ({ subscription: subscription.id })

async function openPortal(params: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) {
  const session = await shop.stripe.billingPortal.sessions.create({
    customer: shop.ada.id,
    return_url: 'https://shop.example/settings',
    ...params,
  })
  return new URL(session.url).pathname
}

/** A portal configuration that allows changes between both plans and of the quantity. */
async function allowingChanges(
  proration_behavior: 'always_invoice' | 'create_prorations',
  waitIf: ('decreasing_item_amount' | 'shortening_interval')[] = [],
  ...others: Stripe.Price[]
) {
  const products = [shop.starter, shop.pro].map(({ id, product }) => ({
    product: String(product),
    prices: [id, ...others.filter((other) => other.product === product).map(({ id }) => id)],
  }))
  const { id } = await shop.stripe.billingPortal.configurations.create({
    features: {
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity'],
        proration_behavior,
        products,
        schedule_at_period_end: { conditions: waitIf.map((type) => ({ type })) },
      },
    },
  })
  return id
}

/** The hidden fields of the form on a page. */
const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )
