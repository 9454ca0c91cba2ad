import { productName } from '../../invoices/lines'
import type { QuotedItem } from '../../world/records'
import type { CheckoutLine } from '../../world/types'
import { find, type World } from '../../world/world'
import { discountedLines, priceOf } from './amounts'

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
  const { discounts } = find(world.store.quotes, 'quote', id)
  const { lines } = discountedLines(world, items, discounts as string[], isTrial)
  return items.map((item, i) => {
    const price = priceOf(world, item)
    const { amount = 0, discount_amounts } = lines[i] ?? {}
    const amount_discount = (discount_amounts ?? []).reduce((sum, each) => sum + each.amount, 0)
    return {
      id: item.id,
      object: 'item',
      adjustable_quantity: null,
      amount_discount,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount - amount_discount,
      currency: price.currency,
      description: productName(world, price),
      metadata: null,
      price,
      quantity: item.quantity,
    }
  })
}
