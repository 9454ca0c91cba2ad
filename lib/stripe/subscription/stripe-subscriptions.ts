import Stripe from 'stripe'
import type { AccessRules } from '@/lib/billing/access/access'
import { orNull } from '@/lib/stripe/stripe-errors'
import { exclusively, isTaken, wasAnswered } from './exclusive'
import { priceBook } from './price-book'
import { markOf, phaseAsItIs, phaseOf, unix, updateFor } from './stripe-change'
import { stripeForecasts } from './stripe-forecast'
import { ownSchedule, runningExpands, runningOf } from './stripe-running'
import type {
  CancellationFeedback,
  Changed,
  RunningSubscription,
  Subscriptions,
} from './subscriptions'

export function stripeSubscriptions(
  stripe: Stripe,
  rules: Pick<AccessRules, 'catalog' | 'pricePlans'>,
): Subscriptions {
  const prices = priceBook(stripe, rules.catalog)
  const inTurn = exclusively(stripe)

  const find = async (subscriptionId: string) => {
    const book = await prices()
    const subscription = await orNull(
      stripe.subscriptions.retrieve(subscriptionId, { expand: runningExpands }),
    )
    return subscription && runningOf(subscription, book, rules)
  }

  /** What Stripe refuses for a subscription that isn't any more what was looked at, came too late. */
  const orContended = async (
    subscription: RunningSubscription,
    act: () => Promise<unknown>,
  ): Promise<Changed> => {
    try {
      await act()
      return changed
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      if ((await find(subscription.id))?.state === subscription.state) throw error
      return contended
    }
  }

  return {
    find,
    ...stripeForecasts(stripe, prices),

    async change(change) {
      const { subscription } = change
      const params = updateFor(change, await prices())
      return inTurn(subscription, async (options) => {
        await detach(subscription)
        const { pending_update, latest_invoice } = await stripe.subscriptions.update(
          subscription.id,
          { ...params, expand: ['latest_invoice'] },
          options,
        )
        return pending_update ? toBePaid(latest_invoice) : changed
      })
    },

    async schedule(subscription, to) {
      const book = await prices()
      const schedule = await attach(subscription)
      if (!schedule) return contended
      // While it is attached nobody can cancel or pause: what is read from here on stays so.
      const now = await find(subscription.id)
      if (now?.turn !== subscription.turn || now.cancelAt || now.pause) {
        await detach({ scheduleId: schedule.id })
        return contended
      }
      const [current] = schedule.phases
      if (!current) throw new Error(`Schedule ${schedule.id} has no phase`)
      try {
        await stripe.subscriptionSchedules.update(
          schedule.id,
          {
            end_behavior: 'release',
            proration_behavior: 'none',
            metadata: ownSchedule,
            phases: [phaseAsItIs(current), phaseOf(subscription, to, current, book)],
          },
          // Of two who attached it at once the first says what is planned.
          { idempotencyKey: `schedule:${schedule.id}` },
        )
        return changed
      } catch (error) {
        if (isTaken(error)) return contended
        // Stripe would repeat its failure for a day: the next attempt begins with another schedule.
        if (wasAnswered(error)) await detach({ scheduleId: schedule.id })
        throw error
      }
    },

    async cancelScheduledChange(subscription) {
      await detach(subscription)
      return changed
    },

    discardPendingUpdate: (subscription) =>
      orContended(subscription, async () => {
        const { openInvoice } = subscription
        if (openInvoice) await stripe.invoices.voidInvoice(openInvoice.id)
      }),

    cancelAtPeriodEnd: (subscription, farewell) =>
      orContended(subscription, async () => {
        await detach(subscription)
        await stripe.subscriptions.update(subscription.id, {
          cancel_at_period_end: true,
          cancellation_details: detailsOf(farewell),
        })
      }),

    cancelNow: (subscription, farewell) =>
      orContended(subscription, async () => {
        await detach(subscription)
        await stripe.subscriptions.cancel(subscription.id, {
          invoice_now: true,
          prorate: false,
          cancellation_details: detailsOf(farewell),
        })
      }),

    keep: (subscription) =>
      orContended(subscription, async () => {
        const { id } = subscription
        // The portal sets `cancel_at`, and we `cancel_at_period_end`: Stripe takes only one of them at a time.
        const { cancel_at_period_end } = await stripe.subscriptions.retrieve(id)
        await stripe.subscriptions.update(
          id,
          cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' },
        )
      }),

    pause: (subscription, resumesAt) =>
      inTurn(subscription, (options) =>
        orContended(subscription, async () => {
          await detach(subscription)
          const pause_collection = {
            behavior: 'void' as const,
            ...(resumesAt && { resumes_at: unix(resumesAt) }),
          }
          await stripe.subscriptions.update(
            subscription.id,
            { pause_collection, ...markOf(subscription) },
            options,
          )
        }),
      ),

    unpause: (subscription, bills) =>
      inTurn(subscription, (options) =>
        orContended(subscription, () =>
          stripe.subscriptions.update(
            subscription.id,
            {
              pause_collection: '',
              ...markOf(subscription),
              ...(bills && {
                billing_cycle_anchor: { type: 'now' as const },
                proration_behavior: 'none' as const,
                payment_behavior: 'error_if_incomplete' as const,
              }),
            },
            options,
          ),
        ),
      ),

    startPaying: (subscription) =>
      inTurn(subscription, async (options) => {
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
        return isOpen ? toBePaid(latest_invoice) : changed
      }),
  }

  /**
   * A schedule that plans nothing yet. Stripe attaches one at a time, so of two at once one is refused.
   * What another attached and left empty, since it died or is at it now, is taken up.
   */
  async function attach(
    subscription: RunningSubscription,
  ): Promise<Stripe.SubscriptionSchedule | null> {
    if (subscription.scheduleId) {
      const attached = await stripe.subscriptionSchedules.retrieve(subscription.scheduleId)
      if (attached.phases.length === 1) return attached
      await detach(subscription)
    }
    try {
      return await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      const { schedule, status } = await stripe.subscriptions.retrieve(subscription.id)
      if (schedule || status !== subscription.status) return null
      throw error
    }
  }

  /**
   * Stripe lets nobody end or pause what a schedule leads, be it that nothing is planned in it any more.
   * What somebody else has released meanwhile is released.
   */
  async function detach({ scheduleId }: Pick<RunningSubscription, 'scheduleId'>): Promise<void> {
    if (!scheduleId) return
    try {
      await stripe.subscriptionSchedules.release(scheduleId)
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      const { status } = await stripe.subscriptionSchedules.retrieve(scheduleId)
      if (status === 'active' || status === 'not_started') throw error
    }
  }
}

const changed: Changed = { kind: 'changed' }
const contended: Changed = { kind: 'contended' }

const toBePaid = (invoice: Stripe.Subscription['latest_invoice']): Changed => ({
  kind: 'payment_required',
  url: typeof invoice === 'object' ? (invoice?.hosted_invoice_url ?? null) : null,
})

const detailsOf = ({ reason, comment }: CancellationFeedback) => ({
  ...(reason && { feedback: reason }),
  ...(comment && { comment }),
})
