import type { Invoice, InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import { isLicensed, itemLines, trialUsageLine } from './lines'
import { totalUsage, usageReports } from './meters'

/**
 * The lines for an item's usage from the start of its current period to `end`, without what was
 * billed before. There are none if the whole time was billed.
 */
export function usageLines(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  end = item.current_period_end,
): InvoiceLine[] {
  const isBilled = (world.store.billedUsage.get(item.id)?.until ?? 0) >= end
  if (isBilled) return []
  const period = { start: item.current_period_start, end }
  const used = usedBetween(world, subscription, item, item.current_period_start, end)
  return itemLines(world, subscription, item, used, period)
}

/** The lines for an item's usage in a period before the current one. */
export const usageLinesIn = (
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
): InvoiceLine[] =>
  itemLines(
    world,
    subscription,
    item,
    usedBetween(world, subscription, item, period.start, period.end),
    period,
  )

/** The $0 line for the usage during a trial. */
export const trialUsageLines = (
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
): InvoiceLine[] => {
  const { current_period_start: start, current_period_end: end } = item
  const used = usedBetween(world, subscription, item, start, end)
  return [trialUsageLine(world, subscription, item, used, { start, end })]
}

/**
 * The lines for an item's usage up to now, for an item or a price that ends. The usage counts as
 * billed from then on, so what is reported later goes to the next price.
 */
export function closeUsage(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
): InvoiceLine[] {
  const meter = item.price.recurring?.meter
  if (!meter) return []
  const now = world.clock.seconds()
  const end = Math.min(now, item.current_period_end)
  // Usage of this very second is included: the item has no later period that could bill it.
  const until = end === now ? now + 1 : end
  const used = usedBetween(world, subscription, item, item.current_period_start, until)
  const lines = itemLines(world, subscription, item, used, {
    start: item.current_period_start,
    end,
  })
  const reports = usageReports(world, meter, subscription.customer, {
    start: item.current_period_start,
    end: until,
  })
  for (const each of reports) {
    world.store.usage.put({ ...each, billedTo: [...each.billedTo, item.id] })
  }
  world.store.billedUsage.put({ id: item.id, object: 'billed_usage', until: end })
  return lines
}

/** Ignores usage that was reported before an item was added: the item counts from then on. */
export function skipUsage(world: World, { customer }: Subscription, item: SubscriptionItem): void {
  const meter = item.price.recurring?.meter
  if (!meter) return
  const now = world.clock.seconds()
  const reports = usageReports(world, meter, customer, {
    start: item.current_period_start,
    end: now + 1,
  })
  for (const each of reports) {
    world.store.usage.put({ ...each, billedTo: [...each.billedTo, item.id] })
  }
}

/**
 * The draft with the usage that was reported since it was made. Stripe adds what arrives before an
 * invoice is finalized.
 */
export function withLateUsage(world: World, draft: Invoice): InvoiceLine[] {
  const subscription = world.store.subscriptions.get(
    draft.parent?.subscription_details?.subscription ?? '',
  )
  if (!subscription) return draft.lines.data
  const done = new Set<string>()
  return draft.lines.data.flatMap((line) => {
    const item = meteredItemOf(world, draft, subscription, line)
    if (!item) return [line]
    const key = `${item.id} ${item.price.id} ${line.period.start}`
    if (done.has(key)) return []
    done.add(key)
    const { start, end } = line.period
    const used = usedBetween(world, subscription, item, start, end)
    const before = draft.lines.data.filter(
      (each) =>
        meteredItemOf(world, draft, subscription, each)?.id === item.id &&
        each.pricing?.price_details?.price === item.price.id &&
        each.period.start === start,
    )
    return itemLines(world, subscription, item, used, { start, end }).map((each, i) => ({
      ...each,
      id: before[i]?.id ?? each.id,
      metadata: before[i]?.metadata ?? each.metadata,
      taxes: before[0]?.taxes ?? each.taxes,
    }))
  })
}

/** The metered item whose usage a line bills, as the line has it: the item may have changed. */
function meteredItemOf(
  world: World,
  draft: Invoice,
  { trial_end }: Subscription,
  line: InvoiceLine,
): SubscriptionItem | undefined {
  const details = line.parent?.subscription_item_details
  const price = world.store.prices.get(line.pricing?.price_details?.price ?? '')
  const isUsage =
    details !== null &&
    details !== undefined &&
    details.invoice_item === null &&
    price?.recurring?.usage_type === 'metered' &&
    line.period.end <= draft.created &&
    line.period.end !== trial_end &&
    (world.store.billedUsage.get(details.subscription_item)?.until ?? 0) < line.period.end
  if (!isUsage) return undefined
  // Only what `itemLines` reads.
  return {
    id: details.subscription_item,
    price,
    discounts: line.discounts,
  } as unknown as SubscriptionItem
}

/** What an item used in a time and has not billed yet. Never less than nothing. */
function usedBetween(
  world: World,
  { customer }: Subscription,
  item: SubscriptionItem,
  start: number,
  end: number,
): string {
  const meter = item.price.recurring?.meter
  if (!meter || isLicensed(item)) return '0'
  const used = totalUsage(world, meter, customer, { start, end }, item.id)
  return used.startsWith('-') ? '0' : used
}
