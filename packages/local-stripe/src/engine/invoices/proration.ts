import { applyDiscounts } from '../catalog/apply-discounts'
import { discountsFor } from '../catalog/customer-discount'
import { withRates } from '../tax/tax-lines'
import { periodAround } from '../world/calendar'
import { share } from '../world/money'
import type { InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import { type CreditedItems, netOf, openDebits } from './debits'
import { createInvoiceItem } from './invoice-items'
import {
  invoiceLine,
  isLicensed,
  itemAmount,
  itemDetails,
  itemLines,
  productName,
  quantityOf,
} from './lines'

/** A proration, and what it credits if it is a credit. */
export interface Proration {
  line: InvoiceLine
  credits: CreditedItems | null
}

/**
 * The prorations of a change during a period: credits for the unused time that was paid for, and a
 * charge for the remaining time at the new price. Computed to the second, each rounded once. They
 * contain the discounts, so they are not discounted again. Metered items have no prorations: they
 * are billed afterwards, for usage.
 */
export function prorations(
  world: World,
  before: Subscription,
  after: Subscription,
  moment: number,
): Proration[] {
  const [olds, news] = [before.items.data, after.items.data]
  const made: Proration[] = []
  for (const old of olds) {
    const now = news.find((item) => item.id === old.id)
    if (now && !isChanged(old, now)) {
      made.push(...movedEnd(world, before, after, old, now))
      continue
    }
    if (isLicensed(old)) made.push(...credits(world, before, old, moment))
    if (now && isLicensed(now)) made.push(debit(world, after, now, moment))
  }
  for (const item of news) {
    if (olds.some((old) => old.id === item.id) || !isLicensed(item)) continue
    made.push(debit(world, after, item, moment))
  }
  return made.filter(({ line }) => line.period.start < line.period.end)
}

/** Credits the unused time of a subscription that ends now, as pending invoice items. */
export function creditUnusedTime(world: World, subscription: Subscription, moment: number): void {
  addProrations(world, subscription, prorations(world, subscription, ended(subscription), moment))
}

/** Creates the pending invoice items of prorations. */
export function addProrations(world: World, subscription: Subscription, made: Proration[]): void {
  for (const { line, credits } of made) createInvoiceItem(world, subscription, line, credits)
}

/** A subscription without items, to credit all of them. */
export const ended = (subscription: Subscription): Subscription => ({
  ...subscription,
  items: { ...subscription.items, data: [] },
})

const isChanged = (old: SubscriptionItem, now: SubscriptionItem) =>
  now.price.id !== old.price.id || quantityOf(now) !== quantityOf(old)

/** The proration of an item that ends earlier or later than before, and is otherwise the same. */
function movedEnd(
  world: World,
  before: Subscription,
  after: Subscription,
  old: SubscriptionItem,
  now: SubscriptionItem,
): Proration[] {
  const [oldEnd, newEnd] = [old.current_period_end, now.current_period_end]
  if (!isLicensed(old) || oldEnd === newEnd) return []
  return newEnd < oldEnd ? credits(world, before, old, newEnd) : [debit(world, after, now, oldEnd)]
}

/**
 * The credits for the rest of an item's time. In flexible billing mode one for each charge, of what
 * was charged. In classic billing mode one at the present price, whether it was charged or not.
 */
function credits(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  moment: number,
): Proration[] {
  const { current_period_start: start, current_period_end: end } = item
  const from = Math.min(Math.max(moment, start), end)
  const line = (amount: number, until: number) =>
    prorationLine(world, subscription, item, 'Unused time on', 0 - amount, {
      start: from,
      end: until,
    })
  if (subscription.billing_mode.type === 'classic') {
    const full = netAmount(world, subscription, item)
    const amount = share(full, end - from, lengthOf(subscription, item))
    return [{ line: line(amount, end), credits: null }]
  }
  // A free price was not charged, so there is nothing to credit. The line says so.
  if (itemAmount(world, item, subscription.currency) === 0) {
    return [{ line: line(0, end), credits: null }]
  }
  return openDebits(world, subscription, item.id).flatMap((charge) => {
    const { net, period, until, source, taxRates } = charge
    if (until <= from || period.start >= until) return []
    const unused = until - Math.max(from, period.start)
    const amount = share(net, unused, period.end - period.start)
    return [{ line: { ...line(amount, until), taxes: withRates(taxRates) }, credits: source }]
  })
}

/** The charge for the rest of an item's period. */
function debit(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  moment: number,
): Proration {
  const { current_period_start: start, current_period_end: end } = item
  const from = Math.min(Math.max(moment, start), end)
  const full = netAmount(world, subscription, item)
  const amount = share(full, end - from, lengthOf(subscription, item))
  const period = { start: from, end }
  const line = prorationLine(world, subscription, item, 'Remaining time on', amount, period)
  return { line, credits: null }
}

function prorationLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  what: 'Unused time on' | 'Remaining time on',
  amount: number,
  period: { start: number; end: number },
): InvoiceLine {
  const many = quantityOf(item) > 1 ? `${quantityOf(item)} × ` : ''
  return invoiceLine(world, {
    amount,
    currency: subscription.currency,
    description: `${what} ${many}${productName(world, item.price)} after ${day(period.start)}`,
    discountable: false,
    period,
    quantity: quantityOf(item),
    ...itemDetails(subscription, item, true, item.price.unit_amount_decimal),
  })
}

/**
 * The price of an item's whole period after the discounts of today. In flexible billing mode, a
 * fixed amount off the subscription is split among its items by price. In classic billing mode all
 * of it is taken off each item, as in the example of Stripe's documentation.
 */
function netAmount(world: World, subscription: Subscription, item: SubscriptionItem): number {
  const { billing_mode, items } = subscription
  const sharing = billing_mode.type === 'classic' ? [item] : items.data.filter(isLicensed)
  const period = { start: item.current_period_start, end: item.current_period_end }
  const lines = sharing.flatMap((each) =>
    itemLines(world, subscription, each, quantityOf(each), period),
  )
  return applyDiscounts(world, discountsFor(world, subscription), lines)
    .lines.filter((line) => line.parent?.subscription_item_details?.subscription_item === item.id)
    .reduce((sum, line) => sum + netOf(line), 0)
}

/**
 * The length of a whole period of an item. Its current period is shorter if it began between two
 * anchors, or if a cancellation cuts it.
 */
function lengthOf(subscription: Subscription, item: SubscriptionItem): number {
  const { interval = 'month', interval_count = 1 } = item.price.recurring ?? {}
  const { billing_cycle_anchor: anchor } = subscription
  const whole = periodAround(anchor, interval, interval_count, item.current_period_start)
  return whole.end - whole.start
}

/** `15 Jan 2026`, in UTC. */
const day = (seconds: number) =>
  new Date(seconds * 1000).toLocaleDateString('en-GB', {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
