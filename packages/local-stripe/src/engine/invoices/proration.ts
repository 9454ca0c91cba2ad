import { share } from '../world/money'
import type { InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import { createInvoiceItem } from './invoice-items'
import { invoiceLine, itemAmount, itemDetails, productName, quantityOf } from './lines'

/**
 * The proration lines of a change during a period: a credit for the unused time that was paid for,
 * and a charge for the remaining time at the new price. Computed to the second, each line rounded
 * once. Metered items have no prorations: they are billed afterwards, for usage.
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
    if (isLicensed(old)) lines.push(prorationLine(world, subscription, old, moment, 'unused'))
    if (now && isLicensed(now))
      lines.push(prorationLine(world, subscription, now, moment, 'remaining'))
  }
  for (const item of after) {
    if (before.some((old) => old.id === item.id) || !isLicensed(item)) continue
    lines.push(prorationLine(world, subscription, item, moment, 'remaining'))
  }
  return lines.filter((line) => line.period.start < line.period.end)
}

/** Credits the unused time of a subscription that ends now, as pending invoice items. */
export function creditUnusedTime(world: World, subscription: Subscription, moment: number): void {
  for (const line of prorationLines(world, subscription, subscription.items.data, [], moment)) {
    createInvoiceItem(world, subscription, line)
  }
}

/** The line for the rest of an item's period: a charge for a new item, a credit for an old one. */
function prorationLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  moment: number,
  kind: 'unused' | 'remaining',
): InvoiceLine {
  const { current_period_start: start, current_period_end: end } = item
  const from = Math.min(Math.max(moment, start), end)
  const full =
    kind === 'remaining'
      ? itemAmount(world, item, subscription.currency)
      : amountPaidFor(world, subscription, item)
  const amount = share(full, end - from, end - start)
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

/**
 * What the customer was billed for the current period of this item after discounts: a credit can't
 * be more than that. The part that was billed after a change during the period is scaled up to a
 * whole period.
 */
function amountPaidFor(world: World, subscription: Subscription, item: SubscriptionItem): number {
  const { current_period_start: start, current_period_end: end } = item
  const billed = [
    ...world.store.invoices
      .where('customer', subscription.customer)
      .filter((invoice) => invoice.status !== 'void')
      .flatMap((invoice) => invoice.lines.data),
  ].filter((line) => {
    const details = line.parent?.subscription_item_details
    return (
      details?.subscription_item === item.id &&
      line.period.end === end &&
      line.pricing?.price_details?.price === item.price.id &&
      line.amount >= 0
    )
  })
  const latest = Math.max(...billed.map((line) => line.period.start))
  const lines = billed.filter((line) => line.period.start === latest)
  if (lines.length === 0)
    return hasPendingProration(world, subscription, item)
      ? itemAmount(world, item, subscription.currency)
      : 0
  const net = lines.reduce((sum, line) => sum + netOf(line), 0)
  return share(net, end - start, end - latest)
}

const netOf = (line: InvoiceLine) =>
  line.amount - (line.discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0)

/** Whether a proration for this item is pending, so that the next invoice will bill it. */
const hasPendingProration = (world: World, subscription: Subscription, item: SubscriptionItem) =>
  world.store.invoiceItems
    .where('customer', subscription.customer)
    .some(
      (each) =>
        each.invoice === null &&
        each.parent?.subscription_details?.subscription_item === item.id &&
        each.amount > 0,
    )

export const isLicensed = (item: SubscriptionItem) => item.price.recurring?.usage_type !== 'metered'

/** `15 Jan 2026`, in UTC. */
const day = (seconds: number) =>
  new Date(seconds * 1000).toLocaleDateString('en-GB', {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
