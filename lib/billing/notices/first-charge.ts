import type { SubscriptionFact } from '@/lib/billing/access/facts'

/**
 * Returns what is charged at the end of a trial, without taxes. `null` if that isn't certain: there
 * is no payment method on the subscription, or the amount is unknown because of a discount, a tiered
 * price or an older row.
 */
export function firstCharge({
  status,
  prices,
  billing,
}: Pick<SubscriptionFact, 'status' | 'prices' | 'billing'>): {
  amountCents: number
  currency: string
} | null {
  if (status !== 'trialing' || !billing?.defaultPaymentMethod) return null
  const discounts = [...billing.discounts, ...prices.flatMap((price) => price.discounts ?? [])]
  if (discounts.length > 0) return null
  let amountCents = 0
  for (const price of prices) {
    // Usage is billed when the period after the trial is over.
    if (price.isMetered) continue
    if (typeof price.amountCents !== 'number' || price.quantity === undefined) return null
    amountCents += price.amountCents * price.quantity
  }
  return { amountCents, currency: billing.currency }
}
