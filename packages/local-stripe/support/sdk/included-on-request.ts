/**
 * Values without references that Stripe shows only when they are expanded. The SDK declares them as
 * optional, but not all that it declares so can be expanded.
 */
export const INCLUDED_ON_REQUEST = [
  'billing_portal.configuration features.subscription_update.products:',
  'checkout.session total_details.breakdown:',
  'coupon applies_to:',
  'coupon currency_options:',
  'customer invoice_credit_balance:',
  'customer tax:',
  'invoice confirmation_secret:',
  'price currency_options:',
  'price tiers:',
  'quote computed.recurring.total_details.breakdown:',
  'quote computed.upfront.total_details.breakdown:',
  'quote total_details.breakdown:',
]
