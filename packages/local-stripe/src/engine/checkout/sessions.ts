import type { z } from 'zod'
import { customerOf } from '../customers/customers'
import { namedTypes } from '../payments/accepted-methods'
import { requireChargeable } from '../payments/chargeable'
import { cancelSetupIntent, newSetupIntent } from '../payments/setup-intents'
import { HOUR } from '../world/calendar'
import { invalid } from '../world/errors'
import { type MetadataChange, withMetadata } from '../world/params'
import type { CheckoutLine, CheckoutSession, Price } from '../world/types'
import { change, create, find, type World } from '../world/world'
import { type AdjustableQuantity, adjustableQuantity } from './adjustable-quantity'
import { check, lineItemPrice } from './check'
import { checkoutTax, isTaxLocated, sessionTax } from './checkout-tax'
import { newCustomFields } from './custom-fields'
import { invoiceCreation } from './invoice-creation'
import type { CheckoutSessionCreate, CheckoutSessionUpdate } from './params'
import { priceSession } from './totals'

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
  const items = prices.map((price, i) => {
    const { adjustable_quantity, quantity = 1 } = params.line_items?.[i] ?? {}
    const path = `line_items[${i}][adjustable_quantity]`
    const adjustable = adjustableQuantity(adjustable_quantity, quantity, path)
    return { price: price.id, quantity, adjustable }
  })
  for (const [i, price] of prices.entries()) {
    const { quantity = 1, adjustable = null } = items[i] ?? {}
    putLine(world, id, { price, quantity, adjustable, currency }, params.line_items?.[i]?.metadata)
  }
  const order = world.store.checkoutOrders.put({
    id,
    object: 'checkout_order',
    items,
    subscriptionData: params.subscription_data ?? null,
    paymentIntentData: params.payment_intent_data ?? null,
    discounts: params.discounts ?? null,
    tax: checkoutTax(world, params),
    pendingAuthentication: null,
  })
  const customer = params.customer ?? null
  const totals = priceSession(world, { id, mode, customer, currency }, order)
  if (mode !== 'setup') {
    requireChargeable(totals.amount_total ?? 0, currency, {
      what: "The Checkout Session's total amount due must add up to",
    })
  }
  const session: CheckoutSession = {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: totals.amount_subtotal,
    amount_total: totals.amount_total,
    automatic_tax: sessionTax(order.tax ?? null, isTaxLocated(world, order, customer)),
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: hosted ? null : world.ids.next(`${id}_secret`, 40),
    collected_information: null,
    consent: null,
    consent_collection: params.consent_collection
      ? {
          payment_method_reuse_agreement: null,
          promotions: null,
          terms_of_service: null,
          ...params.consent_collection,
        }
      : null,
    created: now,
    currency: mode === 'setup' ? (params.currency ?? null) : currency,
    currency_conversion: null,
    custom_fields: newCustomFields(params.custom_fields),
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
      ...params.custom_text,
    },
    customer,
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
    invoice_creation: mode === 'payment' ? invoiceCreation(params.invoice_creation) : null,
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
    payment_method_types: namedTypes(params) ?? methodsFor(world, currency),
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    ...(params.return_url && { return_url: params.return_url }),
    saved_payment_method_options: params.customer
      ? {
          allow_redisplay_filters: params.saved_payment_method_options?.allow_redisplay_filters ?? [
            'always',
          ],
          payment_method_remove: 'disabled',
          payment_method_save: null,
        }
      : null,
    setup_intent: mode === 'setup' ? setupIntentOf(world, params) : null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: totals.total_details,
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
  if (session.setup_intent) cancelSetupIntent(world, session.setup_intent, {})
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

/** The `line_items` of a session. */
export const checkoutLines = (world: World, id: string): CheckoutLine[] =>
  world.store.checkoutLines.where('session', id).map(({ session, ...line }) => line)

function putLine(
  world: World,
  session: string,
  item: {
    price: Price
    quantity: number
    adjustable: AdjustableQuantity | null
    currency: string
  },
  metadata?: MetadataChange,
): void {
  const { price, adjustable, currency } = item
  const metered = price.recurring?.usage_type === 'metered'
  world.store.checkoutLines.put({
    id: world.ids.next('li', 24),
    object: 'item',
    adjustable_quantity: adjustable,
    amount_discount: 0,
    amount_subtotal: 0,
    amount_tax: 0,
    amount_total: 0,
    currency,
    description: world.store.products.get(price.product)?.name ?? null,
    metadata: withMetadata({}, metadata),
    price,
    quantity: metered ? null : item.quantity,
    session,
  })
}

/** A session in setup mode has its setup intent from the start. */
const setupIntentOf = (world: World, params: CheckoutSessionCreate) =>
  newSetupIntent(world, {
    customer: params.customer ?? null,
    description: params.setup_intent_data?.description ?? null,
    metadata: withMetadata({}, params.setup_intent_data?.metadata),
    payment_method_types: namedTypes(params) ?? ['card'],
  }).id

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
    tax_ids: world.store.taxIds
      .where('customer', customer.id)
      .map(({ type, value }) => ({ type, value })),
  }
}

/** US bank accounts only pay in USD. */
const methodsFor = (world: World, currency: string) =>
  world.settings.paymentMethodTypes.filter(
    (type) => type !== 'us_bank_account' || currency === 'usd',
  )

const uiMode = (given: CheckoutSessionCreate['ui_mode']) =>
  given === undefined || given === 'hosted'
    ? 'hosted_page'
    : given === 'embedded'
      ? 'embedded_page'
      : given
