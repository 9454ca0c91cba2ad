import type Stripe from 'stripe'

type Step = [name: string, amount: number]

/** The rows from the subtotal to the amount due, without those that change nothing. */
export function sums(invoice: Stripe.Invoice): Step[] {
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0)
  // A negative balance is credit. An invoice uses it up and moves the balance toward zero.
  const credit = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance)
  const steps: (Step | null)[] = [
    off > 0 ? ['Subtotal', invoice.subtotal] : null,
    off > 0 ? ['Discount', -off] : null,
    ['Total', invoice.total],
    credit !== 0 ? ['Credit balance', credit] : null,
    invoice.amount_paid > 0 ? ['Paid', -invoice.amount_paid] : null,
    ['Amount due', invoice.amount_remaining],
  ]
  return steps.filter((step) => step !== null)
}
