/** Formats amounts and prices. */

import type Stripe from 'stripe'
import { formatAmount } from 'stripe-currencies'

/** `$49.00`; fractions of a minor unit keep their digits. */
export const money = formatAmount

/** `$49.00 per month`, `$120.00 every 3 months`, `$5.00` for a one-time price. */
export function priceLabel(price: Stripe.Price, quantity = 1): string {
  const every = cadence(price.recurring)
  const amount = unitAmount(price)
  if (amount === null)
    return every === null ? 'Priced by usage' : `Priced by usage, billed ${every}`
  const total = money(amount * quantity, price.currency)
  return every === null ? total : `${total} ${every}`
}

/** `per month`, `every 3 months`; null for a one-time price. */
export function cadence(recurring: Stripe.Price.Recurring | null): string | null {
  if (!recurring) return null
  const { interval, interval_count: count } = recurring
  return count === 1 ? `per ${interval}` : `every ${count} ${interval}s`
}

/** The unit amount in minor units, or null if it depends on usage. */
export function unitAmount(price: Stripe.Price): number | null {
  if (price.billing_scheme === 'tiered' || price.recurring?.usage_type === 'metered') return null
  return price.unit_amount ?? price.unit_amount_decimal?.toNumber() ?? null
}
