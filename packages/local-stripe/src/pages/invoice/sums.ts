import type Stripe from 'stripe'

type Step = [name: string, amount: number]

/** The rows from the subtotal to the amount due, without those that change nothing. */
export function sums(invoice: Stripe.Invoice): Step[] {
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0)
  // A negative balance is credit. An invoice uses it up and moves the balance toward zero.
  const credit = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance)
  const added = taxIn(invoice, 'exclusive')
  const included = taxIn(invoice, 'inclusive')
  const steps: (Step | null)[] = [
    off > 0 || added !== 0 ? ['Subtotal', invoice.subtotal] : null,
    off > 0 ? ['Discount', -off] : null,
    added !== 0 ? ['Tax', added] : null,
    ['Total', invoice.total],
    included !== 0 ? ['Including tax', included] : null,
    credit !== 0 ? ['Credit balance', credit] : null,
    invoice.amount_paid > 0 ? ['Paid', -invoice.amount_paid] : null,
    ['Amount due', invoice.amount_remaining],
  ]
  return steps.filter((step) => step !== null)
}

const taxIn = ({ total_taxes }: Stripe.Invoice, behavior: 'exclusive' | 'inclusive') =>
  (total_taxes ?? [])
    .filter((tax) => tax.tax_behavior === behavior)
    .reduce((sum, { amount }) => sum + amount, 0)
