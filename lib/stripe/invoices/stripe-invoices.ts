import type Stripe from 'stripe'
import type { Invoices } from './invoices'

export const stripeInvoices = (stripe: Stripe): Invoices => ({
  async payPage(subscription) {
    const { data } = await stripe.invoices.list({ subscription, status: 'open', limit: 100 })
    const sent = data.filter(({ due_date }) => due_date !== null)
    const firstDue = sent.sort((a, b) => (a.due_date ?? 0) - (b.due_date ?? 0))[0]
    // Stripe lists the newest first. Charged again, that one makes the subscription active.
    return (firstDue ?? data[0])?.hosted_invoice_url ?? null
  },
})
