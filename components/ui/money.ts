import { decimalsOf, formatOf } from 'stripe-currencies'
import type { Price } from '@/lib/billing/catalog/schema'

/** `$49`, `$4.90`, `¥500`: without cents if there are none, like a price tag. */
export function money(amountCents: number, currency: string): string {
  const decimals = decimalsOf(currency)
  const amount = amountCents / 10 ** decimals
  const fewest = Number.isInteger(amount) ? 0 : decimals
  const most = Number.isInteger(amountCents) ? decimals : 6
  return formatOf(currency, fewest, most).format(amount)
}

/** `$49/month`, `$490/year`, `$199 one-time`. */
export const priceText = ({
  amountCents,
  currency,
  interval,
}: Pick<Price, 'amountCents' | 'currency' | 'interval'>): string =>
  `${money(amountCents, currency)}${per(interval)}`

/** What follows an amount: `/month`, `/year`, ` one-time`. */
export const per = (interval: Price['interval']): string =>
  interval === 'once' ? ' one-time' : `/${interval}`
