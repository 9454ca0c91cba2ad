import { checkoutPaymentSettled } from './checkout/settlement'
import { invoicePaymentSettled } from './invoices/collect'
import { discardPendingUpdate } from './subscriptions/changes/pending-update'
import {
  subscriptionInvoiceFailed,
  subscriptionInvoicePaid,
  subscriptionInvoiceProcessing,
  subscriptionInvoiceUncollectible,
} from './subscriptions/invoice-outcome'
import { setupSucceeded } from './subscriptions/pending-setup'
import type { Reactions } from './world/world'

/**
 * The consequences of payments and invoices: a payment may settle an invoice or a Checkout session,
 * and an invoice changes its subscription. Payments and invoices don't import the parts that depend
 * on them.
 */
export const reactions: Reactions = {
  paymentSettled(world, attempt) {
    invoicePaymentSettled(world, attempt)
    checkoutPaymentSettled(world, attempt)
  },
  invoicePaid: subscriptionInvoicePaid,
  invoiceProcessing: subscriptionInvoiceProcessing,
  invoiceFailed: subscriptionInvoiceFailed,
  invoiceVoided: discardPendingUpdate,
  invoiceUncollectible: subscriptionInvoiceUncollectible,
  setupSucceeded,
}
