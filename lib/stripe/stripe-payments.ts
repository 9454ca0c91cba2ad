import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/catalog'
import { stripeCheckouts } from './checkout/stripe-checkouts'
import { customerFacts } from './customer/customer-facts'
import { stripeCustomers } from './customer/stripe-customers'
import { stripeTroubles } from './payment-issues'
import type { Payments } from './payments'
import { stripePortal } from './stripe-portal'

export const stripePayments = (stripe: Stripe, catalog: Catalog): Payments => ({
  ...stripeCustomers(stripe),
  ...stripeCheckouts(stripe, catalog),
  ...stripePortal(stripe, catalog.name),
  ...stripeTroubles(stripe),

  read: customerFacts(stripe, catalog),

  async cancelIncomplete(subscriptionId) {
    const { status } = await stripe.subscriptions.retrieve(subscriptionId)
    if (status === 'incomplete') await stripe.subscriptions.cancel(subscriptionId)
  },

  async ping() {
    await stripe.prices.list({ limit: 1 })
  },
})
