import { DAY } from '../../world/calendar'
import { invalid } from '../../world/errors'
import type { EventType } from '../../world/event-types'
import type { Schedule, Subscription } from '../../world/types'
import { change, emit, find, type World } from '../../world/world'

/** Ends the schedule of a subscription that has ended, on time or early. */
export function closeScheduleOf(
  world: World,
  subscription: Subscription,
  reason: string | null | undefined,
): void {
  const schedule = subscription.schedule && world.store.schedules.get(subscription.schedule)
  if (!schedule || !isLive(schedule)) return
  const end = schedule.phases.at(-1)?.end_date ?? 0
  if (schedule.end_behavior === 'cancel' && end <= world.clock.seconds()) {
    completeSchedule(world, schedule)
  } else {
    // Stripe tells a cancellation after failed payments apart from all others.
    const isDelinquent = reason === 'payment_failed'
    cancelOnly(
      world,
      schedule,
      isDelinquent ? 'subscription_schedule.aborted' : 'subscription_schedule.canceled',
    )
  }
}

/** Marks a schedule canceled, without its subscription. */
export function cancelOnly(world: World, schedule: Schedule, type: EventType): Schedule {
  unplan(world, schedule.id)
  return change(
    world,
    world.store.schedules,
    schedule,
    { status: 'canceled', canceled_at: world.clock.seconds(), current_phase: null },
    type,
  )
}

/** Ends a schedule whose phases are all over. Its subscription has ended, or goes on without it. */
export function completeSchedule(world: World, schedule: Schedule): Schedule {
  unplan(world, schedule.id)
  return change(
    world,
    world.store.schedules,
    schedule,
    { status: 'completed', completed_at: world.clock.seconds(), current_phase: null },
    'subscription_schedule.completed',
  )
}

/** Plans `subscription_schedule.expiring`, a week before the last phase ends. */
export function planExpiring(world: World, { id, phases }: Schedule): void {
  const notice = ((phases.at(-1)?.end_date ?? 0) - 7 * DAY) * 1000
  if (notice > world.clock.now()) world.agenda.plan('schedule expiring', id, notice)
  else world.agenda.cancel('schedule expiring', id)
}

export function announceExpiring(world: World, id: string): void {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  if (isLive(schedule)) emit(world, 'subscription_schedule.expiring', schedule)
}

export function unplan(world: World, id: string): void {
  world.agenda.cancel('schedule', id)
  world.agenda.cancel('schedule expiring', id)
}

export const isLive = ({ status }: Schedule) => status === 'active' || status === 'not_started'

export function requireLive(schedule: Schedule, done: string): void {
  if (isLive(schedule)) return
  throw invalid(
    `You cannot perform this operation: a schedule that is ${schedule.status} cannot be ${done}.`,
  )
}
