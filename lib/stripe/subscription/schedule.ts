import Stripe from 'stripe'
import type { SubscriptionContext } from './context'
import { isTaken, wasAnswered } from './exclusive'
import { changed, contended } from './outcomes'
import { hasPlanOf, phasesFor } from './phases'
import { ownSchedule } from './running'
import type { RunningSubscription, Subscriptions } from './subscriptions'

type Scheduled = Pick<RunningSubscription, 'scheduleId'>

export const stripeSchedules = ({
  stripe,
  prices,
  find,
}: SubscriptionContext): Pick<Subscriptions, 'schedule' | 'cancelScheduledChange'> => ({
  async schedule(subscription, to) {
    const book = await prices()
    const schedule = await attachSchedule(stripe, subscription)
    if (!schedule) return contended
    // An attached schedule blocks cancellations and pauses, so what is read from here on stays
    // true.
    const now = await find(subscription.id)
    const isAsDecided = isSame(now, subscription) && !now?.cancelAt && !now?.pause
    const [current] = schedule.phases
    if (!current) throw new Error(`Schedule ${schedule.id} has no phase`)
    if (!isAsDecided || !hasPlanOf({ subscription }, current)) {
      await releaseSchedule(stripe, { scheduleId: schedule.id })
      return contended
    }
    try {
      await stripe.subscriptionSchedules.update(
        schedule.id,
        {
          end_behavior: 'release',
          proration_behavior: 'none',
          metadata: ownSchedule,
          phases: phasesFor({ subscription, to }, current, book),
        },
        // If two processes share the schedule, the first one decides what it plans.
        { idempotencyKey: `schedule:${schedule.id}` },
      )
      return changed
    } catch (error) {
      if (isTaken(error)) return contended
      // Stripe would repeat its failure for a day: the next attempt begins with a new schedule.
      if (wasAnswered(error)) await releaseSchedule(stripe, { scheduleId: schedule.id })
      // Staff canceled the subscription meanwhile, or deleted the customer. Both end the schedule.
      if (!isSame(await find(subscription.id), subscription)) return contended
      throw error
    }
  },

  async cancelScheduledChange(subscription) {
    await releaseSchedule(stripe, subscription)
    return changed
  },
})

/** Whether the subscription has neither changed nor ended since it was read. */
const isSame = (now: RunningSubscription | null, before: RunningSubscription): boolean =>
  now?.changeToken === before.changeToken && now.status === before.status

/**
 * Attaches a schedule that plans nothing yet; `null` if another process attached one first. Stripe
 * allows one schedule per subscription. An attached schedule that plans nothing belongs to a
 * process that crashed or is at work now: it is reused.
 */
async function attachSchedule(
  stripe: Stripe,
  { id, scheduleId, status }: Pick<RunningSubscription, 'id' | 'scheduleId' | 'status'>,
): Promise<Stripe.SubscriptionSchedule | null> {
  if (scheduleId) {
    const attached = await stripe.subscriptionSchedules.retrieve(scheduleId)
    if (attached.phases.length === 1) return attached
    await releaseSchedule(stripe, { scheduleId })
  }
  try {
    return await stripe.subscriptionSchedules.create({ from_subscription: id })
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    const now = await stripe.subscriptions.retrieve(id)
    if (now.schedule || now.status !== status) return null
    throw error
  }
}

/** Keeps the end that staff set with the schedule: by default, a release clears it. */
export const keepingItsEnd = { preserve_cancel_date: true }

/**
 * Releases a subscription's schedule, if it has one. Stripe refuses to cancel or pause a
 * subscription that has a schedule attached, even an empty one. A schedule that another process
 * released meanwhile counts as released.
 */
export async function releaseSchedule(stripe: Stripe, { scheduleId }: Scheduled): Promise<void> {
  if (!scheduleId) return
  try {
    await stripe.subscriptionSchedules.release(scheduleId, keepingItsEnd)
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
    const { status } = await stripe.subscriptionSchedules.retrieve(scheduleId)
    if (status === 'active' || status === 'not_started') throw error
  }
}
