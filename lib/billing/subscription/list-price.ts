import type { SubscriptionFact } from '@/lib/billing/access/facts'

export type ListPrice = {
  amountCents: number
  currency: string
  interval: 'day' | 'week' | 'month' | 'year'
}

/**
 * What a subscription costs each period, without taxes and usage. `null` if that is no single amount:
 * its items bill at different times, a discount or a tier changes it, or an older row lacks it.
 */
export function listPrice({
  prices,
  billing,
}: Pick<SubscriptionFact, 'prices' | 'billing'>): ListPrice | null {
  const licensed = prices.filter((price) => !price.isMetered)
  const [first] = licensed
  if (!billing || !first?.interval || first.intervalCount !== 1) return null
  if (billing.discounts.length > 0) return null
  let amountCents = 0
  for (const { amountCents: each, quantity, interval, intervalCount, discounts } of licensed) {
    if (typeof each !== 'number' || quantity === undefined || discounts?.length) return null
    if (interval !== first.interval || intervalCount !== 1) return null
    amountCents += each * quantity
  }
  return { amountCents, currency: billing.currency, interval: first.interval }
}
