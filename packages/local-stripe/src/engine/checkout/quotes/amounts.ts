import { applyDiscounts, couponOf } from '../../catalog/apply-discounts'
import { priceAmount } from '../../catalog/price-amount'
import { invoiceLine, pricingOf, productName } from '../../invoices/lines'
import { type Taxation, taxLines, withRates } from '../../tax/tax-lines'
import type { QuotedItem } from '../../world/records'
import type { InvoiceLine, Price, Quote } from '../../world/types'
import { find, type World } from '../../world/world'

/**
 * The totals of a quote: of its items, of the first invoice after acceptance, and of the invoices
 * after that.
 */
export function quoteAmounts(
  world: World,
  items: QuotedItem[],
  discounts: string[],
  trialDays: number | null,
  taxation: Taxation,
) {
  const first = items[0] && priceOf(world, items[0])
  const recurring = items.filter((item) => priceOf(world, item).recurring)
  const terms = recurring[0] && priceOf(world, recurring[0]).recurring
  return {
    ...totalsOf(world, taxation, items, discounts),
    currency: first?.currency ?? null,
    computed: {
      recurring: terms
        ? {
            ...totalsOf(
              world,
              taxation,
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
      upfront: totalsOf(world, taxation, items, discounts, Boolean(trialDays)),
    },
  } satisfies Partial<Quote>
}

/** The lines of a quote's items as an invoice has them. Metered prices are not due in advance. */
export const quotedLines = (world: World, items: QuotedItem[], isTrial = false): InvoiceLine[] =>
  items.map((item) => {
    const price = priceOf(world, item)
    const now = world.clock.seconds()
    const isFree = price.recurring && (isTrial || price.recurring.usage_type === 'metered')
    return invoiceLine(world, {
      amount: isFree ? 0 : priceAmount(world, price, item.quantity),
      currency: price.currency,
      description: productName(world, price),
      discounts: item.discountIds,
      period: { start: now, end: now },
      quantity: item.quantity,
      taxes: withRates((item.taxRates ?? []).flatMap((id) => world.store.taxRates.get(id) ?? [])),
      pricing: pricingOf(price, price.unit_amount_decimal),
    })
  })

export const priceOf = (world: World, item: { price: string }): Price =>
  find(world.store.prices, 'price', item.price)

/** The lines of a quote with what each discount takes off. */
export const discountedLines = (
  world: World,
  items: QuotedItem[],
  discounts: string[],
  isTrial: boolean,
) => applyDiscounts(world, discounts, quotedLines(world, items, isTrial))

function totalsOf(
  world: World,
  taxation: Taxation,
  items: QuotedItem[],
  discounts: string[],
  isTrial = false,
) {
  const { lines, totals } = discountedLines(world, items, discounts, isTrial)
  const { exclusive, taxes } = taxLines(world, taxation, lines)
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  const amount_discount = totals.reduce((sum, each) => sum + each.amount, 0)
  return {
    amount_subtotal: subtotal,
    amount_total: subtotal - amount_discount + exclusive,
    total_details: {
      amount_discount,
      amount_shipping: 0,
      amount_tax: taxes.reduce((sum, each) => sum + each.amount, 0),
    },
  }
}

/** Only discounts that last forever are part of what is due in later periods. */
function lasts(world: World, id: string): boolean {
  const discount = world.store.discounts.get(id)
  return discount !== undefined && couponOf(world, discount)?.duration === 'forever'
}
