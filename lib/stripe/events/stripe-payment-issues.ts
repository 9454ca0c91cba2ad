import type Stripe from 'stripe'
import { worst } from '@/lib/stripe/customer/stripe-facts'
import { idOf } from '@/lib/stripe/customer/values'
import { underKey } from '@/lib/stripe/idempotency'
import { orNull } from '@/lib/stripe/stripe-errors'
import { cancelUnlessEnded } from '@/lib/stripe/subscription/stripe-subscription-ends'
import type { PaymentIssues } from './payment-issues'

export function stripePaymentIssues(stripe: Stripe): PaymentIssues {
  const subscriptionOf = async (charge: Stripe.Charge): Promise<string | null> => {
    if (!charge.payment_intent) return null
    const { data } = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: idOf(charge.payment_intent) },
      expand: ['data.invoice'],
      limit: 1,
    })
    const invoice = data[0]?.invoice
    if (!invoice || typeof invoice === 'string' || invoice.deleted) return null
    const subscription = invoice.parent?.subscription_details?.subscription
    return subscription ? idOf(subscription) : null
  }

  return {
    async find(chargeId) {
      const charge = await orNull(stripe.charges.retrieve(chargeId))
      if (!charge) return null
      const [disputes, warnings] = await Promise.all([
        stripe.disputes.list({ charge: chargeId, limit: 100 }),
        stripe.radar.earlyFraudWarnings.list({ charge: chargeId, limit: 100 }),
      ])
      return {
        chargeId,
        subscriptionId: await subscriptionOf(charge),
        dispute: worst(disputes.data),
        earlyFraudWarning: warnings.data.find(({ actionable }) => actionable)?.id ?? null,
      }
    },

    async refund(chargeId) {
      const { amount_captured, amount_refunded } = await stripe.charges.retrieve(chargeId)
      if (amount_refunded >= amount_captured) return
      // Two refunds at once share this key, so Stripe makes one. After a partial refund by hand the
      // key is another.
      await underKey(`early_fraud:${chargeId}:${amount_refunded}`, (options) =>
        stripe.refunds.create({ charge: chargeId, reason: 'fraudulent' }, options),
      )
    },

    cancelSubscription: (subscriptionId) => cancelUnlessEnded(stripe, subscriptionId),
  }
}
