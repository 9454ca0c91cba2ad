import type { InvoiceItem, InvoiceLine } from '../world/types'

/**
 * Pending invoice items in the order of an invoice: newest first. The credit and the charge of one
 * change stay in their order.
 */
export const newestItemsFirst = (items: InvoiceItem[]): InvoiceItem[] =>
  grouped(
    items,
    (a, b) =>
      a.proration && b.proration && a.date === b.date && subscriptionOf(a) === subscriptionOf(b),
  )
    .reverse()
    .flat()

/**
 * The lines of a subscription in the order of an invoice: extra items first, then the newest
 * subscription item first. The lines of one subscription item stay in their order.
 */
export function newestLinesFirst(lines: InvoiceLine[]): InvoiceLine[] {
  const ofItems = lines.filter((line) => itemOf(line) !== undefined)
  const extra = lines.filter((line) => itemOf(line) === undefined)
  return [
    ...extra.reverse(),
    ...grouped(ofItems, (a, b) => itemOf(a) === itemOf(b))
      .reverse()
      .flat(),
  ]
}

const itemOf = (line: InvoiceLine) => line.parent?.subscription_item_details?.subscription_item

const subscriptionOf = (item: InvoiceItem) => item.parent?.subscription_details?.subscription

/** Splits a list into runs of neighbors that belong together. */
function grouped<T>(all: T[], together: (a: T, b: T) => boolean): T[][] {
  const groups: T[][] = []
  for (const each of all) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (last && before !== undefined && together(before, each)) last.push(each)
    else groups.push([each])
  }
  return groups
}
