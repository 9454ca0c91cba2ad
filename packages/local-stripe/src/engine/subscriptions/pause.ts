import { z } from 'zod'
import { isLicensed, itemLines, quantityOf } from '../invoices/lines'
import { invalid } from '../world/errors'
import { hash, integer, notSupported, oneOf } from '../world/params'
import type { Subscription } from '../world/types'
import { emit, find, type World } from '../world/world'
import { naturalPeriod } from './periods'
import { saveSubscription } from './save'
import { finalizeNow, subscriptionInvoice } from './subscription-invoice'

export const SubscriptionPause = hash({
  bill_for: notSupported(),
  invoicing_behavior: notSupported(),
  type: oneOf('subscription').optional(),
})
export const SubscriptionResume = hash({
  billing_cycle_anchor: z
    .union([
      oneOf('now', 'unchanged').transform((type) => ({ type })),
      hash({ type: oneOf('now', 'unchanged') }),
    ])
    .optional(),
  payment_behavior: notSupported(),
  proration_behavior: notSupported(),
  proration_date: integer.optional(),
})

/** Pauses a subscription: no service and no invoices until it is resumed. */
export function pauseSubscription(world: World, id: string): Subscription {
  const subscription = find(world.store.subscriptions, 'subscription', id)
  if (subscription.status !== 'active' && subscription.status !== 'trialing') {
    throw invalid(`A subscription that is ${subscription.status} cannot be paused.`)
  }
  return saveSubscription(world, subscription, { status: 'paused' }, 'customer.subscription.paused')
}

/**
 * Resumes a paused subscription. Starts and bills a new period now, unless the old one is kept and
 * still runs.
 */
export function resumeSubscription(
  world: World,
  id: string,
  params: z.output<typeof SubscriptionResume>,
): Subscription {
  const subscription = find(world.store.subscriptions, 'subscription', id)
  if (subscription.status !== 'paused') {
    throw invalid('You can only resume a subscription that is paused.')
  }
  const now = world.clock.seconds()
  const keeps =
    params.billing_cycle_anchor?.type === 'unchanged' &&
    subscription.items.data.every((item) => item.current_period_end > now)
  if (keeps) {
    const kept = saveSubscription(world, subscription, { status: 'active' })
    emit(world, 'customer.subscription.resumed', kept, { status: 'paused' })
    return kept
  }
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: now,
    current_period_end: naturalPeriod(item.price, now, now).end,
  }))
  const resumed = saveSubscription(world, subscription, {
    status: 'active',
    billing_cycle_anchor: now,
    items: { ...subscription.items, data: items },
    ...(subscription.trial_end !== null && subscription.trial_end > now && { trial_end: now }),
  })
  emit(world, 'customer.subscription.resumed', resumed, { status: 'paused' })
  const lines = items.filter(isLicensed).flatMap((item) =>
    itemLines(world, resumed, item, quantityOf(item), {
      start: item.current_period_start,
      end: item.current_period_end,
    }),
  )
  const draft = subscriptionInvoice(world, resumed, lines, 'subscription_update', {
    withoutEvent: true,
  })
  finalizeNow(world, draft, { collect: true, offSession: true })
  return find(world.store.subscriptions, 'subscription', id)
}
