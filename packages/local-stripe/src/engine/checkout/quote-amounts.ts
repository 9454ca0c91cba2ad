import { applyDiscounts, couponOf } from '../catalog/apply-discounts'
import { priceAmount } from '../catalog/price-amount'
import { invoiceLine, pricingOf, productName } from '../invoices/lines'
import type { QuotedItem } from '../world/records'
import type { InvoiceLine, Price, Quote } from '../world/types'
import { find, type World } from '../world/world'

/** The totals of a quote: what is due at acceptance, and what its subscription costs from then on. */
export function quoteAmounts(world: World, items: QuotedItem[], discounts: string[]) {
  const first = items[0] && priceOf(world, items[0])
  const recurring = items.filter((item) => priceOf(world, item).recurring)
  const terms = recurring[0] && priceOf(world, recurring[0]).recurring
  const upfront = totalsOf(world, items, discounts)
  return {
    amount_subtotal: upfront.amount_subtotal,
    amount_total: upfront.amount_total,
    currency: first?.currency ?? null,
    total_details: upfront.total_details,
    computed: {
      recurring: terms
        ? {
            ...totalsOf(
              world,
              recurring.map((item) => ({
                ...item,
                discountIds: item.discountIds.filter((id) => lasts(world, id)),
              })),
              discounts.filter((id) => lasts(world, id)),
            ),
            interval: terms.interval,
            interval_count: terms.interval_count,
          }
        : null,
      upfront,
    },
  } satisfies Partial<Quote>
}

/** The lines of a quote's items as an invoice has them. Metered prices are not due in advance. */
export const quotedLines = (world: World, items: QuotedItem[]): InvoiceLine[] =>
  items.map((item) => {
    const price = priceOf(world, item)
    const now = world.clock.seconds()
    return invoiceLine(world, {
      amount:
        price.recurring?.usage_type === 'metered' ? 0 : priceAmount(world, price, item.quantity),
      currency: price.currency,
      description: productName(world, price),
      discounts: item.discountIds,
      period: { start: now, end: now },
      quantity: item.quantity,
      pricing: pricingOf(price, price.unit_amount_decimal),
    })
  })

export const priceOf = (world: World, item: { price: string }): Price =>
  find(world.store.prices, 'price', item.price)

function totalsOf(world: World, items: QuotedItem[], discounts: string[]) {
  const { lines, totals } = applyDiscounts(world, discounts, quotedLines(world, items))
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  const amount_discount = totals.reduce((sum, each) => sum + each.amount, 0)
  return {
    amount_subtotal: subtotal,
    amount_total: subtotal - amount_discount,
    total_details: { amount_discount, amount_shipping: 0, amount_tax: 0 },
  }
}

/** Only discounts that last forever are part of what is due in later periods. */
function lasts(world: World, id: string): boolean {
  const discount = world.store.discounts.get(id)
  return discount !== undefined && couponOf(world, discount)?.duration === 'forever'
}
