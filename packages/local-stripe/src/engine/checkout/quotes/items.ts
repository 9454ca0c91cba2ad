import type { DiscountParams } from '../../catalog/discount-params'
import { redeemDiscounts } from '../../catalog/discounts'
import { priceAmount } from '../../catalog/price-amount'
import { createPrice } from '../../catalog/prices'
import { taxRatesFrom } from '../../tax/rates-param'
import { invalid } from '../../world/errors'
import type { DiscountReference, QuotedItem } from '../../world/records'
import { find, type World } from '../../world/world'
import { priceOf } from './amounts'
import type { LineItem } from './params'

/** The items of a quote from its parameters. All recurring ones have the same interval. */
export function itemsOf(world: World, given: LineItem[], customer: string | null): QuotedItem[] {
  const items = given.map((item, i) => {
    const price = item.price_data
      ? createPrice(world, item.price_data)
      : find(world.store.prices, 'price', item.price ?? '', `line_items[${i}][price]`)
    const quoted = { price: price.id, quantity: item.quantity ?? 1 }
    const path = `line_items[${i}][tax_rates]`
    const taxRates = taxRatesFrom(world, item.tax_rates, path).map(({ id }) => id)
    return newItem(world, { ...quoted, discounts: item.discounts ?? [], taxRates }, customer, i)
  })
  const [first] = items
  for (const [i, item] of items.entries()) {
    if (first && priceOf(world, item).currency !== priceOf(world, first).currency) {
      throw invalid('All line items of a quote must have the same currency.', `line_items[${i}]`)
    }
  }
  return items
}

/** The same items for another quote. */
export const copyOfItems = (world: World, items: QuotedItem[], customer: string | null) =>
  items.map((item, i) => newItem(world, item, customer, i))

function newItem(
  world: World,
  given: Pick<QuotedItem, 'price' | 'quantity' | 'discounts' | 'taxRates'>,
  customer: string | null,
  i: number,
): QuotedItem {
  const { price, quantity, discounts, taxRates } = given
  const purchase = {
    currency: priceOf(world, given).currency,
    amount: itemAmountOf(world, given),
  }
  const path = `line_items[${i}][discounts]`
  return {
    id: world.ids.next('li', 24),
    upfrontId: world.ids.next('li', 24),
    price,
    quantity,
    discounts,
    taxRates,
    discountIds: redeemDiscounts(world, discounts, purchase, { customer, path, isQuoted: true }),
  }
}

/** The discounts of the whole quote. They are redeemed at acceptance. */
export function quotedDiscounts(
  world: World,
  items: QuotedItem[],
  given: DiscountParams | DiscountReference[] | undefined,
  customer: string | null,
): string[] {
  const currency = (items[0] && priceOf(world, items[0]).currency) ?? 'usd'
  const amount = items.reduce((sum, item) => sum + itemAmountOf(world, item), 0)
  return redeemDiscounts(
    world,
    given ?? undefined,
    { currency, amount },
    { customer, isQuoted: true },
  )
}

/** The price of an item. What will be used of a metered one isn't known. */
export const itemAmountOf = (world: World, item: { price: string; quantity: number }): number => {
  const price = priceOf(world, item)
  return price.recurring?.usage_type === 'metered' ? 0 : priceAmount(world, price, item.quantity)
}

export const isRecurring = (world: World, item: { price: string }): boolean =>
  priceOf(world, item).recurring !== null
