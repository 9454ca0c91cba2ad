import type { z } from 'zod'
import { HOUR } from './calendar'
import { sessionTotals } from './checkout-totals'
import { customerOf } from './customers'
import { DiscountsGiven } from './discounts-given'
import { invalid } from './errors'
import {
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  oneOf,
  open,
  taken,
  text,
  withMetadata,
} from './params'
import { PriceCreate, PriceData } from './price-data'
import { priceAmount, sellsIn } from './price-maths'
import { createPrice } from './prices'
import { SubscriptionTerms } from './subscription-terms'
import type { CheckoutLine, CheckoutSession, Price } from './wire'
import { change, create, find, type World } from './world'

const LineItem = hash({
  price: text.optional(),
  price_data: hash({
    ...PriceData.shape,
    product: text.optional(),
    product_data: PriceCreate.shape.product_data
      .or(
        hash({
          name: text,
          description: taken,
          images: taken,
          metadata: metadata.optional(),
          tax_code: taken,
          unit_label: taken,
        }).transform(({ name, metadata }) => ({ name, metadata })),
      )
      .optional(),
  }).optional(),
  quantity: natural.optional(),
  adjustable_quantity: taken,
  dynamic_tax_rates: taken,
  metadata: taken,
  tax_rates: taken,
})

export const CheckoutSessionCreate = hash({
  adaptive_pricing: taken,
  after_expiration: taken,
  allow_promotion_codes: flag.optional(),
  automatic_tax: taken,
  billing_address_collection: oneOf('auto', 'required').optional(),
  branding_settings: taken,
  cancel_url: text.optional(),
  client_reference_id: text.optional(),
  consent_collection: taken,
  currency: text.optional(),
  custom_fields: taken,
  custom_text: taken,
  customer: text.optional(),
  customer_creation: oneOf('always', 'if_required').optional(),
  customer_email: text.optional(),
  customer_update: taken,
  discounts: DiscountsGiven.optional(),
  excluded_payment_method_types: taken,
  expires_at: integer.optional(),
  integration_identifier: taken,
  invoice_creation: taken,
  line_items: many(LineItem).optional(),
  locale: open<CheckoutSession['locale']>().optional(),
  metadata: metadata.optional(),
  mode: oneOf('payment', 'setup', 'subscription').optional(),
  name_collection: taken,
  optional_items: taken,
  origin_context: taken,
  payment_intent_data: hash({
    capture_method: taken,
    description: text.optional(),
    metadata: metadata.optional(),
    receipt_email: taken,
    setup_future_usage: oneOf('off_session', 'on_session').optional(),
    shipping: taken,
    statement_descriptor: taken,
    statement_descriptor_suffix: taken,
    transfer_group: taken,
  }).optional(),
  payment_method_collection: oneOf('always', 'if_required').optional(),
  payment_method_configuration: taken,
  payment_method_data: taken,
  payment_method_options: taken,
  // No longer in the SDK's types; requests of older API versions still carry it.
  payment_method_types: many(text).optional(),
  permissions: taken,
  phone_number_collection: hash({ enabled: flag }).optional(),
  redirect_on_completion: text.optional(),
  return_url: text.optional(),
  saved_payment_method_options: taken,
  setup_intent_data: taken,
  shipping_address_collection: taken,
  shipping_options: taken,
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe').optional(),
  subscription_data: SubscriptionTerms.optional(),
  success_url: text.optional(),
  tax_id_collection: hash({ enabled: flag, required: text.optional() }).optional(),
  ui_mode: oneOf(
    'hosted_page',
    'embedded_page',
    'elements',
    'form',
    'hosted',
    'embedded',
  ).optional(),
  wallet_options: taken,
})
export type CheckoutSessionCreate = z.output<typeof CheckoutSessionCreate>

export const CheckoutSessionUpdate = hash({
  metadata: metadata.optional(),
  collected_information: taken,
  shipping_options: taken,
})

export function createCheckoutSession(
  world: World,
  params: CheckoutSessionCreate,
): CheckoutSession {
  const prices = (params.line_items ?? []).map((item, i) => lineItemPrice(world, item, i))
  const mode = params.mode ?? 'payment'
  check(world, params, mode, prices)
  const currency = params.currency?.toLowerCase() ?? prices[0]?.currency ?? 'usd'
  const hosted = !params.ui_mode || params.ui_mode.startsWith('hosted')
  const id = world.ids.next('cs_test_b1', 56).replace('b1_', 'b1')
  const now = world.clock.seconds()
  const items = prices.map((price, i) => ({
    price: price.id,
    quantity: params.line_items?.[i]?.quantity ?? 1,
  }))
  items.forEach((item, i) => {
    const price = prices[i]
    if (price) putLine(world, id, price, item.quantity, currency)
  })
  const trial = params.subscription_data?.trial_period_days || params.subscription_data?.trial_end
  const totals = sessionTotals(world, {
    items,
    discounts: params.discounts ?? null,
    customer: params.customer ?? null,
    currency,
    free: Boolean(trial),
  })
  world.store.checkoutOrders.put({
    id,
    object: 'checkout_order',
    items,
    subscriptionData: params.subscription_data ?? null,
    paymentIntentData: params.payment_intent_data ?? null,
    discounts: params.discounts ?? null,
    waiting: null,
  })
  const session: CheckoutSession = {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    amount_subtotal: totals.subtotal,
    amount_total: totals.total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: hosted ? null : world.ids.next(`${id}_secret`, 40),
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: mode === 'setup' ? (params.currency ?? null) : currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation:
      mode === 'subscription' || params.customer
        ? null
        : (params.customer_creation ?? 'if_required'),
    customer_details: params.customer ? detailsOf(world, params.customer) : null,
    customer_email: params.customer_email ?? null,
    discounts: (params.discounts ?? []).map((each) => ({
      coupon: each.coupon ?? null,
      promotion_code: each.promotion_code ?? null,
    })),
    expires_at: params.expires_at ?? now + 24 * HOUR,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: withMetadata({}, params.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection:
      mode === 'payment'
        ? (params.payment_method_collection ?? 'if_required')
        : (params.payment_method_collection ?? 'always'),
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } } as never,
    payment_method_types: params.payment_method_types ?? ['card'],
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    ...(params.return_url && { return_url: params.return_url }),
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: totals.discount, amount_shipping: 0, amount_tax: 0 },
    ui_mode: uiMode(params.ui_mode),
    url: hosted ? `${world.settings.baseUrl}/c/pay/${id}` : null,
    wallet_options: null,
  }
  world.agenda.plan('expire session', id, session.expires_at * 1000)
  return create(world, world.store.checkoutSessions, session)
}

export function updateCheckoutSession(
  world: World,
  id: string,
  params: z.output<typeof CheckoutSessionUpdate>,
): CheckoutSession {
  const session = find(world.store.checkoutSessions, 'checkout session', id)
  return change(world, world.store.checkoutSessions, session, {
    metadata: withMetadata(session.metadata, params.metadata),
  })
}

export function expireCheckoutSession(world: World, id: string): CheckoutSession {
  const session = find(world.store.checkoutSessions, 'checkout session', id)
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    )
  }
  world.agenda.cancel('expire session', id)
  return change(
    world,
    world.store.checkoutSessions,
    session,
    { status: 'expired', url: null },
    'checkout.session.expired',
  )
}

export const expireSessionDue = (world: World, id: string) => {
  if (world.store.checkoutSessions.get(id)?.status === 'open') expireCheckoutSession(world, id)
}

/** What is being bought, as `line_items` shows it. */
export const checkoutLines = (world: World, id: string): CheckoutLine[] =>
  world.store.checkoutLines.where('session', id).map(({ session, ...line }) => line)

function check(world: World, params: CheckoutSessionCreate, mode: string, prices: Price[]): void {
  if (params.customer) customerOf(world, params.customer, 'customer')
  if (params.customer && params.customer_email) {
    throw invalid('You may only specify one of these parameters: customer, customer_email.')
  }
  if (mode !== 'setup' && prices.length === 0) {
    throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing')
  }
  const hosted = !params.ui_mode || params.ui_mode.startsWith('hosted')
  if (hosted && !params.success_url) {
    throw invalid('Missing required param: success_url.', 'success_url', 'parameter_missing')
  }
  for (const url of [params.success_url, params.cancel_url, params.return_url]) {
    if (url !== undefined && !/^https?:\/\//.test(url)) {
      throw invalid(
        'Not a valid URL',
        url === params.cancel_url ? 'cancel_url' : 'success_url',
        'url_invalid',
      )
    }
  }
  if (mode === 'payment' && prices.some((price) => price.recurring)) {
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      'mode',
    )
  }
  if (mode === 'subscription' && !prices.some((price) => price.recurring)) {
    throw invalid(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      'line_items',
    )
  }
  if (params.discounts?.length && params.allow_promotion_codes) {
    throw invalid(
      'You may only specify one of these parameters: allow_promotion_codes, discounts.',
      'discounts',
    )
  }
  if (mode !== 'subscription' && params.subscription_data) {
    throw invalid('You can not pass `subscription_data` in `payment` mode.', 'subscription_data')
  }
  if (mode === 'subscription' && params.payment_intent_data) {
    throw invalid(
      'You can not pass `payment_intent_data` in `subscription` mode.',
      'payment_intent_data',
    )
  }
  const currency = params.currency?.toLowerCase() ?? prices[0]?.currency ?? 'usd'
  if (!prices.every((price) => sellsIn(world, price, currency))) {
    throw invalid(`All line items must have a price in ${currency}.`, 'line_items')
  }
  const now = world.clock.seconds()
  if (params.expires_at !== undefined) {
    const wait = params.expires_at - now
    if (wait < HOUR / 2 || wait > 24 * HOUR) {
      throw invalid(
        'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
        'expires_at',
      )
    }
  }
}

function lineItemPrice(world: World, item: z.output<typeof LineItem>, i: number): Price {
  if (item.price_data) return createPrice(world, item.price_data)
  if (!item.price) {
    throw invalid(
      `Missing required param: line_items[${i}][price].`,
      `line_items[${i}][price]`,
      'parameter_missing',
    )
  }
  const price = find(world.store.prices, 'price', item.price, `line_items[${i}][price]`)
  if (!price.active) {
    throw invalid(
      'The price specified is inactive. This field only accepts active prices.',
      `line_items[${i}][price]`,
      'price_inactive',
    )
  }
  if (item.quantity === undefined && price.recurring?.usage_type !== 'metered') {
    throw invalid(
      `Quantity is required. Add \`quantity\` to \`line_items[${i}]\``,
      `line_items[${i}][quantity]`,
      'parameter_missing',
    )
  }
  return price
}

function putLine(
  world: World,
  session: string,
  price: Price,
  quantity: number,
  currency: string,
): void {
  const metered = price.recurring?.usage_type === 'metered'
  const amount = metered ? 0 : priceAmount(world, price, quantity, currency)
  world.store.checkoutLines.put({
    id: world.ids.next('li', 24),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency,
    description: world.store.products.get(price.product)?.name ?? null,
    metadata: {},
    price,
    quantity: metered ? null : quantity,
    session,
  })
}

export function detailsOf(world: World, customerId: string): CheckoutSession['customer_details'] {
  const customer = customerOf(world, customerId, 'customer')
  return {
    address: customer.address ?? null,
    business_name: customer.business_name ?? null,
    email: customer.email,
    individual_name: customer.individual_name ?? null,
    name: customer.name ?? null,
    phone: customer.phone ?? null,
    tax_exempt: customer.tax_exempt ?? 'none',
    tax_ids: [],
  }
}

const uiMode = (given: CheckoutSessionCreate['ui_mode']) =>
  given === undefined || given === 'hosted'
    ? 'hosted_page'
    : given === 'embedded'
      ? 'embedded_page'
      : given
