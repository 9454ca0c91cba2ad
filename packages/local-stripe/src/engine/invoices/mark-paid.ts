import { setDelinquent } from '../customers/delinquent'
import type { Invoice } from '../world/types'
import { change, emit, find, type World } from '../world/world'

/** Marks an invoice paid without a charge: nothing was due, or it was paid outside of Stripe. */
export function markPaidWithoutCharge(
  world: World,
  invoice: Invoice,
  given: Partial<Invoice> = {},
): Invoice {
  return markPaid(world, invoice, { attempted: true, ...given })
}

/** Marks an invoice paid, and tells its subscription. */
export function markPaid(world: World, invoice: Invoice, given: Partial<Invoice>): Invoice {
  stopReminders(world, invoice.id)
  const paid = change(
    world,
    world.store.invoices,
    invoice,
    {
      ...given,
      status: 'paid',
      amount_remaining: 0,
      next_payment_attempt: null,
      auto_advance: false,
      status_transitions: { ...invoice.status_transitions, paid_at: world.clock.seconds() },
    },
    'invoice.updated',
  )
  emit(world, 'invoice.paid', paid)
  emit(world, 'invoice.payment_succeeded', paid)
  setDelinquent(world, invoice.customer, false)
  world.reactions.invoicePaid(world, paid)
  return find(world.store.invoices, 'invoice', paid.id)
}

/** Stops the retries of an invoice and what its due date leads to. */
export function stopReminders(world: World, invoiceId: string): void {
  for (const task of ['retry', 'will be due', 'overdue', 'overdue too long']) {
    world.agenda.cancel(task, invoiceId)
  }
}
