import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { CheckoutSpec } from './checkouts'

type Params = Stripe.Checkout.SessionCreateParams

/** Stripe's ids for an order: of its prices, and of a coupon for the credit. */
export type Found = { price: string; metered: string[]; coupon: string | null }

/** An order as Stripe's Checkout takes it, with the catalog's settings. */
export function checkoutParams(
  spec: CheckoutSpec,
  { price, metered, coupon }: Found,
  catalog: Pick<Catalog, 'checkout' | 'trial'>,
): Params {
  const metadata = { cognito_sub: spec.userId, plan: spec.plan }
  const common: Params = {
    customer: spec.customerId,
    client_reference_id: spec.userId,
    line_items: [
      { price, quantity: spec.quantity },
      // Metered prices take no quantity. They are monthly, and Checkout doesn't mix intervals: on a
      // plan that is paid for a year, `sync` adds them.
      ...(spec.interval === 'month' ? metered.map((price) => ({ price })) : []),
    ],
    ...(spec.currency && { currency: spec.currency }),
    ...whereTo(spec),
    ...taxes(catalog),
    metadata,
  }
  if (spec.interval === 'once') {
    const ends = spec.ends?.join(',')
    return {
      ...common,
      mode: 'payment',
      ...discounts(spec, coupon, false),
      payment_intent_data: { metadata: { ...metadata, ...(ends && { ends }) } },
    }
  }
  return {
    ...common,
    mode: 'subscription',
    ...discounts(spec, coupon, catalog.checkout.promotionCodes),
    subscription_data: { metadata, ...trial(spec, catalog) },
    ...(spec.trialDays && { payment_method_collection: cards[catalog.trial.card] }),
  }
}

/**
 * Stripe's page returns the buyer to one of two addresses. An embedded one needs only the first.
 */
const whereTo = ({ isEmbedded, successUrl, cancelUrl }: CheckoutSpec): Partial<Params> =>
  isEmbedded
    ? { ui_mode: 'embedded_page', return_url: successUrl }
    : { success_url: successUrl, cancel_url: cancelUrl }

/**
 * Stripe Tax and tax ids need an address and a name: what the buyer types is kept on the customer.
 */
function taxes({ checkout }: Pick<Catalog, 'checkout'>): Partial<Params> {
  if (!checkout.automaticTax && !checkout.taxIds) return {}
  return {
    customer_update: { address: 'auto', name: 'auto' },
    ...(checkout.automaticTax && { automatic_tax: { enabled: true } }),
    ...(checkout.taxIds && { tax_id_collection: { enabled: true } }),
  }
}

/**
 * Either a discount that we know already, or a field for a code: Stripe refuses both in one
 * session. One-time purchases get no field, because a code for the full price would leave no
 * payment, and so no purchase. Their codes are entered on our page.
 */
function discounts(
  { promotion }: CheckoutSpec,
  coupon: string | null,
  mayType: boolean,
): Partial<Params> {
  if (coupon) return { discounts: [{ coupon }] }
  if (promotion) return { discounts: [{ promotion_code: promotion }] }
  return mayType ? { allow_promotion_codes: true } : {}
}

function trial({ trialDays }: CheckoutSpec, { trial }: Pick<Catalog, 'trial'>) {
  if (!trialDays) return {}
  return {
    trial_period_days: trialDays,
    trial_settings: { end_behavior: { missing_payment_method: endings[trial.withoutCard] } },
  }
}

const cards = { required: 'always', optional: 'if_required' } as const
const endings = { cancel: 'cancel', pause: 'pause', invoice: 'create_invoice' } as const
