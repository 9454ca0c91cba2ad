import { discountsFor } from '../catalog/customer-discount'
import { collectInvoice } from '../invoices/collect'
import { draftInvoice } from '../invoices/draft'
import { finalizeAndCollect, finalizeInvoice } from '../invoices/finalize'
import { pendingItems } from '../invoices/invoice-items'
import type { Invoice, InvoiceLine, Subscription } from '../world/types'
import { find, type World } from '../world/world'
import { saveSubscription } from './save'

/** Creates a draft for a subscription with its pending items, and makes it the latest invoice. */
export function subscriptionInvoice(
  world: World,
  subscription: Subscription,
  lines: InvoiceLine[],
  billingReason: Invoice['billing_reason'],
  how: {
    period?: { start: number; end: number }
    withPending?: boolean
    /** Doesn't send the event for `latest_invoice`, because another change follows. */
    withoutEvent?: boolean
    given?: Partial<Invoice>
  } = {},
): Invoice {
  const items =
    how.withPending === false
      ? []
      : pendingItems(world, subscription.customer, subscription.id).filter(
          (item) => item.currency === subscription.currency,
        )
  const now = world.clock.seconds()
  const invoice = draftInvoice(world, {
    customer: subscription.customer,
    currency: subscription.currency,
    subscription,
    lines,
    items,
    billingReason,
    period: how.period ?? { start: now, end: now },
    discounts: discountsFor(world, subscription),
    given: how.given,
  })
  const latest = find(world.store.subscriptions, 'subscription', subscription.id)
  saveSubscription(
    world,
    latest,
    { latest_invoice: invoice.id },
    how.withoutEvent ? undefined : 'customer.subscription.updated',
  )
  return invoice
}

/** Invoices a subscription's pending items and these lines now. Null if there are none. */
export function invoicePendingItems(
  world: World,
  subscription: Subscription,
  lines: InvoiceLine[] = [],
): Invoice | null {
  if (
    lines.length === 0 &&
    pendingItems(world, subscription.customer, subscription.id).length === 0
  )
    return null
  const draft = subscriptionInvoice(world, subscription, lines, 'subscription_update', {
    withoutEvent: true,
  })
  return finalizeAndCollect(world, draft)
}

/** Finalizes a draft, and charges it if `collect` is set. */
export function finalizeNow(
  world: World,
  draft: Invoice,
  how: { collect: boolean; method?: string; offSession?: boolean; authenticated?: boolean },
) {
  const open = finalizeInvoice(world, draft)
  if (open.status !== 'open' || !how.collect) return { kind: 'open' as const, invoice: open }
  return collectInvoice(world, open, how)
}
