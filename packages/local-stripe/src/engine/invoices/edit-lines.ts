import type { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { LinePriceData } from '../catalog/price-data'
import { TaxRatesParam } from '../tax/rates-param'
import { invalid, missing } from '../world/errors'
import {
  flag,
  hash,
  integer,
  many,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { Invoice, InvoiceLine } from '../world/types'
import { change, find, type World } from '../world/world'
import { withTotals } from './draft'
import { deleteInvoiceItem, newInvoiceItem, updateInvoiceItem } from './invoice-items'
import { invoiceItemOf, recalculate } from './recalculate'

const line = {
  amount: integer.optional(),
  description: text.optional(),
  discountable: flag.optional(),
  discounts: DiscountParams.optional(),
  metadata: metadata.optional(),
  period: hash({ start: integer, end: integer }).optional(),
  price_data: LinePriceData.optional(),
  pricing: hash({ price: text.optional() }).optional(),
  quantity: natural.optional(),
  quantity_decimal: notSupported(),
  tax_amounts: notSupported(),
  tax_rates: TaxRatesParam,
}
type Line = z.output<ReturnType<typeof hash<typeof line>>>

const ofInvoice = { invoice_metadata: metadata.optional() }

export const InvoiceAddLines = hash({
  ...ofInvoice,
  lines: many(hash({ ...line, invoice_item: text.optional() })),
})
export const InvoiceUpdateLines = hash({ ...ofInvoice, lines: many(hash({ ...line, id: text })) })
export const InvoiceRemoveLines = hash({
  ...ofInvoice,
  lines: many(hash({ behavior: oneOf('delete', 'unassign'), id: text })),
})
export const InvoiceUpdateLine = hash(line)

/** Adds lines to a draft: new ones, and invoice items that are pending. */
export function addLines(
  world: World,
  id: string,
  params: z.output<typeof InvoiceAddLines>,
): Invoice {
  const { customer, currency } = editable(world, id)
  for (const [i, { invoice_item, ...given }] of params.lines.entries()) {
    if (invoice_item === undefined) {
      newInvoiceItem(world, { ...given, currency, customer: customer ?? undefined, invoice: id })
      continue
    }
    const path = `lines[${i}][invoice_item]`
    const item = find(world.store.invoiceItems, 'invoiceitem', invoice_item, path)
    if (item.customer !== customer || item.invoice !== null || item.currency !== currency) {
      throw invalid(`The invoice item ${item.id} cannot be added to this invoice.`, path)
    }
    world.store.invoiceItems.put({ ...item, invoice: id })
    updateInvoiceItem(world, item.id, given)
  }
  return noted(world, id, params.invoice_metadata)
}

/** Changes several lines of a draft. */
export function updateLines(
  world: World,
  id: string,
  params: z.output<typeof InvoiceUpdateLines>,
): Invoice {
  editable(world, id)
  for (const { id: lineId, ...given } of params.lines) updateLine(world, id, lineId, given)
  return noted(world, id, params.invoice_metadata)
}

/** Changes one line of a draft. What an invoice item has as well is changed there. */
export function updateLine(world: World, id: string, lineId: string, given: Line): InvoiceLine {
  const invoice = editable(world, id)
  const before = lineOf(invoice, lineId)
  const item = invoiceItemOf(before)
  if (item !== null) updateInvoiceItem(world, item, given)
  else updateOwnLine(world, invoice, before, given)
  return lineOf(find(world.store.invoices, 'invoice', id), lineId)
}

/** Removes lines from a draft: deletes their invoice items, or leaves them for a later invoice. */
export function removeLines(
  world: World,
  id: string,
  params: z.output<typeof InvoiceRemoveLines>,
): Invoice {
  for (const { behavior, id: lineId } of params.lines) {
    const invoice = editable(world, id)
    const item = invoiceItemOf(lineOf(invoice, lineId))
    if (item === null) {
      throw invalid(
        `The line item ${lineId} belongs to a subscription and cannot be removed from its invoice.`,
        'lines',
      )
    }
    if (behavior === 'delete') {
      deleteInvoiceItem(world, item)
      continue
    }
    const kept = find(world.store.invoiceItems, 'invoiceitem', item)
    world.store.invoiceItems.put({ ...kept, invoice: null })
    recalculate(world, invoice)
  }
  return noted(world, id, params.invoice_metadata)
}

/** The line of a subscription lives on the invoice only. */
function updateOwnLine(world: World, invoice: Invoice, before: InvoiceLine, given: Line): void {
  const fixed = (['pricing', 'price_data', 'quantity', 'discounts', 'tax_rates'] as const).find(
    (name) => given[name] !== undefined,
  )
  if (fixed) {
    throw invalid(
      `The ${fixed} of a line item of a subscription cannot be changed on its invoice.`,
      fixed,
    )
  }
  const { amount = before.amount, description, discountable, period } = given
  const after: InvoiceLine = {
    ...before,
    amount,
    subtotal: amount,
    ...(description !== undefined && { description }),
    ...(discountable !== undefined && { discountable }),
    ...(period && { period }),
    metadata: withMetadata(before.metadata, given.metadata),
  }
  const lines = invoice.lines.data.map((each) => (each === before ? after : each))
  change(world, world.store.invoices, invoice, withTotals(world, invoice, lines), 'invoice.updated')
}

function editable(world: World, id: string): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  if (invoice.status === 'draft') return invoice
  throw invalid(
    'The line items of an invoice can only be changed while it is a draft.',
    undefined,
    'invoice_not_editable',
  )
}

function lineOf(invoice: Invoice, id: string): InvoiceLine {
  const found = invoice.lines.data.find((each) => each.id === id)
  if (!found) throw missing('line_item', id)
  return found
}

function noted(
  world: World,
  id: string,
  metadata: z.output<typeof InvoiceAddLines>['invoice_metadata'],
): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  return change(
    world,
    world.store.invoices,
    invoice,
    { metadata: withMetadata(invoice.metadata, metadata) },
    'invoice.updated',
  )
}
