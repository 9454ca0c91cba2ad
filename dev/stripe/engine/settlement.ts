import { checkoutPaymentSettled } from './checkout-settlement'
import { invoicePaymentSettled } from './invoice-collect'
import type { Attempt } from './payment-attempts'

import type { World } from './world'

/** Tells whoever an attempt was made for how it went: an invoice, a Checkout session, or nobody. */
export function paymentSettled(world: World, attempt: Attempt): void {
  invoicePaymentSettled(world, attempt)
  checkoutPaymentSettled(world, attempt)
}
