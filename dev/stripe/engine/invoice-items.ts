import type { InvoiceItem, InvoiceLine, Subscription } from './wire'
import { create, type World } from './world'

/** A line that waits for the customer's next invoice. */
export function createInvoiceItem(
  world: World,
  subscription: Subscription,
  line: InvoiceLine,
): InvoiceItem {
  const details = line.parent?.subscription_item_details
  return create(
    world,
    world.store.invoiceItems,
    {
      id: world.ids.next('ii', 24),
      object: 'invoiceitem',
      amount: line.amount,
      currency: line.currency,
      customer: subscription.customer,
      customer_account: null,
      date: world.clock.seconds(),
      description: line.description,
      discountable: line.discountable,
      discounts: [],
      invoice: null,
      livemode: false,
      metadata: line.metadata,
      parent: {
        type: 'subscription_details',
        subscription_details: {
          subscription: subscription.id,
          ...(details && { subscription_item: details.subscription_item }),
        },
      },
      period: line.period,
      pricing: line.pricing as InvoiceItem['pricing'],
      proration: details?.proration ?? false,
      quantity: line.quantity ?? 1,
      quantity_decimal: String(line.quantity ?? 1),
      tax_rates: [],
      test_clock: null,
    },
    'invoiceitem.created',
  )
}

/** Those that wait for this subscription's next invoice, or for any invoice of its customer. */
export function pendingItems(world: World, customer: string, subscription: string | null) {
  return world.store.invoiceItems.where('customer', customer).filter((item) => {
    if (item.invoice !== null) return false
    const of = item.parent?.subscription_details?.subscription ?? null
    return of === null || of === subscription
  })
}
