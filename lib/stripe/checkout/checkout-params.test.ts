import { describe, expect, it } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { checkoutParams, type Found } from './checkout-params'
import type { CheckoutSpec } from './checkouts'

const order = (changes: Partial<CheckoutSpec> = {}): CheckoutSpec => ({
  userId: 'sub-ada',
  customerId: 'cus_1',
  plan: 'pro',
  interval: 'month',
  lookupKey: 'saas_pro_month',
  quantity: 2,
  trialDays: null,
  successUrl: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
  cancelUrl: 'https://app.test/setup-billing',
  ...changes,
})
const once = { interval: 'once', quantity: 1 }
const settings = (changes: object) => defineCatalog({ ...saas, ...changes })
const params = (changes: Partial<CheckoutSpec> = {}, catalog = saas, found: Partial<Found> = {}) =>
  checkoutParams(order(changes), { price: 'price_1', metered: [], coupon: null, ...found }, catalog)

it('have every parameter of a subscription', () => {
  const metadata = { cognito_sub: 'sub-ada', plan: 'pro' }

  expect(params()).toEqual({
    mode: 'subscription',
    customer: 'cus_1',
    client_reference_id: 'sub-ada',
    line_items: [{ price: 'price_1', quantity: 2 }],
    allow_promotion_codes: true,
    success_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://app.test/setup-billing',
    metadata,
    subscription_data: { metadata },
  })
})

it('add metered prices without a quantity', () => {
  expect(params({}, saas, { metered: ['price_2', 'price_3'] }).line_items).toEqual([
    { price: 'price_1', quantity: 2 },
    { price: 'price_2' },
    { price: 'price_3' },
  ])
})

it('name the chosen currency', () => {
  expect(params({ currency: 'eur' })).toMatchObject({ currency: 'eur' })
})

describe('a promotion', () => {
  it('that is known leaves no field for a code: Stripe refuses both in one session', () => {
    const given = params({ promotion: 'promo_1' })

    expect(given.discounts).toEqual([{ promotion_code: 'promo_1' }])
    expect(given).not.toHaveProperty('allow_promotion_codes')
  })

  it('has no field if the catalog takes no codes', () => {
    const catalog = settings({ checkout: { promotionCodes: false } })

    expect(params({}, catalog)).not.toHaveProperty('allow_promotion_codes')
  })

  it('has no field for a one-time purchase, which must not be free', () => {
    expect(params(once)).not.toHaveProperty('allow_promotion_codes')
    expect(params({ ...once, promotion: 'promo_1' }).discounts).toEqual([
      { promotion_code: 'promo_1' },
    ])
  })
})

describe('what is bought once', () => {
  it('is a payment that names its plan and the subscriptions it ends', () => {
    expect(params({ ...once, ends: ['sub_1', 'sub_2'] })).toMatchObject({
      mode: 'payment',
      payment_intent_data: {
        metadata: { cognito_sub: 'sub-ada', plan: 'pro', ends: 'sub_1,sub_2' },
      },
    })
    expect(params(once).payment_intent_data?.metadata).not.toHaveProperty('ends')
    expect(params(once)).not.toHaveProperty('subscription_data')
  })

  it('takes the credit as a coupon of its own', () => {
    expect(params(once, saas, { coupon: 'co_1' }).discounts).toEqual([{ coupon: 'co_1' }])
  })
})

describe('a trial', () => {
  it('asks for a card, and ends without one, unless the catalog says otherwise', () => {
    expect(params({ trialDays: 14 })).toMatchObject({
      payment_method_collection: 'always',
      subscription_data: {
        trial_period_days: 14,
        trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
      },
    })
  })

  it.each([
    ['cancel', 'cancel'],
    ['pause', 'pause'],
    ['invoice', 'create_invoice'],
  ] as const)('without a card ends in %s', (withoutCard, stripes) => {
    const catalog = settings({ trial: { card: 'optional', withoutCard } })

    expect(params({ trialDays: 14 }, catalog)).toMatchObject({
      payment_method_collection: 'if_required',
      subscription_data: {
        trial_settings: { end_behavior: { missing_payment_method: stripes } },
      },
    })
  })

  it('is left out if there is none', () => {
    const catalog = settings({ trial: { card: 'optional' } })

    expect(params({}, catalog)).not.toHaveProperty('payment_method_collection')
    expect(params({}, catalog).subscription_data).not.toHaveProperty('trial_settings')
  })
})

describe('tax', () => {
  it('is calculated by Stripe, which keeps the address it needs', () => {
    expect(params({}, settings({ checkout: { automaticTax: true } }))).toMatchObject({
      automatic_tax: { enabled: true },
      customer_update: { address: 'auto', name: 'auto' },
    })
  })

  it('ids are collected together with the name', () => {
    const asks = params({}, settings({ checkout: { taxIds: true } }))

    expect(asks).toMatchObject({
      tax_id_collection: { enabled: true },
      customer_update: { name: 'auto' },
    })
    expect(asks).not.toHaveProperty('automatic_tax')
  })

  it('is left alone by default', () => {
    expect(params()).not.toHaveProperty('customer_update')
  })
})

describe('a session inside our own page', () => {
  it('has one return address and no page at Stripe', () => {
    const embedded = params({ isEmbedded: true })

    expect(embedded).toMatchObject({
      ui_mode: 'embedded_page',
      return_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
    })
    expect(embedded).not.toHaveProperty('success_url')
    expect(embedded).not.toHaveProperty('cancel_url')
  })
})
