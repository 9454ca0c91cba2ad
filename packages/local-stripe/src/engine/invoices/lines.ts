import { formatAmount } from 'stripe-currencies'
import { type PricedPart, priceAmount, priceParts } from '../catalog/price-amount'
import { withRates } from '../tax/tax-lines'
import type {
  InvoiceItem,
  InvoiceLine,
  Price,
  Subscription,
  SubscriptionItem,
} from '../world/types'
import type { World } from '../world/world'

interface Period {
  start: number
  end: number
}

/** Creates an invoice line, with defaults for the fields that are not given. */
export function invoiceLine(
  world: World,
  given: Pick<InvoiceLine, 'amount' | 'currency' | 'description' | 'period'> & Partial<InvoiceLine>,
): InvoiceLine {
  return {
    id: world.ids.next('il', 24),
    object: 'line_item',
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    parent: null,
    pretax_credit_amounts: [],
    pricing: null,
    quantity: 1,
    quantity_decimal: String(given.quantity ?? 1),
    subscription: null,
    subtotal: given.amount,
    taxes: [],
    ...given,
  }
}

/** The lines for an item and a period: one, or one per tier of a tiered price. */
export function itemLines(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  quantity: number | string,
  period: Period,
): InvoiceLine[] {
  const { currency } = subscription
  return priceParts(world, item.price, quantity, currency).map((part) =>
    invoiceLine(world, {
      amount: part.amount,
      currency,
      description: descriptionOf(world, item.price, part, currency),
      period,
      quantity: Math.floor(Number(part.quantity)),
      quantity_decimal: part.quantity,
      discounts: item.discounts as string[],
      ...itemDetails(subscription, item, false, part.unitAmountDecimal),
    }),
  )
}

/** The $0 line for the usage of a metered item during a trial. */
export const trialUsageLine = (
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  used: string,
  period: Period,
) => {
  const name = productName(world, item.price)
  return invoiceLine(world, {
    amount: 0,
    currency: subscription.currency,
    description:
      subscription.billing_mode.type === 'classic'
        ? `${used} × ${name} (Free trial)`
        : `Free trial for ${used} × ${name}`,
    period,
    quantity: Math.floor(Number(used)),
    quantity_decimal: used,
    ...itemDetails(subscription, item, false, '0'),
  })
}

/** The $0 line of a trial. */
export const trialLine = (
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
) =>
  invoiceLine(world, {
    amount: 0,
    currency: subscription.currency,
    description:
      subscription.billing_mode.type === 'classic'
        ? `Trial period for ${productName(world, item.price)}`
        : `Free trial for ${item.quantity ?? 1} × ${productName(world, item.price)}`,
    period,
    quantity: item.quantity ?? 0,
    ...itemDetails(subscription, item, false, item.price.unit_amount_decimal),
  })

/** The line for an invoice item. */
export function lineOfInvoiceItem(world: World, item: InvoiceItem): InvoiceLine {
  const details = { credited_items: creditedLines(world, item) }
  const subscription = item.parent?.subscription_details?.subscription ?? null
  const subscriptionItem = item.parent?.subscription_details?.subscription_item
  return invoiceLine(world, {
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discountable: item.discountable,
    discounts: item.discounts ?? [],
    metadata: item.metadata ?? {},
    period: item.period,
    quantity: item.quantity,
    taxes: withRates(item.tax_rates),
    pricing: item.pricing as InvoiceLine['pricing'],
    subscription,
    parent:
      subscription && subscriptionItem
        ? {
            type: 'subscription_item_details',
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details: details,
              subscription,
              subscription_item: subscriptionItem,
            },
          }
        : {
            type: 'invoice_item_details',
            invoice_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details: details,
              subscription,
            },
            subscription_item_details: null,
          },
  })
}

/**
 * The lines that a proration credits. Null for a credit of an item that was not invoiced before: it
 * is on the same invoice, whose lines don't have ids yet.
 */
function creditedLines(world: World, { proration_details }: InvoiceItem) {
  const credited = proration_details?.credited_items
  if (credited?.invoice_line_item_details) return credited.invoice_line_item_details
  const item = world.store.invoiceItems.get(credited?.invoice_item ?? '')
  const invoice = item?.invoice ? world.store.invoices.get(item.invoice) : undefined
  if (!item || !invoice) return null
  const lines = invoice.lines.data.filter(
    (line) => line.parent?.subscription_item_details?.invoice_item === item.id,
  )
  return { invoice: invoice.id, invoice_line_items: lines.map((line) => line.id) }
}

export const itemDetails = (
  subscription: Subscription,
  item: SubscriptionItem,
  proration: boolean,
  unitAmountDecimal: string | null,
) => ({
  subscription: subscription.id,
  metadata: subscription.metadata,
  taxes: withRates(item.tax_rates),
  parent: {
    type: 'subscription_item_details' as const,
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: null,
      proration,
      proration_details: { credited_items: null },
      subscription: subscription.id,
      subscription_item: item.id,
    },
  },
  pricing: pricingOf(item.price, unitAmountDecimal),
})

export const pricingOf = (price: Price, unitAmountDecimal: string | null) => ({
  type: 'price_details' as const,
  price_details: { price: price.id, product: price.product },
  unit_amount_decimal: unitAmountDecimal,
})

/** `2 × Pro (at $49.00 / month)` */
function descriptionOf(world: World, price: Price, part: PricedPart, currency: string): string {
  const name = productName(world, price)
  const each = formatAmount(Number(part.unitAmountDecimal), currency)
  const interval = price.recurring ? ` / ${intervalText(price)}` : ''
  if (part.flat) return `${name} (Tier ${(part.tier ?? 0) + 1} flat fee at ${each}${interval})`
  const tier = part.tier === undefined ? '' : `Tier ${part.tier + 1} `
  return `${part.quantity} × ${name} (${tier}at ${each}${interval})`
}

export function productName(world: World, price: Price): string {
  return world.store.products.get(price.product)?.name ?? price.product
}

function intervalText(price: Price): string {
  const { interval = 'once', interval_count = 1 } = price.recurring ?? {}
  return interval_count === 1 ? interval : `every ${interval_count} ${interval}s`
}

export const quantityOf = (item: SubscriptionItem): number => item.quantity ?? 0

/** The price of a period of all licensed items, before discounts. */
export const priceOfItems = (world: World, items: SubscriptionItem[], currency: string): number =>
  items.filter(isLicensed).reduce((sum, item) => sum + itemAmount(world, item, currency), 0)

export const isLicensed = (item: SubscriptionItem) => item.price.recurring?.usage_type !== 'metered'

export const itemAmount = (world: World, item: SubscriptionItem, currency: string): number =>
  priceAmount(world, item.price, quantityOf(item), currency)
