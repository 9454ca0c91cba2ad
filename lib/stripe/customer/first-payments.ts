import type Stripe from 'stripe'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { idOf } from './values'

/** Banks refuse within two weeks. After that the refusal is old news, and isn't read. */
const refusalWindowMs = 20 * 86_400_000

/**
 * The state of the first payment of a subscription that never started. Costs one more call, for
 * these few. A declined card counts as none: the buyer saw that when the card was used.
 */
export const firstPayments =
  (stripe: Stripe) =>
  async (
    subscription: Stripe.Subscription,
    now: Date,
  ): Promise<SubscriptionFact['firstPayment']> => {
    const { status, latest_invoice: invoice, created } = subscription
    const isRecent = now.getTime() - created * 1000 < refusalWindowMs
    const asks = status === 'incomplete' || (status === 'incomplete_expired' && isRecent)
    if (!asks || !invoice) return undefined
    const { payments } = await stripe.invoices.retrieve(idOf(invoice), {
      expand: ['payments.data.payment.payment_intent'],
    })
    for (const { payment } of payments?.data ?? []) {
      const intent = payment.payment_intent
      if (typeof intent !== 'object') continue
      if (intent.status === 'processing') return 'processing'
      const method = intent.last_payment_error?.payment_method
      if (method && method.type !== 'card') return 'failed'
    }
    return undefined
  }
