import { productName } from '../../invoices/lines'
import { taxLines } from '../../tax/tax-lines'
import { exclusiveOf } from '../../tax/taxes-on'
import type { QuotedItem } from '../../world/records'
import type { CheckoutLine } from '../../world/types'
import { dryRun, find, type World } from '../../world/world'
import { discountedLines, priceOf } from './amounts'
import { taxationOf } from './quote-tax'

/** What a customer is being quoted for. */
export function quoteLineItems(world: World, id: string): CheckoutLine[] {
  const { items } = find(world.store.quotedItems, 'quote', id)
  return lineItems(world, id, items, false)
}

/** What is on the first invoice after acceptance. Recurring items are free during a trial. */
export function upfrontLineItems(world: World, id: string): CheckoutLine[] {
  const { items } = find(world.store.quotedItems, 'quote', id)
  const { trial_period_days } = find(world.store.quotes, 'quote', id).subscription_data
  return lineItems(
    world,
    id,
    items.map((item) => ({ ...item, id: item.upfrontId })),
    Boolean(trial_period_days),
  )
}

function lineItems(
  world: World,
  id: string,
  items: QuotedItem[],
  isTrial: boolean,
): CheckoutLine[] {
  const quote = find(world.store.quotes, 'quote', id)
  const discounted = discountedLines(world, items, quote.discounts as string[], isTrial)
  const taxation = taxationOf(world, quote, quote.customer)
  const { lines } = dryRun(world, () => taxLines(world, taxation, discounted.lines))
  return items.map((item, i) => {
    const price = priceOf(world, item)
    const { amount = 0, discount_amounts, taxes } = lines[i] ?? {}
    const amount_discount = (discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0)
    return {
      id: item.id,
      object: 'item',
      adjustable_quantity: null,
      amount_discount,
      amount_subtotal: amount,
      amount_tax: (taxes ?? []).reduce((sum, each) => sum + each.amount, 0),
      amount_total: amount - amount_discount + exclusiveOf(taxes ?? []),
      currency: price.currency,
      description: productName(world, price),
      metadata: null,
      price,
      quantity: item.quantity,
    }
  })
}
