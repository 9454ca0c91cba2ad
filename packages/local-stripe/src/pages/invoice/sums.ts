import type Stripe from 'stripe'

type Step = [name: string, amount: number]

/** From subtotal to what is left to pay, without the steps that change nothing. */
export function sums(invoice: Stripe.Invoice): Step[] {
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0)
  // A negative balance is the customer's credit: an invoice uses it up, moving it towards zero.
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
