import { ratesOf } from '../tax/tax-lines'
import type { Invoice, InvoiceItem, InvoiceLine, Subscription, TaxRate } from '../world/types'
import type { World } from '../world/world'

/** A charge for a time of a subscription item, as far as that time is not credited yet. */
export interface Debit {
  /** The charge after discounts. */
  net: number
  period: { start: number; end: number }
  /** The time from here to the end of the period is credited. */
  until: number
  source: CreditedItems
  /** The tax rates of the charge. Null if no tax was charged. */
  taxRates: TaxRate[] | null
}

/** What a credit gives back, as the API shows it on an invoice item. */
export type CreditedItems = NonNullable<
  NonNullable<InvoiceItem['proration_details']>['credited_items']
>

/**
 * The charges for a subscription item that a credit can give back, oldest first. Charges on void
 * invoices don't count, and neither do the credits on them.
 */
export function openDebits(world: World, subscription: Subscription, itemId: string): Debit[] {
  const entries = entriesOf(world, subscription, itemId)
  const credits = entries.filter((entry) => entry.credits !== null)
  const debits = new Map<string, Debit & { ids: string[] }>()
  for (const { line, invoice, credits: credited, ids } of entries) {
    if (credited || line.amount <= 0) continue
    const { period } = line
    // The tiers of a price are several lines for the same time: one debit.
    const key = `${invoice?.id ?? line.id} ${period.start} ${period.end}`
    const before = debits.get(key)
    const all = [...(before?.ids ?? []), ...ids]
    debits.set(key, {
      ids: all,
      net: (before?.net ?? 0) + netOf(line),
      period,
      until: period.end,
      taxRates: before ? before.taxRates : chargedRates(world, line, invoice),
      source: invoice
        ? {
            type: 'invoice_line_items',
            invoice_line_item_details: {
              invoice: invoice.id,
              invoice_line_items: all.filter((id) => id.startsWith('il_')),
            },
          }
        : { type: 'invoice_item', invoice_item: line.id },
    })
  }
  return [...debits.values()].map(({ ids, ...debit }) => ({
    ...debit,
    until: Math.min(
      debit.until,
      ...credits
        .filter((credit) => creditedIds(credit.credits).some((id) => ids.includes(id)))
        .map((credit) => credit.line.period.start),
    ),
  }))
}

/** The rates of a charge. A pending one has the rates that it will be invoiced with. */
function chargedRates(
  world: World,
  line: Entry['line'],
  invoice: Invoice | null,
): TaxRate[] | null {
  if (!invoice) return world.store.invoiceItems.get(line.id)?.tax_rates ?? []
  const isTaxed = line.taxes?.some((tax) => tax.amount !== 0) ?? false
  return isTaxed ? ratesOf(world, { taxes: line.taxes ?? [] }) : null
}

interface Discounted {
  amount: number
  discount_amounts?: InvoiceLine['discount_amounts']
}

/** The amount of a line after its discounts. */
export const netOf = (line: Discounted): number =>
  line.amount - (line.discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0)

/** A charge or a credit for a subscription item, on an invoice or pending. */
interface Entry {
  line: Pick<InvoiceLine, 'id' | 'amount' | 'period'> &
    Partial<Pick<InvoiceLine, 'taxes'>> &
    Discounted
  invoice: Invoice | null
  credits: CreditedItems | null
  /** The id of the line, and that of its invoice item. */
  ids: string[]
}

function entriesOf(world: World, { customer, id }: Subscription, itemId: string): Entry[] {
  const { invoices, invoiceItems } = world.store
  const billed = invoices
    .where('customer', customer)
    .filter((invoice) => invoice.status !== 'void')
    .flatMap((invoice) =>
      invoice.lines.data.flatMap((line): Entry[] => {
        const details = line.parent?.subscription_item_details
        if (details?.subscription_item !== itemId) return []
        const item = details.invoice_item ? invoiceItems.get(details.invoice_item) : undefined
        const ids = item ? [line.id, item.id] : [line.id]
        return [{ line, invoice, credits: item?.proration_details?.credited_items ?? null, ids }]
      }),
    )
  const pending = invoiceItems
    .where('customer', customer)
    .filter(({ invoice, parent }) => {
      const of = parent?.subscription_details
      return invoice === null && of?.subscription === id && of.subscription_item === itemId
    })
    .map(
      (item): Entry => ({
        line: item,
        invoice: null,
        credits: item.proration_details?.credited_items ?? null,
        ids: [item.id],
      }),
    )
  return [...billed, ...pending]
}

const creditedIds = (credits: CreditedItems | null): string[] =>
  credits?.invoice_item
    ? [credits.invoice_item]
    : (credits?.invoice_line_item_details?.invoice_line_items ?? [])
