import type { z } from 'zod'
import { priceAmount } from '../catalog/price-amount'
import { invoiceLine, pricingOf } from '../invoices/lines'
import type { InvoiceLine, Subscription } from '../world/types'
import type { World } from '../world/world'
import type { ExtraItemParams, ItemParams } from './create-params'
import { priceFromParams } from './items'

/** The lines of `add_invoice_items`, which are charged once, on the invoice of this change. */
export const extraLines = (
  world: World,
  subscription: Subscription,
  given: z.output<typeof ExtraItemParams>[] = [],
): InvoiceLine[] =>
  given.map((each, i) => extraLine(world, subscription, each, `add_invoice_items[${i}]`))

function extraLine(
  world: World,
  subscription: Subscription,
  given: z.output<typeof ExtraItemParams>,
  path: string,
): InvoiceLine {
  const price = priceFromParams(world, given as ItemParams, path)
  const quantity = given.quantity ?? 1
  const now = world.clock.seconds()
  const amount = priceAmount(world, price, quantity, subscription.currency)
  return invoiceLine(world, {
    amount,
    currency: subscription.currency,
    description: world.store.products.get(price.product)?.name ?? null,
    period: { start: now, end: now },
    quantity,
    subscription: subscription.id,
    pricing: pricingOf(price, price.unit_amount_decimal),
  })
}
