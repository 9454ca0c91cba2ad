import type { z } from 'zod'
import { redeemDiscounts } from '../catalog/discounts'
import { collectInvoice } from '../invoices/collect'
import { draftInvoice } from '../invoices/draft'
import { finalizeInvoice } from '../invoices/finalize'
import { openPayment } from '../invoices/invoice-payments'
import { invoiceLine, pricingOf, productName } from '../invoices/lines'
import { invoiceTax } from '../tax/automatic-tax'
import {
  emptyable,
  flag,
  hash,
  many,
  metadata,
  notSupported,
  text,
  withMetadata,
} from '../world/params'
import type { PendingCheckout } from '../world/records'
import type { CheckoutSession, Invoice, PaymentIntent, PaymentMethod } from '../world/types'
import { change, find, type World } from '../world/world'
import { isTaxLocated, itemTaxes } from './checkout-tax'

export const InvoiceCreationParams = hash({
  enabled: flag,
  invoice_data: hash({
    account_tax_ids: notSupported(),
    custom_fields: emptyable(many(hash({ name: text, value: text }))).optional(),
    description: text.optional(),
    footer: text.optional(),
    issuer: notSupported(),
    metadata: metadata.optional(),
    rendering_options: notSupported(),
  }).optional(),
})

/** The `invoice_creation` of a session in payment mode. */
export const invoiceCreation = (
  given: z.output<typeof InvoiceCreationParams> | undefined,
): NonNullable<CheckoutSession['invoice_creation']> => ({
  enabled: given?.enabled ?? false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: given?.invoice_data?.custom_fields ?? null,
    description: given?.invoice_data?.description ?? null,
    footer: given?.invoice_data?.footer ?? null,
    issuer: null,
    metadata: withMetadata({}, given?.invoice_data?.metadata),
    rendering_options: null,
  },
})

/** Pays a one-time purchase through an invoice of its own. */
export function payThroughInvoice(
  world: World,
  session: CheckoutSession,
  order: PendingCheckout,
  customer: string,
  how: {
    method: PaymentMethod | null
    authenticated: boolean
    payment: Partial<PaymentIntent>
  },
): Invoice {
  const now = world.clock.seconds()
  const lines = world.store.checkoutLines.where('session', session.id)
  const { invoice_data: data } = session.invoice_creation ?? invoiceCreation(undefined)
  const draft = draftInvoice(world, {
    customer,
    currency: session.currency ?? 'usd',
    billingReason: 'manual',
    period: { start: now, end: now },
    lines: lines.flatMap(({ amount_subtotal, price, quantity }, i) =>
      price && quantity
        ? [
            invoiceLine(world, {
              amount: amount_subtotal,
              currency: session.currency ?? price.currency,
              description: productName(world, price),
              period: { start: now, end: now },
              quantity,
              taxes: itemTaxes(world, order, i),
              pricing: pricingOf(price, price.unit_amount_decimal),
            }),
          ]
        : [],
    ),
    discounts: redeemDiscounts(
      world,
      order.discounts ?? undefined,
      { currency: session.currency ?? 'usd', amount: session.amount_subtotal ?? 0 },
      { customer },
    ),
    given: {
      auto_advance: false,
      automatic_tax: invoiceTax(isTaxLocated(world, order, customer)),
      description: data.description,
      metadata: data.metadata ?? {},
      ...(data.footer && { footer: data.footer }),
      ...(data.custom_fields && { custom_fields: data.custom_fields }),
    },
  })
  const open = finalizeInvoice(world, draft)
  if (open.status === 'paid' || !how.method) return open
  const { payment } = openPayment(world, open)
  const intent = find(world.store.paymentIntents, 'payment_intent', payment.payment_intent ?? '')
  change(world, world.store.paymentIntents, intent, how.payment)
  return collectInvoice(world, open, {
    method: how.method.id,
    authenticated: how.authenticated,
  }).invoice
}
