import { days } from '@/components/ui/dates'
import { money, yearlySaving } from '@/components/ui/money'
import type { Order } from '@/lib/billing/checkout/order'

/** What a person agrees to by buying: the free days they get, what they save, and how it goes on. */
export function orderTerms({
  plan,
  price,
  trialDays,
  meteredPrices,
}: Pick<
  Extract<Order, { kind: 'order' }>,
  'plan' | 'price' | 'trialDays' | 'meteredPrices'
>): string {
  if (price.interval === 'once') return 'Paid once, yours for good.'
  const saving = price.interval === 'year' ? yearlySaving(plan, price.currency) : null
  return [
    trialDays ? `Begins with ${days(trialDays)} free.` : '',
    saving ? `Saves ${money(saving.amountCents, saving.currency)} a year.` : '',
    `Renews each ${price.interval} until you cancel, which you can do at any time.`,
    meteredPrices.length > 0
      ? 'Usage beyond what is included is billed when the month is over.'
      : '',
  ]
    .filter(Boolean)
    .join(' ')
}
