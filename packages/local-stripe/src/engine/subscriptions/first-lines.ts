import { isLicensed, itemLines, quantityOf, trialLine } from '../invoices/lines'
import { usageLinesIn } from '../invoices/usage'
import { invalid } from '../world/errors'
import type { InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import type { SubscriptionCreate } from './create-params'
import { extraLines } from './extra-item-lines'
import { naturalPeriod, type Period, partOf } from './periods'

/**
 * The lines of the first invoice: the first period in advance, or its part up to the anchor, and the
 * periods before for a backdated subscription.
 */
export function firstLines(
  world: World,
  subscription: Subscription,
  params: SubscriptionCreate,
): InvoiceLine[] {
  const lines = subscription.items.data.flatMap((item) =>
    linesOfItem(world, subscription, item, params.proration_behavior ?? 'create_prorations'),
  )
  if (lines.length > MOST_LINES) {
    throw invalid(
      `The invoice of a backdated subscription can have at most ${MOST_LINES} lines.`,
      'backdate_start_date',
    )
  }
  return [...lines, ...extraLines(world, subscription, params.add_invoice_items)]
}
const MOST_LINES = 250

function linesOfItem(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  behavior: string,
): InvoiceLine[] {
  const { created: now, billing_cycle_anchor: anchor, start_date: start } = subscription
  const classic = subscription.billing_mode.type === 'classic'
  const current = { start: item.current_period_start, end: item.current_period_end }
  if (subscription.trial_end) {
    return isLicensed(item) || classic ? [trialLine(world, subscription, item, current)] : []
  }
  // In classic billing mode, backdated time is measured in intervals from its own start.
  const pastAnchor = classic ? start : anchor
  const past = behavior === 'none' ? [] : periodsBetween(item, pastAnchor, start, current.start)
  if (!isLicensed(item)) {
    const used = past.flatMap((period) => usageLinesIn(world, subscription, item, period))
    // In flexible billing mode, a metered item is first on the invoice that bills its usage.
    return classic ? [...used, ...itemLines(world, subscription, item, 0, current)] : used
  }
  const billed = [...past, ...(isFree(subscription, item, behavior, now) ? [] : [current])]
  const lines = billed.map((period) => {
    const whole = itemLines(world, subscription, item, quantityOf(item), period)
    // Without prorations, the whole price is due for a period that a cancellation cuts short.
    const isWhole = behavior === 'none' && period.end === subscription.cancel_at
    const from = period === current ? anchor : pastAnchor
    const natural = naturalPeriod(item.price, from, period.start)
    return isWhole ? whole : partOf(whole, period, natural)
  })
  return classic ? joined(lines, past.length, start, now) : lines.flat()
}

/**
 * Without prorations, nothing is due until the first whole period: the time up to an anchor in the
 * future, or the rest of a period that began before a backdated subscription was created.
 */
const isFree = (
  { billing_cycle_anchor: anchor, start_date: start }: Subscription,
  item: SubscriptionItem,
  behavior: string,
  now: number,
) => behavior === 'none' && (anchor > now || (start < now && item.current_period_start < now))

/** The periods of an item from `start` to `end`. The first and the last can be parts. */
function periodsBetween(
  item: SubscriptionItem,
  anchor: number,
  start: number,
  end: number,
): Period[] {
  const periods: Period[] = []
  for (let from = start; from < end && periods.length <= MOST_LINES; ) {
    const to = Math.min(naturalPeriod(item.price, anchor, from).end, end)
    periods.push({ start: from, end: to })
    from = to
  }
  return periods
}

/** The lines of the backdated time as one line, in classic billing mode. */
function joined(
  lines: InvoiceLine[][],
  pastCount: number,
  start: number,
  now: number,
): InvoiceLine[] {
  const past = lines.slice(0, pastCount).flat()
  const [first] = past
  if (!first) return lines.flat()
  const amount = past.reduce((sum, line) => sum + line.amount, 0)
  const one = { ...first, amount, subtotal: amount, period: { start, end: now } }
  return [one, ...lines.slice(pastCount).flat()]
}
