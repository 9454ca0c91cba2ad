import Stripe from 'stripe'
import type { TroubledPayment } from '@/lib/billing/access/policies'
import { idOf, trialRefusedComment, worst } from './customer/stripe-facts'
import { orNull } from './stripe-errors'

/**
 * What is asked of Stripe, and done there, when something must be ended. Each act looks first, or
 * carries a key of its own: doing it again changes nothing.
 */
export type Troubles = {
  /** A charge as its bank has it now; `null` if there is no such charge. */
  troubledPayment(chargeId: string): Promise<TroubledPayment | null>
  /** Gives all back that is left of a charge. */
  refund(chargeId: string): Promise<void>
  /** Ends a subscription now. What was paid for it stays paid. */
  cancelSubscription(subscriptionId: string): Promise<void>
  /**
   * Lets a subscription end with its period because of a purchase, once: the purchase is written on
   * it, and whoever resumes it after that keeps it. False if Stripe refuses.
   */
  endSubscriptionLater(subscriptionId: string, purchaseId: string): Promise<boolean>
  /** What is left of the paid periods of subscriptions, if they all ended now, in `currency`. */
  unusedCents(subscriptionIds: string[], currency: string): Promise<number>
  /** What a trial's card is known by, whoever uses it, and whether our checkout began the trial. */
  trialOf(subscriptionId: string): Promise<{ card: string | null; isOurs: boolean }>
  /** Ends a trial that should not have been, and writes on it that we did. False if Stripe refuses. */
  refuseTrial(subscriptionId: string): Promise<boolean>
}

export function stripeTroubles(stripe: Stripe): Troubles {
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

  const cancel = async (id: string, params: Stripe.SubscriptionCancelParams = {}) => {
    const { status } = await stripe.subscriptions.retrieve(id)
    if (!isOver(status)) await stripe.subscriptions.cancel(id, params)
  }

  return {
    async troubledPayment(chargeId) {
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
      await stripe.refunds.create(
        { charge: chargeId, reason: 'fraudulent' },
        // Of two at once Stripe does one. A refund of a part by hand in between makes another key.
        { idempotencyKey: `early_fraud:${chargeId}:${amount_refunded}` },
      )
    },

    cancelSubscription: (id) => cancel(id),

    endSubscriptionLater: (id, purchaseId) =>
      unlessRefused(async () => {
        const { status, metadata, schedule, ...subscription } =
          await stripe.subscriptions.retrieve(id)
        if (isOver(status) || metadata.ended_for === purchaseId) return
        // A change that waits for the period's end would take the subscription on beyond it.
        if (schedule) await stripe.subscriptionSchedules.release(idOf(schedule))
        const { cancel_at, cancel_at_period_end } = subscription
        await stripe.subscriptions.update(id, {
          ...(cancel_at === null && !cancel_at_period_end && { cancel_at_period_end: true }),
          metadata: { ended_for: purchaseId },
        })
      }),

    async unusedCents(ids, currency) {
      let cents = 0
      for (const subscription of ids) {
        const preview = await stripe.invoices.createPreview({
          subscription,
          subscription_details: { cancel_now: true, proration_behavior: 'create_prorations' },
        })
        if (preview.currency !== currency) continue
        for (const { amount, parent } of preview.lines.data) {
          if (parent?.subscription_item_details?.proration) cents -= amount
        }
      }
      return Math.max(0, cents)
    },

    async trialOf(id) {
      const { default_payment_method: method, metadata } = await stripe.subscriptions.retrieve(id, {
        expand: ['default_payment_method'],
      })
      return {
        card: typeof method === 'object' ? (method?.card?.fingerprint ?? null) : null,
        isOurs: metadata.cognito_sub !== undefined,
      }
    },

    refuseTrial: (id) =>
      unlessRefused(() => cancel(id, { cancellation_details: { comment: trialRefusedComment } })),
  }
}

const isOver = (status: string) => status === 'canceled' || status === 'incomplete_expired'

/** A request that Stripe won't have is no reason to keep from somebody what they paid for. */
async function unlessRefused(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return false
    throw error
  }
}
