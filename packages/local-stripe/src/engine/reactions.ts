import { checkoutPaymentSettled } from './checkout/settlement'
import { invoicePaymentSettled } from './invoices/collect'
import { forgetPendingUpdate } from './subscriptions/pending-update'
import {
  subscriptionInvoiceFailed,
  subscriptionInvoicePaid,
  subscriptionInvoiceProcessing,
} from './subscriptions/status'
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
  invoiceVoided: forgetPendingUpdate,
}
