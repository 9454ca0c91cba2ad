import type { Invoice } from '../world/types'
import { change, type World } from '../world/world'
import { withTotals } from './draft'
import { lineOfInvoiceItem } from './lines'

/** Updates a draft after its invoice items changed. Lines without an item stay. */
export function recalculate(world: World, draft: Invoice): Invoice {
  const own = draft.lines.data.filter((line) => itemOf(line) === null)
  const items = world.store.invoiceItems
    .where('customer', draft.customer ?? '')
    .filter((item) => item.invoice === draft.id)
  const lines = items.map((item) => {
    const line = draft.lines.data.find((each) => itemOf(each) === item.id)
    return { ...lineOfInvoiceItem(world, item), ...(line && { id: line.id }) }
  })
  return change(
    world,
    world.store.invoices,
    draft,
    withTotals(world, draft, [...lines, ...own]),
    'invoice.updated',
  )
}

const itemOf = (line: Invoice['lines']['data'][number]) =>
  line.parent?.invoice_item_details?.invoice_item ??
  line.parent?.subscription_item_details?.invoice_item ??
  null
