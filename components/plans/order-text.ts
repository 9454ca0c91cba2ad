import { money, priceText } from '@/components/ui/money'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Order } from '@/lib/billing/checkout/order'
import { yearlySaving } from '@/lib/billing/pricing/plan-prices'

type AgreedOrder = Pick<
  Extract<Order, { kind: 'order' }>,
  'plan' | 'price' | 'trialDays' | 'meteredPrices'
>

/** Describes what the buyer agrees to: trial, yearly saving, renewal and billed overage. */
export function orderTerms(
  { plan, price, trialDays, meteredPrices }: AgreedOrder,
  trial: Catalog['trial'],
): string {
  if (price.interval === 'once') return 'One-time payment. Yours forever.'
  const saving = price.interval === 'year' ? yearlySaving(plan, price.currency) : null
  return [
    trialDays ? trialTerms(trialDays, trial) : '',
    saving ? `Save ${money(saving.amountCents, saving.currency)} a year.` : '',
    trialDays && trial.card === 'optional'
      ? `With a card it renews ${price.interval}ly. Cancel anytime.`
      : `Renews ${price.interval}ly. Cancel anytime.`,
    meteredPrices.length > 0 ? 'Extra usage is billed at the end of each month.' : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function trialTerms(days: number, { card, withoutCard }: Catalog['trial']): string {
  const start = `Starts with a ${days}-day free trial`
  if (card === 'required') return `${start}.`
  return `${start}, no card required. ${endWithoutCard[withoutCard]}`
}

/** What happens when a trial ends without a card. */
export const endWithoutCard: Record<Catalog['trial']['withoutCard'], string> = {
  cancel: 'Without a card it ends by itself.',
  pause: 'Without a card it pauses until you add one.',
  invoice: 'Without a card we send you an invoice.',
}

/** Reminds a visitor who signs up: `You chose Pro at $49/month. You’ll pay in the next step.` */
export function choiceText(
  { plan, price, trialDays }: Omit<AgreedOrder, 'meteredPrices'>,
  trial: Catalog['trial'],
): string {
  const name = `You chose ${plan.name}`
  if (!trialDays) return `${name} at ${priceText(price)}. You’ll pay in the next step.`
  const free = `${trialDays} days free`
  return trial.card === 'optional'
    ? `${name}: ${free}, no card required. ${endWithoutCard[trial.withoutCard]}`
    : `${name}: ${free}, then ${priceText(price)}. You won’t be charged today.`
}
