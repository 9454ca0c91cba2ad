import { money, yearlySaving } from '@/components/ui/money'
import type { Order } from '@/lib/billing/checkout/order'

/** What the buyer agrees to: the free trial, the yearly saving, the renewal and billed overage. */
export function orderTerms({
  plan,
  price,
  trialDays,
  meteredPrices,
}: Pick<
  Extract<Order, { kind: 'order' }>,
  'plan' | 'price' | 'trialDays' | 'meteredPrices'
>): string {
  if (price.interval === 'once') return 'One-time payment. Yours forever.'
  const saving = price.interval === 'year' ? yearlySaving(plan, price.currency) : null
  return [
    trialDays ? `Starts with a ${trialDays}-day free trial.` : '',
    saving ? `Save ${money(saving.amountCents, saving.currency)} a year.` : '',
    `Renews ${price.interval}ly. Cancel anytime.`,
    meteredPrices.length > 0 ? 'Extra usage is billed at the end of each month.' : '',
  ]
    .filter(Boolean)
    .join(' ')
}
