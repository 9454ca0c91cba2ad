import type { z } from 'zod'
import { redeemDiscounts } from '../catalog/discounts'
import { priceAmount } from '../catalog/price-amount'
import { invoiceLine, pricingOf } from '../invoices/lines'
import { taxRatesFrom } from '../tax/rates-param'
import { withRates } from '../tax/tax-lines'
import { invalid } from '../world/errors'
import { withMetadata } from '../world/params'
import type { InvoiceLine, Subscription } from '../world/types'
import type { World } from '../world/world'
import type { ExtraItemParams, ItemParams } from './create-params'
import { priceFromParams } from './items'

export type ExtraItem = z.output<typeof ExtraItemParams>

/** The lines of `add_invoice_items`, which are charged once, on the invoice of this change. */
export const extraLines = (
  world: World,
  subscription: Subscription,
  given: ExtraItem[] = [],
): InvoiceLine[] =>
  given.map((each, i) => extraLine(world, subscription, each, `add_invoice_items[${i}]`))

function extraLine(
  world: World,
  subscription: Subscription,
  given: ExtraItem,
  path: string,
): InvoiceLine {
  const { currency, customer } = subscription
  const price = priceFromParams(world, given as ItemParams, path)
  const quantity = given.quantity ?? 1
  const amount = priceAmount(world, price, quantity, currency)
  const purchase = { currency, amount }
  return invoiceLine(world, {
    amount,
    currency,
    description: world.store.products.get(price.product)?.name ?? null,
    discountable: given.discountable ?? amount >= 0,
    discounts: redeemDiscounts(world, given.discounts, purchase, {
      customer,
      path: `${path}[discounts]`,
    }),
    metadata: withMetadata({}, given.metadata),
    period: periodOf(world, subscription, given, path),
    quantity,
    subscription: subscription.id,
    taxes: withRates(taxRatesFrom(world, given.tax_rates, `${path}[tax_rates]`)),
    pricing: pricingOf(price, price.unit_amount_decimal),
  })
}

/** By default the time that is in the current period of all items. */
function periodOf(
  world: World,
  { items }: Subscription,
  { period }: ExtraItem,
  path: string,
): { start: number; end: number } {
  const start =
    period?.start?.type === 'timestamp'
      ? period.start.timestamp
      : period?.start?.type === 'now'
        ? world.clock.seconds()
        : Math.max(...items.data.map((item) => item.current_period_start))
  const end =
    period?.end?.type === 'timestamp'
      ? period.end.timestamp
      : Math.min(...items.data.map((item) => item.current_period_end))
  if (start !== undefined && end !== undefined) return { start, end }
  const side = start === undefined ? 'start' : 'end'
  const param = `${path}[period][${side}][timestamp]`
  throw invalid(`Missing required param: ${param}.`, param, 'parameter_missing')
}
