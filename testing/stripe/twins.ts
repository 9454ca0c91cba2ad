import { memoryPortal } from '@/lib/stripe/billing-pages/memory-portal'
import type { Portal } from '@/lib/stripe/billing-pages/portal'
import { stripePortal } from '@/lib/stripe/billing-pages/stripe-portal'
import type { CheckoutSpec, Checkouts } from '@/lib/stripe/checkout/checkouts'
import { memoryCheckouts } from '@/lib/stripe/checkout/memory-checkouts'
import { stripeCheckouts } from '@/lib/stripe/checkout/stripe-checkouts'
import type { Customers } from '@/lib/stripe/customer/customers'
import { memoryCustomers } from '@/lib/stripe/customer/memory-customers'
import { stripeCustomers } from '@/lib/stripe/customer/stripe-customers'
import { memoryPaymentIssues } from '@/lib/stripe/events/memory-payment-issues'
import type { PaymentIssues } from '@/lib/stripe/events/payment-issues'
import { stripePaymentIssues } from '@/lib/stripe/events/stripe-payment-issues'
import { memoryStripe } from '@/lib/stripe/memory-stripe'
import { memorySubscriptionEnds } from '@/lib/stripe/subscription/memory-subscription-ends'
import { stripeSubscriptionEnds } from '@/lib/stripe/subscription/stripe-subscription-ends'
import type { SubscriptionEnds } from '@/lib/stripe/subscription/subscription-ends'
import { withLifetime } from '@/testing/catalog'
import { subscription } from '@/testing/facts'
import { openStripe } from './local-stripe'

/** One side of each Stripe port, and the actions of buyers, staff, banks and the clock. */
export type StripeTwin = {
  customers: Customers
  checkouts: Checkouts
  portal: Portal
  paymentIssues: PaymentIssues
  subscriptionEnds: SubscriptionEnds
  /** Pays a session, always with the same card. */
  pay(sessionId: string): void
  deleteCustomer(customerId: string): void
  /** A customer that staff made by hand. Returns its id. */
  makeCustomer(): Promise<string>
  /** A subscription that staff began by hand. Returns its id. */
  subscribe(customerId: string, how: 'trialing' | 'incomplete'): Promise<string>
  /** Undoes a cancellation at the end of the period. */
  resume(subscriptionId: string): Promise<unknown>
  /** Sets an end by `cancel_at`, as staff do. */
  endLater(subscriptionId: string, at: Date): Promise<unknown>
  dispute(chargeId: string, customerId: string): void
  pass(hours: number): void
  now(): Date
}

/** The two sides that a contract test runs against. */
export const stripeTwins: [name: string, open: () => Promise<StripeTwin>][] = [
  ['memory', openMemory],
  ['stripe', openLocal],
]

export const checkoutSpec = (
  buyer: Pick<CheckoutSpec, 'userId' | 'customerId'>,
  changes: Partial<CheckoutSpec> = {},
): CheckoutSpec => ({
  ...buyer,
  plan: 'pro',
  interval: 'month',
  lookupKey: 'saas_pro_month',
  quantity: 1,
  trialDays: null,
  successUrl: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
  cancelUrl: 'https://app.test/plans',
  ...changes,
})

export const lifetime = { plan: 'lifetime', interval: 'once', lookupKey: 'test_lifetime' }

async function openMemory(): Promise<StripeTwin> {
  let now = new Date('2026-03-01T12:00:00Z')
  const stripe = memoryStripe(() => now)
  const checkouts = memoryCheckouts(stripe)
  return {
    customers: memoryCustomers(stripe),
    checkouts,
    portal: memoryPortal(stripe),
    paymentIssues: memoryPaymentIssues(stripe),
    subscriptionEnds: memorySubscriptionEnds(stripe),
    pay: (sessionId) => checkouts.pay(sessionId),
    deleteCustomer: stripe.deleteCustomer,
    async makeCustomer() {
      stripe.set('cus_by_hand', {})
      return 'cus_by_hand'
    },
    async subscribe(customerId, status) {
      const id = stripe.newId('sub')
      stripe.set(customerId, { subscriptions: [subscription('pro', { id, status })] })
      return id
    },
    async resume(subscriptionId) {
      stripe.changeSubscriptions((fact) =>
        fact.id === subscriptionId ? { ...fact, cancelAt: null } : fact,
      )
    },
    async endLater(subscriptionId, at) {
      stripe.changeSubscriptions((fact) =>
        fact.id === subscriptionId ? { ...fact, cancelAt: at } : fact,
      )
    },
    dispute(chargeId, customerId) {
      const { purchases = [] } = stripe.customers.get(customerId) ?? {}
      stripe.set(customerId, {
        purchases: purchases.map((fact) =>
          fact.id === chargeId ? { ...fact, dispute: 'open' } : fact,
        ),
      })
    },
    pass(hours) {
      now = new Date(now.getTime() + hours * 3_600_000)
    },
    now: () => now,
  }
}

async function openLocal(): Promise<StripeTwin> {
  const { stripe, direct, engine } = await openStripe({ catalog: withLifetime })
  return {
    customers: stripeCustomers(stripe, { catalog: withLifetime, pricePlans: {} }),
    checkouts: stripeCheckouts(stripe, withLifetime),
    portal: stripePortal(stripe, withLifetime.name),
    paymentIssues: stripePaymentIssues(stripe),
    subscriptionEnds: stripeSubscriptionEnds(stripe),
    pay: (sessionId) => void engine.checkout.pay(sessionId, { number: '4242424242424242' }),
    deleteCustomer: (customerId) => void engine.customers.delete(customerId),
    makeCustomer: async () => (await direct.customers.create({ email: 'ada@example.com' })).id,
    async subscribe(customer, how) {
      const { data } = await direct.prices.list({ lookup_keys: ['saas_pro_month'] })
      const { id } = await direct.subscriptions.create({
        customer,
        items: [{ price: data[0]?.id ?? '' }],
        ...(how === 'trialing'
          ? { trial_period_days: 14 }
          : { payment_behavior: 'default_incomplete' as const }),
      })
      return id
    },
    resume: (id) => direct.subscriptions.update(id, { cancel_at_period_end: false }),
    endLater: (id, at) =>
      direct.subscriptions.update(id, {
        cancel_at: at.getTime() / 1000,
        proration_behavior: 'none',
      }),
    dispute: (chargeId) => void engine.disputes.open(chargeId),
    pass: (hours) => engine.clock.advance({ hours }),
    now: () => engine.clock.now(),
  }
}
