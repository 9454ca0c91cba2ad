import type { Invoice, InvoiceLine } from '../world/types'
import { change, type World } from '../world/world'
import { withTotals } from './draft'
import { lineOfInvoiceItem } from './lines'

/**
 * Updates a draft after its invoice items changed. Lines keep their place, and items that are new
 * come last.
 */
export function recalculate(world: World, draft: Invoice): Invoice {
  const items = new Map(
    world.store.invoiceItems
      .where('customer', draft.customer ?? '')
      .filter((item) => item.invoice === draft.id)
      .map((item) => [item.id, item]),
  )
  const kept = draft.lines.data.flatMap((line) => {
    const id = invoiceItemOf(line)
    if (id === null) return [line]
    const item = items.get(id)
    items.delete(id)
    return item ? [{ ...lineOfInvoiceItem(world, item), id: line.id }] : []
  })
  const added = [...items.values()].map((item) => lineOfInvoiceItem(world, item))
  return change(
    world,
    world.store.invoices,
    draft,
    withTotals(world, draft, [...kept, ...added]),
    'invoice.updated',
  )
}

/** The invoice item of a line, or null if the line is of a subscription. */
export const invoiceItemOf = (line: InvoiceLine): string | null =>
  line.parent?.invoice_item_details?.invoice_item ??
  line.parent?.subscription_item_details?.invoice_item ??
  null
