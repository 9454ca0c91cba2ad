import type { z } from 'zod'
import { hasCurrency } from '../catalog/price-amount'
import { createPrice } from '../catalog/prices'
import { requireOneCurrency } from '../customers/billing-currency'
import { customerOf } from '../customers/customers'
import { namedTypes } from '../payments/accepted-methods'
import { DAY, HOUR } from '../world/calendar'
import { invalid } from '../world/errors'
import type { Price } from '../world/types'
import { find, type World } from '../world/world'
import type { CheckoutSessionCreate, LineItem } from './params'

export function check(
  world: World,
  params: CheckoutSessionCreate,
  mode: string,
  prices: Price[],
): void {
  if (params.customer) customerOf(world, params.customer, 'customer')
  if (params.customer && params.customer_email) {
    throw invalid('You may only specify one of these parameters: customer, customer_email.')
  }
  checkSavedDetails(world, params)
  if (mode !== 'setup' && prices.length === 0) {
    throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing')
  }
  const hosted = !params.ui_mode || params.ui_mode.startsWith('hosted')
  if (hosted && !params.success_url) {
    throw invalid('Missing required param: success_url.', 'success_url', 'parameter_missing')
  }
  if (params.ui_mode?.startsWith('embedded')) {
    const forbidden = params.success_url ? 'success_url' : params.cancel_url ? 'cancel_url' : null
    if (forbidden) {
      throw invalid(`\`${forbidden}\` is not supported when \`ui_mode\` is embedded.`, forbidden)
    }
    if (!params.return_url && params.redirect_on_completion !== 'never') {
      throw invalid('Missing required param: return_url.', 'return_url', 'parameter_missing')
    }
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
  const intervals = new Set(
    prices.flatMap(({ recurring }) =>
      recurring ? [`${recurring.interval_count} ${recurring.interval}`] : [],
    ),
  )
  if (intervals.size > 1) {
    throw invalid(
      'Checkout does not support multiple prices with different billing intervals.',
      'line_items',
    )
  }
  if (params.discounts?.length && params.allow_promotion_codes) {
    throw invalid(
      'You may only specify one of these parameters: allow_promotion_codes, discounts.',
      'discounts',
    )
  }
  checkMode(params, mode)
  checkTrial(world, params)
  const currency = params.currency?.toLowerCase() ?? prices[0]?.currency ?? 'usd'
  if (!prices.every((price) => hasCurrency(world, price, currency))) {
    throw invalid(`All line items must have a price in ${currency}.`, 'line_items')
  }
  if (mode === 'subscription' && params.customer) {
    requireOneCurrency(world, params.customer, currency, { sessions: true })
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

/** Refuses parameters that don't belong to the mode. */
function checkMode(params: CheckoutSessionCreate, mode: string): void {
  const foreign = (['setup', 'payment', 'subscription'] as const)
    .filter((each) => each !== mode)
    .flatMap((each) => [...OF_MODE[each]])
    .find((name) => params[name] !== undefined)
  if (foreign) throw invalid(`You can not pass \`${foreign}\` in \`${mode}\` mode.`, foreign)
  if (mode === 'setup' && params.line_items?.length) {
    throw invalid('You can not pass `line_items` in `setup` mode.', 'line_items')
  }
  if (mode === 'setup' && !params.currency && !namedTypes(params)) {
    throw invalid('Missing required param: currency.', 'currency', 'parameter_missing')
  }
  if (mode === 'subscription' && params.customer_creation) {
    throw invalid('`customer_creation` can only be used in `payment` mode.', 'customer_creation')
  }
  if (mode !== 'payment' && params.invoice_creation?.enabled) {
    throw invalid(
      'You can only enable invoice creation when `mode` is set to `payment`. Invoices are created automatically when `mode` is set to `subscription`. To learn more visit https://stripe.com/docs/payments/checkout/post-payment-invoices.',
      'invoice_creation[enabled]',
    )
  }
  if (params.invoice_creation?.enabled && params.payment_intent_data?.capture_method === 'manual') {
    throw invalid(
      'You can not enable invoice creation when `payment_intent_data[capture_method]` is `manual`.',
      'invoice_creation[enabled]',
    )
  }
}
const OF_MODE = {
  payment: ['payment_intent_data'],
  setup: ['setup_intent_data'],
  subscription: ['subscription_data', 'payment_method_collection'],
} as const

function checkTrial(world: World, { subscription_data: data }: CheckoutSessionCreate): void {
  const { trial_end: end, trial_period_days: days } = data ?? {}
  if (end !== undefined && end < world.clock.seconds() + 2 * DAY) {
    throw invalid(
      'The `subscription_data[trial_end]` timestamp has to be at least 48 hours in the future.',
      'subscription_data[trial_end]',
    )
  }
  if (days !== undefined && days < 1) {
    throw invalid(
      'The `subscription_data[trial_period_days]` has to be at least 1.',
      'subscription_data[trial_period_days]',
    )
  }
}

/** An existing customer is updated from the page only if `customer_update` says so. */
function checkSavedDetails(world: World, params: CheckoutSessionCreate): void {
  const { customer_update: update } = params
  if (update && !params.customer) {
    throw invalid('`customer_update` can only be used with `customer`.', 'customer_update')
  }
  if (!params.customer) return
  const hasAddress = world.store.customers.get(params.customer)?.address
  const savesAddress = update?.address === 'auto' || update?.shipping === 'auto'
  if (params.automatic_tax?.enabled && !hasAddress && !savesAddress) {
    throw invalid(
      "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.",
      undefined,
      'customer_tax_location_invalid',
    )
  }
  if (params.tax_id_collection?.enabled && update?.name !== 'auto') {
    throw invalid(
      'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.',
      'customer_update',
    )
  }
}

export function lineItemPrice(world: World, item: z.output<typeof LineItem>, i: number): Price {
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
  if (world.store.products.get(price.product)?.active === false) {
    throw invalid(
      `Price \`${price.id}\` is not available to be purchased because its product is not active.`,
      `line_items[${i}][price]`,
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
