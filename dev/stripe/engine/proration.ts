import { createInvoiceItem } from './invoice-items'
import { invoiceLine, itemAmount, itemDetails, productName, quantityOf } from './invoice-lines'
import { share } from './money'
import type { InvoiceLine, Subscription, SubscriptionItem } from './wire'
import type { World } from './world'

/**
 * What changing items in mid-period costs: the unused rest of what was paid for, back, and the rest
 * of the period at what is new. To the second, each line rounded once. Metered items have nothing
 * to give back: they are billed afterwards, for what was used.
 */
export function prorationLines(
  world: World,
  subscription: Subscription,
  before: SubscriptionItem[],
  after: SubscriptionItem[],
  moment: number,
): InvoiceLine[] {
  const lines: InvoiceLine[] = []
  for (const old of before) {
    const now = after.find((item) => item.id === old.id)
    if (now && now.price.id === old.price.id && quantityOf(now) === quantityOf(old)) continue
    if (isLicensed(old)) lines.push(restOf(world, subscription, old, moment, 'unused'))
    if (now && isLicensed(now)) lines.push(restOf(world, subscription, now, moment, 'remaining'))
  }
  for (const item of after) {
    if (before.some((old) => old.id === item.id) || !isLicensed(item)) continue
    lines.push(restOf(world, subscription, item, moment, 'remaining'))
  }
  return lines
}

/** Gives back what is left of a subscription that ends now, as a waiting invoice item. */
export function creditUnusedTime(world: World, subscription: Subscription, moment: number): void {
  for (const line of prorationLines(world, subscription, subscription.items.data, [], moment)) {
    createInvoiceItem(world, subscription, line)
  }
}

/** The rest of an item's period, from this moment: owed for a new item, given back for an old one. */
export function restOf(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  moment: number,
  kind: 'unused' | 'remaining',
): InvoiceLine {
  const { current_period_start: start, current_period_end: end } = item
  const from = Math.min(Math.max(moment, start), end)
  const amount = share(itemAmount(world, item), end - from, end - start)
  const many = quantityOf(item) > 1 ? `${quantityOf(item)} × ` : ''
  const what = kind === 'unused' ? 'Unused time on' : 'Remaining time on'
  return invoiceLine(world, {
    amount: kind === 'unused' ? 0 - amount : amount,
    currency: subscription.currency,
    description: `${what} ${many}${productName(world, item.price)} after ${day(from)}`,
    discountable: kind === 'remaining',
    period: { start: from, end },
    quantity: quantityOf(item),
    ...itemDetails(subscription, item, true, item.price.unit_amount_decimal),
  })
}

export const isLicensed = (item: SubscriptionItem) => item.price.recurring?.usage_type !== 'metered'

/** `15 Jan 2026`, in UTC. */
const day = (seconds: number) =>
  new Date(seconds * 1000).toLocaleDateString('en-GB', {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
