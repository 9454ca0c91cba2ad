import { announceEntitlements } from '../catalog/entitlements'
import { DAY } from '../world/calendar'
import type { EventType } from '../world/event-types'
import type { Subscription } from '../world/types'
import { change, type World } from '../world/world'

/** Saves a subscription and reschedules its tasks. Every change goes through here. */
export function saveSubscription(
  world: World,
  subscription: Subscription,
  patch: Partial<Subscription>,
  type?: EventType,
): Subscription {
  const saved = change(world, world.store.subscriptions, subscription, patch, type)
  planSubscription(world, saved)
  if (saved.status !== subscription.status || saved.items !== subscription.items) {
    announceEntitlements(world, saved)
  }
  return saved
}

export function planSubscription(world: World, subscription: Subscription): void {
  const { agenda } = world
  const { id, status } = subscription
  const now = world.clock.now()
  const running = status !== 'canceled' && status !== 'incomplete_expired'
  const billing = running && status !== 'incomplete' && status !== 'paused'

  const end = nextPeriodEnd(subscription)
  planOrCancel('renew', billing ? end : null)
  planOrCancel('cancel at', running ? subscription.cancel_at : null)
  planOrCancel(
    'resume collection',
    running ? (subscription.pause_collection?.resumes_at ?? null) : null,
  )
  planOrCancel(
    'expire pending update',
    running ? (subscription.pending_update?.expires_at ?? null) : null,
  )

  const ending = subscription.cancel_at !== null || subscription.cancel_at_period_end
  const notice = end - world.settings.upcomingDays * DAY
  planOrCancel('upcoming', billing && !ending && notice * 1000 > now ? notice : null)

  if (status !== 'trialing') agenda.cancel('trial will end', id)

  function planOrCancel(task: string, at: number | null) {
    if (at === null) agenda.cancel(task, id)
    else agenda.plan(task, id, at * 1000)
  }
}

/**
 * Plans `trial_will_end`: three days before the end, or now for a shorter trial. Called when the
 * end is set.
 */
export function planTrialNotice(world: World, subscription: Subscription): void {
  if (subscription.status !== 'trialing' || subscription.trial_end === null) return
  const notice = Math.max((subscription.trial_end - 3 * DAY) * 1000, world.clock.now())
  world.agenda.plan('trial will end', subscription.id, notice)
}

export function nextPeriodEnd(subscription: Subscription): number {
  return Math.min(...subscription.items.data.map((item) => item.current_period_end))
}
