import type { z } from 'zod'
import { discountsFor } from '../../catalog/customer-discount'
import { redeemDiscounts } from '../../catalog/discounts'
import { customerOf } from '../../customers/customers'
import { withoutDefaults } from '../../tax/invoice-taxes'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Invoice } from '../../world/types'
import { change, emit, find, type World } from '../../world/world'
import { draftInvoice, withTotals } from '../draft'
import { finalizeLater } from '../finalize'
import { pendingItems } from '../invoice-items'
import { fields, taxFields } from './fields'
import type { InvoiceCreate, InvoiceUpdate } from './params'

/** Creates an invoice by hand, empty or with the customer's pending items. */
export function createInvoice(world: World, params: z.output<typeof InvoiceCreate>): Invoice {
  const customer = customerOf(world, params.customer, 'customer')
  const subscription = params.subscription
    ? find(world.store.subscriptions, 'subscription', params.subscription, 'subscription')
    : undefined
  const takes = params.pending_invoice_items_behavior ?? (subscription ? 'include' : 'exclude')
  const pending =
    takes === 'exclude' ? [] : pendingItems(world, customer.id, subscription?.id ?? null)
  const now = world.clock.seconds()
  const currency = (
    params.currency ??
    subscription?.currency ??
    customer.currency ??
    pending[0]?.currency ??
    'usd'
  ).toLowerCase()
  const items = pending.filter((item) => item.currency === currency)
  const draft = draftInvoice(world, {
    customer: customer.id,
    currency,
    subscription,
    lines: [],
    items,
    billingReason: subscription ? 'subscription_update' : 'manual',
    period: { start: now, end: now },
    discounts:
      params.discounts === undefined
        ? discountsFor(world, subscription ?? { customer: customer.id, discounts: [] })
        : redeemDiscounts(world, params.discounts, purchaseOf(currency, items), {
            customer: customer.id,
          }),
    given: {
      auto_advance: params.auto_advance ?? false,
      ...fields(world, params),
      ...taxFields(world, params),
      metadata: withMetadata({}, params.metadata),
    },
  })
  if (draft.auto_advance) finalizeLater(world, draft)
  return find(world.store.invoices, 'invoice', draft.id)
}

/** Changes an invoice. Once it is finalized, only what doesn't change what is due. */
export function updateInvoice(
  world: World,
  id: string,
  params: z.output<typeof InvoiceUpdate>,
): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  const { metadata: _, auto_advance, default_payment_method, ...others } = params
  const edits = Object.values(others).some((value) => value !== undefined)
  if (edits && invoice.status !== 'draft') {
    throw invalid(
      "Finalized invoices can't be updated in this way.",
      Object.keys(others)[0],
      'invoice_not_editable',
    )
  }
  const changed: Invoice = {
    ...invoice,
    ...fields(world, params),
    ...taxFields(world, params, invoice.default_tax_rates),
    ...(auto_advance !== undefined && { auto_advance }),
    ...(params.discounts !== undefined && {
      discounts: redeemDiscounts(
        world,
        params.discounts,
        purchaseOf(invoice.currency, invoice.lines.data),
        { customer: invoice.customer, invoice: id },
      ),
    }),
    metadata: withMetadata(invoice.metadata, params.metadata),
  }
  const lines =
    params.default_tax_rates === undefined
      ? invoice.lines.data
      : withoutDefaults(invoice.lines.data, invoice.default_tax_rates)
  const next = invoice.status === 'draft' ? withTotals(world, changed, lines) : changed
  const updated = change(world, world.store.invoices, invoice, next, 'invoice.updated')
  if (auto_advance && invoice.status === 'draft') finalizeLater(world, updated)
  return find(world.store.invoices, 'invoice', id)
}

export function deleteInvoice(world: World, id: string) {
  const invoice = find(world.store.invoices, 'invoice', id)
  if (invoice.status !== 'draft' || invoice.parent?.subscription_details) {
    throw invalid('You can only delete draft invoices that are not attached to a subscription.')
  }
  for (const item of world.store.invoiceItems.where('customer', invoice.customer ?? '')) {
    if (item.invoice === id) world.store.invoiceItems.put({ ...item, invoice: null })
  }
  world.agenda.cancel('finalize', id)
  world.store.invoices.delete(id)
  world.store.deleted.put({ id, object: 'invoice', deleted: true })
  emit(world, 'invoice.deleted', invoice)
  return { id, object: 'invoice' as const, deleted: true as const }
}

/** What an invoice discounts. Without lines yet, it isn't known whether a minimum will be met. */
const purchaseOf = (currency: string, lines: { amount: number }[]) => ({
  currency,
  amount:
    lines.length > 0 ? lines.reduce((sum, line) => sum + line.amount, 0) : Number.POSITIVE_INFINITY,
})
