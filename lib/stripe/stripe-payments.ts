import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog'
import { customerFacts } from './customer-facts'
import type { Payments } from './payments'
import { stripeCheckouts } from './stripe-checkouts'
import { stripeCustomers } from './stripe-customers'
import { stripePortal } from './stripe-portal'
import { stripeTroubles } from './troubles'

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
