import { changeBalance } from '../../customers/balance'
import { customerOf } from '../../customers/customers'
import { setDelinquent } from '../../customers/delinquent'
import { invalid } from '../../world/errors'
import type { Invoice } from '../../world/types'
import { change, emit, find, type World } from '../../world/world'
import { finalizeInvoice } from '../finalize'
import { cancelOpenPayments } from '../invoice-payments'
import { stopReminders } from '../mark-paid'

export function sendInvoice(world: World, id: string): Invoice {
  const found = find(world.store.invoices, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.collection_method !== 'send_invoice') {
    throw invalid(
      'You can only manually send an invoice if its collection method is `send_invoice`.',
    )
  }
  emit(world, 'invoice.sent', invoice)
  return invoice
}

export function voidInvoice(world: World, id: string): Invoice {
  const invoice = find(world.store.invoices, 'invoice', id)
  requireUnpaid(invoice, 'voided')
  endCollection(world, invoice)
  // Gives the credit that the invoice used back to the customer.
  const used = (invoice.ending_balance ?? 0) - invoice.starting_balance
  const customer = customerOf(world, invoice.customer ?? '', 'customer')
  if (used !== 0) {
    changeBalance(world, customer, -used, invoice.currency, {
      type: 'unapplied_from_invoice',
      invoice: id,
    })
  }
  const voided = change(
    world,
    world.store.invoices,
    invoice,
    {
      status: 'void',
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: { ...invoice.status_transitions, voided_at: world.clock.seconds() },
    },
    'invoice.voided',
  )
  world.reactions.invoiceVoided(world, voided)
  return voided
}

export function markUncollectible(world: World, id: string): Invoice {
  const found = find(world.store.invoices, 'invoice', id)
  const invoice = found.status === 'draft' ? finalizeInvoice(world, found) : found
  if (invoice.status !== 'open') requireUnpaid(invoice, 'marked uncollectible')
  stopReminders(world, id)
  setDelinquent(world, invoice.customer, false)
  const marked = change(
    world,
    world.store.invoices,
    invoice,
    {
      status: 'uncollectible',
      auto_advance: false,
      next_payment_attempt: null,
      status_transitions: {
        ...invoice.status_transitions,
        marked_uncollectible_at: world.clock.seconds(),
      },
    },
    'invoice.marked_uncollectible',
  )
  world.reactions.invoiceUncollectible(world, marked)
  return marked
}

function endCollection(world: World, invoice: Invoice): void {
  cancelOpenPayments(world, invoice)
  stopReminders(world, invoice.id)
}

function requireUnpaid(invoice: Invoice, done: string): void {
  if (invoice.status === 'open' || invoice.status === 'uncollectible') return
  throw invalid(
    `Only open or uncollectible invoices can be ${done}; this one is ${invoice.status}.`,
    undefined,
    'invoice_not_editable',
  )
}
