import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { card, createShop, declinedCard, secureCard, workingCard } from '../testing'

let shop: Awaited<ReturnType<typeof createShop>>
beforeEach(async () => {
  shop = await createShop()
})

describe('a Checkout page', () => {
  it('shows the items, the interval and the amount due today', async () => {
    const { path } = await shop.checkout()
    const { status, text, html } = await shop.visit(path)

    expect(status).toBe(200)
    expect(text).toContain('Subscribe to Pro $49.00 per month')
    expect(text).toContain('Total due today $49.00')
    expect(text).toContain('ada@example.com')
    expect(html).toContain('href="https://shop.example/plans"')
  })

  it('shows a trial and the price after it', async () => {
    const { path } = await shop.checkout({ subscription_data: { trial_period_days: 14 } })
    const { text } = await shop.visit(path)

    expect(text).toContain('14 days free Then $49.00 per month, starting December 5, 2026')
    expect(text).toContain('Total due today $0.00')
    expect(text).toContain('Start trial')
  })

  it('shows the price after a discount in the session’s currency', async () => {
    await promotion('HALF', { percent_off: 50, duration: 'once' })
    const [code] = (await shop.stripe.promotionCodes.list({ code: 'HALF' })).data
    const price = await shop.stripe.prices.create({
      product_data: { name: 'Pro' },
      currency: 'usd',
      unit_amount: 4900,
      recurring: { interval: 'month' },
      currency_options: { eur: { unit_amount: 4500 } },
    })
    const { path } = await shop.checkout({
      currency: 'eur',
      line_items: [{ price: price.id, quantity: 2 }],
      discounts: [{ promotion_code: code?.id ?? '' }],
    })
    const { text } = await shop.visit(path)

    expect(text).toContain('€45.00 today Then €90.00 per month')
    expect(text).toContain('Qty 2 · €45.00 each')
  })

  it('lets the buyer change an adjustable quantity within its limits', async () => {
    const { path, session } = await shop.checkout({
      line_items: [
        {
          price: shop.pro.id,
          quantity: 2,
          adjustable_quantity: { enabled: true, minimum: 1, maximum: 4 },
        },
      ],
    })
    const line = (await shop.stripe.checkout.sessions.listLineItems(session.id)).data[0]?.id ?? ''

    const refused = await shop.submit(`${path}/quantity`, { line, quantity: '5' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Choose a quantity from 1 to 4.')

    expect(await shop.submit(`${path}/quantity`, { line, quantity: '3' })).toMatchObject({
      status: 303,
      location: path,
    })
    expect((await shop.visit(path)).text).toContain('Total due today $147.00')
    expect((await shop.submit(`${path}/quantity`, { line, quantity: '' })).status).toBe(422)
  })

  it('asks its questions and keeps the answers', async () => {
    const { path, session } = await shop.checkout({
      consent_collection: { terms_of_service: 'required', promotions: 'auto' },
      custom_text: { submit: { message: 'We pack it today.' } },
      custom_fields: [
        { key: 'team', label: { type: 'custom', custom: 'Team name' }, type: 'text' },
        {
          key: 'size',
          label: { type: 'custom', custom: 'Size' },
          type: 'dropdown',
          optional: true,
          dropdown: { options: [{ label: 'Large', value: 'l' }] },
        },
      ],
    })

    expect((await shop.visit(path)).text).toContain('Size (optional) Choose Large')
    const refused = await shop.submit(path, card(workingCard, { 'custom-size': 'xl' }))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('We pack it today.')
    for (const problem of ['Enter Team name.', 'Choose Size.', 'Agree to the terms of service']) {
      expect(refused.text).toContain(problem)
    }

    const answers = { 'custom-team': 'Analytical', 'custom-size': '', terms: 'yes' }
    expect((await shop.submit(path, card(workingCard, answers))).status).toBe(303)
    expect(await shop.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      consent: { promotions: 'opt_out', terms_of_service: 'accepted' },
      custom_fields: [{ text: { value: 'Analytical' } }, { dropdown: { value: null } }],
    })
  })

  it('shows exclusive tax as a row of its own, and says which tax is included', async () => {
    const rate = async (inclusive: boolean) =>
      (await shop.stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive })).id
    const line = { price: shop.pro.id, quantity: 1 }
    const added = await shop.checkout({ line_items: [{ ...line, tax_rates: [await rate(false)] }] })
    const inside = await shop.checkout({ line_items: [{ ...line, tax_rates: [await rate(true)] }] })

    expect((await shop.visit(added.path)).text).toContain('Tax $9.80 Total due today $58.80')
    expect((await shop.visit(inside.path)).text).toContain(
      'Total due today $49.00 Including $8.17 tax',
    )
  })

  it('asks for the country that automatic tax needs, and shows the new total before it charges', async () => {
    shop.local.engine.taxes.set({ DE: { percentage: 19 } })
    const { path, session } = await shop.checkout({
      automatic_tax: { enabled: true },
      customer_update: { address: 'auto' },
    })
    expect((await shop.visit(path)).text).toContain('Tax Calculated from your country')
    expect((await shop.submit(path, card(workingCard))).text).toContain('Enter the two letters')

    const shown = await shop.submit(path, card(workingCard, { country: 'de' }))
    const before = (await shop.stripe.charges.list()).data
    const paid = await shop.submit(path, card(workingCard, { country: 'de' }))

    expect(shown.text).toContain('Tax $9.31 Total due today $58.31')
    expect(before).toEqual([])
    expect(paid.status).toBe(303)
    expect((await shop.stripe.charges.list()).data.map(({ amount }) => amount)).toEqual([5831])
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(5831)
  })

  it('asks for an email address if there is none', async () => {
    const { path } = await shop.checkout({ customer: undefined })

    const refused = await shop.submit(path, card(workingCard))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Enter your email.')

    const { status } = await shop.submit(path, card(workingCard, { email: 'grace@example.com' }))
    expect(status).toBe(303)
    const { data } = await shop.stripe.customers.list({ email: 'grace@example.com' })
    expect(data).toHaveLength(1)
  })

  it('answers 404 if there is no such session', async () => {
    const { status, text } = await shop.visit('/c/pay/cs_test_nothing')

    expect(status).toBe(404)
    expect(text).toContain('Checkout session not found')
  })
})

describe('paying', () => {
  it('starts the subscription and redirects to the success page with the session’s id', async () => {
    const { session, path } = await shop.checkout()
    const { status, location } = await shop.submit(path, card(workingCard))

    expect(status).toBe(303)
    expect(location).toBe(`https://shop.example/done?session=${session.id}`)
    const { subscription, payment_status } = await shop.stripe.checkout.sessions.retrieve(
      session.id,
      { expand: ['subscription'] },
    )
    expect(payment_status).toBe('paid')
    expect(subscription).toMatchObject({ status: 'active', customer: shop.ada.id })
  })

  it('pays once, even if the form is submitted twice', async () => {
    const { session, path } = await shop.checkout()
    await shop.submit(path, card(workingCard))
    const { location } = await shop.submit(path, card(workingCard))

    expect(location).toBe(`https://shop.example/done?session=${session.id}`)
    const { data } = await shop.stripe.subscriptions.list({ customer: shop.ada.id })
    expect(data).toHaveLength(1)
    expect((await shop.visit(path)).text).toContain('This checkout is complete')
  })

  it('shows the decline at the card number and keeps the entered values', async () => {
    const { session, path } = await shop.checkout()
    const { status, html, text } = await shop.submit(path, card(declinedCard))

    expect(status).toBe(402)
    expect(text).toContain('Your card was declined.')
    expect(html).toMatch(/id="number"[^>]*aria-describedby="number-error"/)
    for (const typed of [declinedCard, '12 / 30', '123', 'Ada Lovelace']) {
      expect(html).toContain(`value="${typed}"`)
    }
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
    expect((await shop.submit(path, card(workingCard))).status).toBe(303)
  })

  it('shows all invalid fields before it charges the card', async () => {
    const { path } = await shop.checkout()
    const { status, text } = await shop.submit(path, card('4242 4242 4242 4241', { cvc: '' }))

    expect(status).toBe(422)
    expect(text).toContain('Your card number is invalid.')
    expect(text).toContain('Enter the 3 or 4 digits of the security code.')
    expect((await shop.stripe.charges.list({ customer: shop.ada.id })).data).toEqual([])
  })

  it('fills in a test card on request and keeps the other fields', async () => {
    const { path } = await shop.checkout({ customer: undefined })
    const typed = { email: 'grace@example.com', name: 'Grace Hopper' }
    const { status, html } = await shop.submit(path, { ...typed, fill: '4000000000000002' })

    expect(status).toBe(200)
    expect(html).toContain(`value="${declinedCard}"`)
    expect(html).toContain('value="grace@example.com"')
    expect(html).toContain('value="Grace Hopper"')
  })
})

describe('3-D Secure', () => {
  it('pays only after 3-D Secure was completed', async () => {
    const { session, path } = await shop.checkout()
    const { location } = await shop.submit(path, card(secureCard))

    expect(location).toBe(`${path}/authenticate`)
    expect((await shop.visit(`${path}/authenticate`)).text).toContain('Approve $49.00?')
    expect((await shop.stripe.subscriptions.list({ customer: shop.ada.id })).data).toEqual([])

    const done = await shop.submit(`${path}/authenticate`, { outcome: 'complete' })
    expect(done.location).toBe(`https://shop.example/done?session=${session.id}`)
    const { data } = await shop.stripe.subscriptions.list({ customer: shop.ada.id })
    expect(data).toMatchObject([{ status: 'active' }])
  })

  it('charges nothing when 3-D Secure fails, and allows another attempt', async () => {
    const { path } = await shop.checkout()
    await shop.submit(path, card(secureCard))
    const { status, text } = await shop.submit(`${path}/authenticate`, { outcome: 'fail' })

    expect(status).toBe(402)
    expect(text).toContain('We are unable to authenticate your payment method.')
    expect((await shop.stripe.subscriptions.list({ customer: shop.ada.id })).data).toEqual([])
    expect((await shop.submit(path, card(workingCard))).status).toBe(303)
  })

  it('has no 3-D Secure page for a session that doesn’t need it', async () => {
    const { path } = await shop.checkout()

    expect((await shop.visit(`${path}/authenticate`)).location).toBe(path)
  })
})

describe('other modes', () => {
  it('takes one payment in payment mode', async () => {
    const { session, path } = await shop.checkout({
      mode: 'payment',
      line_items: [{ price: (await lifetime()).id, quantity: 2 }],
    })
    const page = await shop.visit(path)
    expect(page.text).toContain('Pay for Lifetime $598.00')
    expect(page.text).toContain('Qty 2 · $299.00 each')

    await shop.submit(path, card(workingCard))
    const paid = await shop.stripe.checkout.sessions.retrieve(session.id)
    expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', amount_total: 59_800 })
  })

  it('asks for no card if a trial doesn’t need one', async () => {
    const { session, path } = await shop.checkout({
      payment_method_collection: 'if_required',
      subscription_data: { trial_period_days: 14 },
    })
    expect((await shop.visit(path)).html).not.toContain('Card number')

    await shop.submit(path)
    const done = await shop.stripe.checkout.sessions.retrieve(session.id)
    expect(done).toMatchObject({ status: 'complete', payment_status: 'no_payment_required' })
  })

  it('saves a card without a charge', async () => {
    const { session, path } = await shop.checkout({
      mode: 'setup',
      currency: 'usd',
      line_items: undefined,
    })
    expect((await shop.visit(path)).text).toContain('Nothing due today')

    await shop.submit(path, card(workingCard))
    const { setup_intent } = await shop.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['setup_intent'],
    })
    expect(setup_intent).toMatchObject({ status: 'succeeded', customer: shop.ada.id })
  })

  it('offers the customer’s saved cards and no others', async () => {
    const charles = await shop.stripe.customers.create({ email: 'charles@example.com' })
    const hers = await savedCard(shop.ada.id)
    const his = await savedCard(charles.id)
    const { path } = await shop.checkout()
    expect((await shop.visit(path)).text).toContain('Visa •••• 4242 Another card')

    expect((await shop.submit(path, { method: his.id })).status).toBe(422)
    expect((await shop.submit(path, { method: hers.id })).status).toBe(303)
    const { data } = await shop.stripe.subscriptions.list({ customer: shop.ada.id })
    expect(data).toMatchObject([{ status: 'active', default_payment_method: hers.id }])
  })

  it('settles a bank payment days later, or fails it', async () => {
    const { session, path } = await shop.checkout({
      allowed_payment_method_types: ['card', 'us_bank_account'],
    })
    expect((await shop.visit(path)).text).toContain('Bank account · settles in a few days')

    const { status } = await shop.submit(path, { method: 'us_bank_account', bank: 'succeeds' })
    expect(status).toBe(303)
    const waiting = await shop.stripe.checkout.sessions.retrieve(session.id)
    expect(waiting).toMatchObject({ status: 'complete', payment_status: 'unpaid' })

    shop.local.engine.clock.advance({ days: 7 })
    const settled = await shop.stripe.checkout.sessions.retrieve(session.id)
    expect(settled.payment_status).toBe('paid')
  })
})

describe('promotion codes', () => {
  it('apply their discount, are shown, and can be removed', async () => {
    await promotion('LAUNCH20', { percent_off: 20, duration: 'once' })
    const { session, path } = await shop.checkout({ allow_promotion_codes: true })

    expect((await shop.submit(`${path}/promotion`, { code: 'launch20' })).location).toBe(path)
    const { text } = await shop.visit(path)
    expect(text).toContain('$39.20 today Then $49.00 per month')
    expect(text).toContain('Discount (LAUNCH20) −$9.80 Total due today $39.20')

    await shop.submit(`${path}/promotion`, { code: '' })
    expect((await shop.visit(path)).text).toContain('Total due today $49.00')
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(4900)
  })

  it('reduce the charge by the amount shown', async () => {
    await promotion('HALF', { percent_off: 50, duration: 'forever' })
    const { session, path } = await shop.checkout({ allow_promotion_codes: true })
    await shop.submit(`${path}/promotion`, { code: 'HALF' })
    expect((await shop.visit(path)).text).toContain('$24.50 today Then $24.50 per month')

    await shop.submit(path, card(workingCard))
    const { invoice } = await shop.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['invoice'],
    })
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 2450 })
  })

  it('show an error at their field if they don’t exist', async () => {
    const { path } = await shop.checkout({ allow_promotion_codes: true })
    expect((await shop.visit(path)).text).toContain('Promotion code')

    const { status, html, text } = await shop.submit(`${path}/promotion`, { code: 'NOPE' })

    expect(status).toBe(422)
    expect(text).toContain('This code is invalid.')
    expect(html).toMatch(/id="code"[^>]*value="NOPE"[^>]*aria-describedby="code-error"/)
  })

  it('are refused by a session that doesn’t allow them', async () => {
    await promotion('LAUNCH20', { percent_off: 20, duration: 'once' })
    const { session, path } = await shop.checkout()
    expect((await shop.visit(path)).text).not.toContain('Promotion code')

    await shop.submit(`${path}/promotion`, { code: 'LAUNCH20' })
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(4900)
  })
})

it('shows that a session has expired, and refuses its payment', async () => {
  const { session, path } = await shop.checkout()
  await shop.stripe.checkout.sessions.expire(session.id)

  expect((await shop.visit(path)).text).toContain('This checkout has expired')
  await shop.submit(path, card(workingCard))
  expect((await shop.stripe.subscriptions.list({ customer: shop.ada.id })).data).toEqual([])
})

async function promotion(code: string, terms: Stripe.CouponCreateParams) {
  const coupon = await shop.stripe.coupons.create(terms)
  await shop.stripe.promotionCodes.create({
    code,
    promotion: { type: 'coupon', coupon: coupon.id },
  })
}

async function lifetime() {
  const product = await shop.stripe.products.create({ name: 'Lifetime' })
  return shop.stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 29_900 })
}

/** A saved card with `allow_redisplay`, and its customer. */
async function savedCard(customer: string) {
  const method = await shop.stripe.paymentMethods.create({
    type: 'card',
    card: { token: 'tok_visa' },
    allow_redisplay: 'always',
  })
  return shop.stripe.paymentMethods.attach(method.id, { customer })
}
