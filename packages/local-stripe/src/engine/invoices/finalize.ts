import { endOnceDiscounts } from '../catalog/discounts'
import { changeBalance } from '../customers/balance'
import { balanceIn } from '../customers/billing-currency'
import { customerOf } from '../customers/customers'
import { newPaymentIntent } from '../payments/payment-intents'
import { withTaxLocation } from '../tax/automatic-tax'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import type { Customer, Invoice, PaymentIntent } from '../world/types'
import { change, create, emit, type World } from '../world/world'
import { collectInvoice } from './collect'
import { withTotals } from './draft'
import { markPaidWithoutCharge } from './mark-paid'
import { withLateUsage } from './usage'

/**
 * Finalizes a draft: numbers it, applies the customer's balance and creates the payment for the
 * rest.
 */
export function finalizeInvoice(world: World, draft: Invoice): Invoice {
  if (draft.status !== 'draft') {
    throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
  }
  world.agenda.cancel('finalize', draft.id)
  const customer = customerOf(world, draft.customer ?? '', 'customer')
  const now = world.clock.seconds()
  const taxable = withTaxLocation(world, draft, customer)
  const totalled = withTotals(world, taxable, withLateUsage(world, draft))
  // Credit is used up first, a debt moves to this invoice, and a negative total becomes credit.
  // So does what can't be charged: an amount below the least charge, and what rounding leaves.
  const balance = balanceIn(world, customer, draft.currency)
  const owed = balance + totalled.total
  const endingBalance =
    totalled.total > 0 ? Math.min(0, owed) + (Math.max(0, owed) - totalled.amount_due) : owed
  const isTooSmall = totalled.total > 0 && owed > 0 && totalled.amount_due === 0
  const sequence = customer.next_invoice_sequence ?? 1
  const finalized = change(world, world.store.invoices, draft, {
    ...totalled,
    status: 'open',
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    effective_at: now,
    ending_balance: endingBalance,
    automatically_finalizes_at: null,
    hosted_invoice_url: `${world.settings.baseUrl}/i/${draft.id}`,
    invoice_pdf: `${world.settings.baseUrl}/i/${draft.id}/pdf`,
    due_date:
      draft.due_date ??
      (draft.collection_method === 'send_invoice' ? now + daysUntilDue(world, draft) * DAY : null),
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  })
  const currency = currencyAfter(customer, draft)
  const numbered = {
    ...customer,
    next_invoice_sequence: sequence + 1,
    currency,
    balance: balanceIn(world, customer, currency),
  }
  world.store.customers.put(numbered)
  if (endingBalance !== balance) {
    changeBalance(world, numbered, endingBalance - balance, draft.currency, {
      type: isTooSmall ? 'invoice_too_small' : 'applied_to_invoice',
      invoice: draft.id,
    })
  }
  endOnceDiscounts(world, finalized)
  emit(world, 'invoice.finalized', finalized)
  if (finalized.amount_due === 0) return markPaidWithoutCharge(world, finalized)
  requestPayment(world, finalized)
  if (finalized.collection_method === 'send_invoice' && finalized.due_date) {
    planReminders(world, finalized.id, finalized.due_date)
  }
  return finalized
}

/** A subscription in another currency makes that the customer's, unless credit in the first is left. */
const currencyAfter = ({ balance, currency }: Customer, invoice: Invoice): string =>
  currency && (balance !== 0 || !invoice.parent?.subscription_details) ? currency : invoice.currency

/** Finalizes a draft and, with `auto_advance`, charges or sends it. */
export function finalizeAndCollect(world: World, draft: Invoice, offSession = true): Invoice {
  const open = finalizeInvoice(world, draft)
  if (open.status !== 'open' || !open.auto_advance) return open
  if (open.collection_method === 'send_invoice') {
    emit(world, 'invoice.sent', open)
    return open
  }
  return collectInvoice(world, open, { offSession }).invoice
}

/** Plans to finalize and charge a draft in an hour. Until then items can be added. */
export function finalizeLater(world: World, draft: Invoice): void {
  const at = world.clock.seconds() + world.settings.finalizeAfter
  world.store.invoices.put({ ...draft, automatically_finalizes_at: at })
  world.agenda.plan('finalize', draft.id, at * 1000)
}

/** Plans what the due date of a sent invoice leads to: a notice before it, and consequences after. */
function planReminders(world: World, id: string, due: number): void {
  const { willBeDueDays, dunning } = world.settings
  const notice = due - willBeDueDays * DAY
  const tooLong = due + (dunning.overdueAfterDays ?? 30) * DAY
  if (notice > world.clock.seconds()) world.agenda.plan('will be due', id, notice * 1000)
  world.agenda.plan('overdue', id, due * 1000)
  world.agenda.plan('overdue too long', id, tooLong * 1000)
}

/** Creates the payment intent of an open invoice. */
function requestPayment(world: World, invoice: Invoice): PaymentIntent {
  const intent = newPaymentIntent(world, invoice.amount_due, invoice.currency, {
    customer: invoice.customer,
    description: invoice.billing_reason?.startsWith('subscription')
      ? invoice.billing_reason === 'subscription_create'
        ? 'Subscription creation'
        : 'Subscription update'
      : `Payment for Invoice ${invoice.number}`,
    receipt_email: invoice.customer_email,
    payment_method_types:
      invoice.payment_settings.payment_method_types ?? world.settings.paymentMethodTypes,
    ...(invoice.parent?.subscription_details && { setup_future_usage: 'off_session' as const }),
  })
  create(world, world.store.invoicePayments, {
    id: world.ids.next('inpay', 24),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.clock.seconds(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
  return intent
}

function daysUntilDue(world: World, invoice: Invoice): number {
  const id = invoice.parent?.subscription_details?.subscription
  const subscription = id ? world.store.subscriptions.get(id) : undefined
  return subscription?.days_until_due ?? 30
}
