import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const raw = (
  local: ReturnType<typeof stripeInProcess>['local'],
  path: string,
  init: RequestInit = {},
) =>
  local.fetch(`http://stripe.test${path}`, {
    ...init,
    headers: { authorization: 'Bearer sk_test_local', ...init.headers },
  })

describe('requests', () => {
  it('refuses a request without a key, and one with an unknown key', async () => {
    const { local } = stripeInProcess({ secretKeys: ['sk_test_right'] })

    const without = await local.fetch('http://stripe.test/v1/customers')
    const wrong = await raw(local, '/v1/customers')

    expect(without.status).toBe(401)
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining('Invalid API Key') },
    })
  })

  it('limits the rate if an option says so', async () => {
    const { local } = stripeInProcess({ requestsPerSecond: 5 })

    const answers = await Promise.all(Array.from({ length: 20 }, () => raw(local, '/v1/customers')))

    // All within one second, or within two if the second changes in between.
    const refused = answers.filter((response) => response.status === 429).length
    expect(refused).toBeGreaterThanOrEqual(10)
    expect(refused).toBeLessThanOrEqual(15)
  })

  it('answers 501 with method and path for unknown paths', async () => {
    const { local } = stripeInProcess()

    const response = await raw(local, '/v1/issuing/cards', { method: 'POST' })

    expect(response.status).toBe(501)
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('POST /v1/issuing/cards') },
    })
  })

  it.each([
    ['an unknown parameter', 'nickname=x', 'parameter_unknown', 'nickname'],
    [
      'an unknown nested parameter',
      'shipping[address][planet]=x&shipping[name]=y',
      'parameter_unknown',
      'shipping[address][planet]',
    ],
    ['an integer that is none', 'balance=lots', 'parameter_invalid_integer', 'balance'],
    [
      'an empty value of a required parameter',
      'invoice_prefix=',
      'parameter_invalid_empty',
      'invoice_prefix',
    ],
    ['a missing nested parameter', 'shipping[name]=y', 'parameter_missing', 'shipping[address]'],
    [
      'a payment method that does not exist',
      'payment_method=pm_nothing',
      'resource_missing',
      'payment_method',
    ],
  ])('answers %s with Stripe’s error', async (_, body, code, param) => {
    const { local } = stripeInProcess()

    const response = await raw(local, '/v1/customers', { method: 'POST', body })

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', code, param },
    })
    expect(local.engine.store.customers.size).toBe(0)
  })

  it('answers 404 for an object that does not exist', async () => {
    const { stripe } = stripeInProcess()

    await expect(stripe.customers.retrieve('cus_nobody')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such customer: 'cus_nobody'",
    })
  })

  it('answers with the time of the local clock', async () => {
    const { local, engine } = stripeInProcess()
    engine.clock.advance({ days: 40 })

    const response = await raw(local, '/v1/customers')

    expect(response.headers.get('date')).toBe('Tue, 24 Feb 2026 12:00:00 GMT')
    expect(response.headers.get('request-id')).toMatch(/^req_/)
    expect(response.headers.get('stripe-version')).toBe('2026-10-28.endive')
  })

  it('treats __proto__ as an ordinary key', async () => {
    const { local } = stripeInProcess()

    const response = await raw(local, '/v1/customers', {
      method: 'POST',
      body: 'metadata[__proto__]=polluted&metadata[ok]=1',
    })

    expect(response.status).toBe(200)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(await response.json()).toMatchObject({ metadata: { ok: '1' } })
  })
})

describe('idempotency', () => {
  it('replays the answer to the same request, with a header', async () => {
    const { stripe, engine } = stripeInProcess()
    const options = { idempotencyKey: 'customer:1' }

    const first = await stripe.customers.create({ email: 'a@example.com' }, options)
    const second = await stripe.customers.create({ email: 'a@example.com' }, options)

    expect(second.id).toBe(first.id)
    expect(new Headers(second.lastResponse.headers).get('idempotent-replayed')).toBe('true')
    expect(engine.store.customers.size).toBe(1)
  })

  it('refuses a key that was used for another request', async () => {
    const { stripe } = stripeInProcess()
    await stripe.customers.create({ email: 'a@example.com' }, { idempotencyKey: 'k' })

    await expect(
      stripe.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'k' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })

  it('does not store the answer to a request that was not executed', async () => {
    const { stripe } = stripeInProcess()
    const options = { idempotencyKey: 'k' }

    await expect(
      stripe.customers.create({ payment_method: 'pm_nothing' }, options),
    ).rejects.toMatchObject({ statusCode: 400 })
    await expect(stripe.customers.create({}, options)).resolves.toMatchObject({
      object: 'customer',
    })
  })
})

describe('lists', () => {
  it('are paged in both directions, newest first', async () => {
    const { stripe } = stripeInProcess()
    for (const name of 'abcde') await stripe.customers.create({ name })
    const names = (page: { data: { name?: string | null }[] }) =>
      page.data.map((each) => each.name).join('')

    const first = await stripe.customers.list({ limit: 2 })
    const next = await stripe.customers.list({ limit: 2, starting_after: first.data[1]?.id })
    const back = await stripe.customers.list({ limit: 2, ending_before: next.data[1]?.id })

    expect([names(first), first.has_more]).toEqual(['ed', true])
    expect([names(next), next.has_more]).toEqual(['cb', true])
    expect([names(back), back.has_more]).toEqual(['dc', true])
  })

  it('work with auto-pagination', async () => {
    const { stripe } = stripeInProcess()
    for (let i = 0; i < 25; i++) await stripe.customers.create({ name: String(i) })

    const all = await stripe.customers.list().autoPagingToArray({ limit: 1000 })

    expect(all.map((customer) => customer.name)).toEqual(
      Array.from({ length: 25 }, (_, i) => String(24 - i)),
    )
  })

  it('find prices by lookup key, which is unique', async () => {
    const { stripe } = stripeInProcess()
    const old = await monthlyPrice(stripe, 1900, 'pro_monthly')

    await expect(monthlyPrice(stripe, 4900, 'pro_monthly')).rejects.toMatchObject({
      param: 'lookup_key',
    })
    const now = await stripe.prices.create({
      product: old.product as string,
      currency: 'usd',
      unit_amount: 4900,
      recurring: { interval: 'month' },
      lookup_key: 'pro_monthly',
      transfer_lookup_key: true,
    })

    const found = await stripe.prices.list({ lookup_keys: ['pro_monthly'] })
    expect(found.data.map((price) => price.id)).toEqual([now.id])
    expect((await stripe.prices.retrieve(old.id)).lookup_key).toBeNull()
  })

  it('does not archive the default price of a product', async () => {
    const { stripe } = stripeInProcess()
    const price = await monthlyPrice(stripe, 1900, 'pro_monthly')
    const product = price.product as string
    await stripe.products.update(product, { default_price: price.id })

    await expect(stripe.prices.update(price.id, { active: false })).rejects.toThrow(
      'default price of its product',
    )
  })

  it('of a customer who never existed are refused, and of a deleted one are not', async () => {
    const { stripe } = stripeInProcess()
    const { id } = await stripe.customers.create({})
    await stripe.customers.del(id)

    await expect(stripe.subscriptions.list({ customer: 'cus_none' })).rejects.toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    })
    expect((await stripe.subscriptions.list({ customer: id })).data).toEqual([])
  })

  it('omit canceled subscriptions unless the status is all', async () => {
    const { stripe } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const price = await monthlyPrice(stripe)
    const items = [{ price: price.id }]
    const kept = await stripe.subscriptions.create({ customer: customer.id, items })
    const gone = await stripe.subscriptions.create({ customer: customer.id, items })
    await stripe.subscriptions.cancel(gone.id)

    const usual = await stripe.subscriptions.list({ customer: customer.id })
    const all = await stripe.subscriptions.list({ customer: customer.id, status: 'all' })

    expect(usual.data.map((each) => each.id)).toEqual([kept.id])
    expect(all.data.map((each) => each.id)).toEqual([gone.id, kept.id])
  })
})

describe('expand', () => {
  it('expands four levels and not more', async () => {
    const { stripe } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const price = await monthlyPrice(stripe)
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })

    const four = await stripe.subscriptions.retrieve(id, {
      expand: ['latest_invoice.payments.data.invoice'],
    })
    const invoice = four.latest_invoice as Stripe.Invoice

    expect(invoice.payments?.data[0]?.invoice).toMatchObject({ id: invoice.id, object: 'invoice' })
    await expect(
      stripe.subscriptions.retrieve(id, {
        expand: ['latest_invoice.payments.data.payment.payment_intent'],
      }),
    ).rejects.toMatchObject({
      code: 'property_expansion_max_depth',
      message:
        'You cannot expand more than 4 levels of a property. Property: latest_invoice.payments.data.payment.payment_intent',
    })
  })

  it('refuses a field that is not a reference', async () => {
    const { stripe } = stripeInProcess()
    const customer = await stripe.customers.create()

    await expect(
      stripe.customers.retrieve(customer.id, { expand: ['livemode'] }),
    ).rejects.toMatchObject({ message: 'This property cannot be expanded (livemode).' })
  })

  it.each([
    ['metadata', ''],
    ['missing', ''],
    ['customer', " You may want to try expanding 'data.customer' instead."],
    ['data.missing', ''],
    ['data.customer.missing', ''],
    ['data.automatic_tax', ''],
    ['data.items.price', ''],
    ['data.items.data.missing', ''],
    ['data.pending_update.items', ''],
    ['data.latest_invoice.payments.payment_intent', ''],
    ['data.status', ''],
  ])('refuses %s of subscriptions by their type: the list is empty', async (path, hint) => {
    const { stripe } = stripeInProcess()

    await expect(stripe.subscriptions.list({ expand: [path] })).rejects.toMatchObject({
      statusCode: 400,
      param: 'expand',
      message: `This property cannot be expanded (${path}).${hint}`,
    })
  })

  it('refuses a wrong path before the request takes effect', async () => {
    const { stripe } = stripeInProcess()

    await expect(stripe.customers.create({ expand: ['card'] })).rejects.toMatchObject({
      message: 'This property cannot be expanded (card).',
    })
    expect((await stripe.customers.list()).data).toEqual([])
  })

  it.each([
    'data.customer.invoice_settings.default_payment_method',
    'data.default_payment_method',
    'data.discounts.promotion_code',
    'data',
    'data.items',
    'data.items.data.price',
    'data.latest_invoice.confirmation_secret',
    'data.latest_invoice.lines.data',
    'data.pending_setup_intent',
    'data.test_clock',
  ])('takes %s of subscriptions', async (path) => {
    const { stripe } = stripeInProcess()

    expect((await stripe.subscriptions.list({ expand: [path] })).data).toEqual([])
  })
})

describe('metadata', () => {
  it('is merged by key; an empty value unsets a key, an empty string unsets all', async () => {
    const { stripe } = stripeInProcess()
    const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } })

    const merged = await stripe.customers.update(id, { metadata: { b: '', c: '3' } })
    const emptied = await stripe.customers.update(id, { metadata: '' })

    expect(merged.metadata).toEqual({ a: '1', c: '3' })
    expect(emptied.metadata).toEqual({})
  })

  it('has limits', async () => {
    const { stripe } = stripeInProcess()
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))

    await expect(stripe.customers.create({ metadata: many })).rejects.toMatchObject({
      param: 'metadata',
    })
    await expect(
      stripe.customers.create({ metadata: { k: 'v'.repeat(501) } }),
    ).rejects.toMatchObject({ statusCode: 400 })
    await expect(
      stripe.customers.create({ metadata: { [`k${'x'.repeat(40)}`]: 'v' } }),
    ).rejects.toMatchObject({ statusCode: 400 })
    await expect(stripe.customers.create({ metadata: { 'a[b]': 'v' } })).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('square brackets'),
    })
  })
})

describe('what Stripe checks of every request', () => {
  it('refuses an API version that does not exist', async () => {
    const { stripe } = stripeInProcess()

    await expect(stripe.customers.list({}, { apiVersion: '2026-02-30' })).rejects.toMatchObject({
      statusCode: 400,
      message: 'Invalid Stripe API version: 2026-02-30',
    })
    expect((await stripe.customers.list({}, { apiVersion: '2020-08-27' })).data).toEqual([])
  })

  it('refuses an email address that is none', async () => {
    const { stripe } = stripeInProcess()

    await expect(stripe.customers.create({ email: 'not an email' })).rejects.toMatchObject({
      statusCode: 400,
      code: 'email_invalid',
      param: 'email',
      message: 'Invalid email address: not an email',
    })
  })

  it('refuses a webhook endpoint for an event type that does not exist', async () => {
    const { stripe } = stripeInProcess()

    await expect(
      stripe.webhookEndpoints.create({
        url: 'https://shop.example/webhook',
        enabled_events: ['invoice.paid', 'invoice.payed' as 'invoice.paid'],
      }),
    ).rejects.toMatchObject({
      statusCode: 400,
      param: 'enabled_events[1]',
      message: expect.stringMatching(/^Invalid enabled_events\[1\]: must be one of \*, /),
    })
  })
})
