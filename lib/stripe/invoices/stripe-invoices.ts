import type Stripe from 'stripe'
import type { Invoices } from './invoices'

export const stripeInvoices = (stripe: Stripe): Invoices => ({
  async payPage(subscription) {
    // Stripe lists the newest first. Paying that one makes the subscription active.
    const { data } = await stripe.invoices.list({ subscription, status: 'open', limit: 1 })
    return data[0]?.hosted_invoice_url ?? null
  },
})
