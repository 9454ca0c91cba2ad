import { formatAmount } from 'stripe-currencies'
import { priceAmount } from '../engine/catalog/price-amount'
import { productName } from '../engine/invoices/lines'
import type { Quote } from '../engine/world/types'
import { find, type World } from '../engine/world/world'
import { sheetPdf } from './document'

/** The PDF of a quote. */
export function quotePdf(world: World, quote: Quote): Promise<Uint8Array> {
  const { items } = find(world.store.quotedItems, 'quote', quote.id)
  const customer = world.store.customers.get(quote.customer ?? '')
  const currency = quote.currency ?? 'usd'
  return sheetPdf({
    title: 'Quote',
    issuer: world.settings.accountName,
    date: new Date(quote.created * 1000),
    facts: [
      ['Quote number', quote.number ?? 'Draft'],
      ['Expires', new Date(quote.expires_at * 1000).toISOString().slice(0, 10)],
      ['For', customer?.name ?? customer?.email ?? '-'],
      ...(quote.header ? [['', quote.header] as [string, string]] : []),
      ...(quote.description ? [['About', quote.description] as [string, string]] : []),
    ],
    rows: items.map((item) => {
      const price = find(world.store.prices, 'price', item.price)
      return {
        description: productName(world, price),
        quantity: String(item.quantity),
        amount: formatAmount(priceAmount(world, price, item.quantity), price.currency),
      }
    }),
    totals: [
      ...(quote.total_details.amount_discount > 0
        ? [
            ['Discount', formatAmount(-quote.total_details.amount_discount, currency)] as [
              string,
              string,
            ],
          ]
        : []),
      ['Total', formatAmount(quote.amount_total, currency)],
    ],
    footer: quote.footer ?? '',
  })
}
