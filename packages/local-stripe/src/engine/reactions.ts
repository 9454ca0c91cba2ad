import { checkoutPaymentSettled } from './checkout/settlement'
import { invoicePaymentSettled } from './invoices/collect'
import {
  subscriptionInvoiceFailed,
  subscriptionInvoicePaid,
  subscriptionInvoiceProcessing,
} from './subscriptions/invoice-outcome'
import { discardPendingUpdate } from './subscriptions/pending-update'
import type { Reactions } from './world/world'

/**
 * What one thing leads to further up: a payment may settle an invoice or a Checkout session, and an
 * invoice changes its subscription. Payments and invoices themselves know nothing of those above.
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
}
