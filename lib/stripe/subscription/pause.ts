import type Stripe from 'stripe'
import { meteredLookupKeys } from '@/lib/billing/catalog/overage'
import { markOf, unix } from './change-params'
import type { SubscriptionContext } from './context'
import { exclusively } from './exclusive'
import { changed, orContended, paymentRequired } from './outcomes'
import type { Pauses } from './pauses'
import { releaseSchedule } from './schedule'
import type { RunningSubscription } from './subscriptions'

type Options = Stripe.RequestOptions & { idempotencyKey: string }

export function stripePauses(context: SubscriptionContext): Pauses {
  const { stripe, prices } = context
  const update = (
    { id }: RunningSubscription,
    params: Stripe.SubscriptionUpdateParams,
    options?: Options,
  ) => stripe.subscriptions.update(id, params, options)

  return {
    pause: (subscription, resumesAt) =>
      exclusively(stripe, subscription, (options) =>
        orContended(context, subscription, async () => {
          await releaseSchedule(stripe, subscription)
          const pause = {
            pause_collection: {
              behavior: 'void' as const,
              ...(resumesAt && { resumes_at: unix(resumesAt) }),
            },
            ...markOf(subscription),
          }
          if (subscription.metered.length === 0) {
            await update(subscription, pause, options)
            return
          }
          // Invoices of a pause are voided, so the usage until now is charged before it.
          await update(subscription, chargeUsage(subscription), options)
          const key = { idempotencyKey: `${options.idempotencyKey}:pause` }
          await update(subscription, pause, key).catch(async (error: unknown) => {
            // If this fails too, `sync` adds them.
            await update(subscription, meteredAgain(subscription)).catch(() => undefined)
            throw error
          })
        }),
      ),

    unpause: (subscription, bills) =>
      exclusively(stripe, subscription, (options) =>
        orContended(context, subscription, async () => {
          const book = await prices()
          const missing = meteredLookupKeys(subscription.plan ?? { limits: {} }).filter(
            (key) => !subscription.metered.some(({ lookupKey }) => lookupKey === key),
          )
          await update(
            subscription,
            {
              pause_collection: '',
              ...markOf(subscription),
              ...(missing.length > 0 && {
                items: missing.map((key) => ({ price: book.idOf(key) })),
                proration_behavior: 'none' as const,
              }),
              ...(bills && {
                billing_cycle_anchor: { type: 'now' as const },
                proration_behavior: 'none' as const,
                payment_behavior: 'error_if_incomplete' as const,
              }),
            },
            options,
          )
        }),
      ),

    startPaying: (subscription) =>
      exclusively(stripe, subscription, async (options) => {
        const { latest_invoice } = await stripe.subscriptions.resume(
          subscription.id,
          {
            billing_cycle_anchor: { type: 'now' },
            payment_behavior: 'resume_on_payment_success',
            expand: ['latest_invoice'],
          },
          options,
        )
        const isOpen = typeof latest_invoice === 'object' && latest_invoice?.status === 'open'
        return isOpen ? paymentRequired(latest_invoice) : changed
      }),
  }
}

/** Removes the metered items, which bills what was used of them. */
const chargeUsage = (subscription: RunningSubscription): Stripe.SubscriptionUpdateParams => ({
  items: subscription.metered.map(({ itemId }) => ({ id: itemId, deleted: true })),
  proration_behavior: 'always_invoice',
  payment_behavior: 'error_if_incomplete',
  ...markOf(subscription),
})

const meteredAgain = ({ metered }: RunningSubscription): Stripe.SubscriptionUpdateParams => ({
  items: metered.map(({ priceId }) => ({ price: priceId })),
  proration_behavior: 'none',
})
