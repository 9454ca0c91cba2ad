import type { z } from 'zod'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Schedule } from '../../world/types'
import { change, find, type World } from '../../world/world'
import { updateSubscription } from '../changes/update'
import { cancelNow, hasEnded } from '../end'
import { cancelOnly, completeSchedule, isLive, planExpiring, requireLive, unplan } from './close'
import { withDefaultSettings } from './default-settings'
import type { ScheduleCancel, ScheduleRelease, ScheduleUpdate } from './params'
import { phasesOf } from './phases'
import { cancelAtOf, enterPhase, phaseUpdate, startPhase } from './start-phase'

export function updateSchedule(
  world: World,
  id: string,
  params: z.output<typeof ScheduleUpdate>,
): Schedule {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  requireLive(schedule, 'updated')
  const now = world.clock.seconds()
  const phases = params.phases ? phasesAfter(world, schedule, params.phases) : schedule.phases
  const changed = change(
    world,
    world.store.schedules,
    schedule,
    {
      phases,
      default_settings: withDefaultSettings(schedule.default_settings, params.default_settings),
      ...(params.end_behavior && { end_behavior: params.end_behavior }),
      metadata: withMetadata(schedule.metadata, params.metadata),
    },
    'subscription_schedule.updated',
  )
  if (schedule.status === 'not_started') {
    world.agenda.plan('schedule', id, (phases[0]?.start_date ?? now) * 1000)
    planExpiring(world, changed)
    return changed
  }
  const current = phases.findIndex((phase) => phase.start_date <= now && phase.end_date > now)
  const phase = phases[current]
  if (!phase) {
    advanceSchedule(world, id)
  } else if (phase.start_date !== schedule.current_phase?.start_date) {
    // The current phase was ended, and the next one begins now.
    const behavior = params.proration_behavior ?? phase.proration_behavior
    startPhase(
      world,
      { ...changed, phases: phases.with(current, { ...phase, proration_behavior: behavior }) },
      current,
    )
  } else {
    changeCurrentPhase(world, schedule, changed, current, params.proration_behavior)
  }
  return find(world.store.schedules, 'subscription_schedule', id)
}

/** Brings the subscription to a current phase that was changed. Its end may be another, too. */
function changeCurrentPhase(
  world: World,
  before: Schedule,
  after: Schedule,
  index: number,
  proration_behavior: z.output<typeof ScheduleUpdate>['proration_behavior'],
): void {
  const subscription = find(world.store.subscriptions, 'subscription', after.subscription ?? '')
  const phase = after.phases[index]
  const running = before.phases.find((each) => each.start_date === phase?.start_date)
  const said = ({ default_settings }: Schedule, each: Schedule['phases'][number] | undefined) =>
    JSON.stringify([default_settings, { ...each, end_date: null }])
  const isSame = said(before, running) === said(after, phase)
  updateSubscription(
    world,
    subscription.id,
    {
      ...(isSame
        ? cancelAtOf(after, index, subscription)
        : phaseUpdate(world, after, index, running)),
      proration_behavior: proration_behavior ?? 'create_prorations',
    },
    { bySchedule: true },
  )
  enterPhase(world, after, index)
}

/** Past phases stay as they are. The update has all the others, from the current one on. */
function phasesAfter(
  world: World,
  { status, current_phase, phases }: Schedule,
  given: NonNullable<z.output<typeof ScheduleUpdate>['phases']>,
): Schedule['phases'] {
  const now = world.clock.seconds()
  const first = phases[0]?.start_date ?? now
  if (status === 'not_started') {
    const start = given[0]?.start_date
    return phasesOf(world, given, start === 'now' ? now : (start ?? first))
  }
  const past = phases.filter((phase) => phase.end_date <= (current_phase?.start_date ?? first))
  const isPast = (start: unknown) => past.some((phase) => phase.start_date === start)
  const rest = given.filter((phase) => !isPast(phase.start_date))
  if (rest[0]?.start_date !== current_phase?.start_date) {
    throw invalid(
      'You can not modify the start date of the current phase.',
      'phases[0][start_date]',
    )
  }
  return [...past, ...phasesOf(world, rest, current_phase?.start_date ?? first)]
}

export function cancelSchedule(
  world: World,
  id: string,
  params: z.output<typeof ScheduleCancel>,
): Schedule {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  requireLive(schedule, 'canceled')
  const subscription = schedule.subscription
    ? world.store.subscriptions.get(schedule.subscription)
    : undefined
  if (!subscription || hasEnded(subscription)) {
    return cancelOnly(world, schedule, 'subscription_schedule.canceled')
  }
  // The schedule ends with its subscription.
  cancelNow(world, subscription, {
    invoice_now: params.invoice_now ?? true,
    prorate: params.prorate ?? true,
  })
  return find(world.store.schedules, 'subscription_schedule', id)
}

/** Releases a schedule: the subscription continues as it is. */
export function releaseSchedule(
  world: World,
  id: string,
  { preserve_cancel_date }: z.output<typeof ScheduleRelease> = {},
): Schedule {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  requireLive(schedule, 'released')
  const subscription = schedule.subscription
    ? world.store.subscriptions.get(schedule.subscription)
    : undefined
  const end = schedule.phases.at(-1)?.end_date
  const setsEnd = schedule.end_behavior === 'cancel' && subscription?.cancel_at === end
  if (subscription && setsEnd && !preserve_cancel_date) {
    updateSubscription(world, subscription.id, { cancel_at: null }, { bySchedule: true })
  }
  detach(world, schedule)
  unplan(world, schedule.id)
  return change(
    world,
    world.store.schedules,
    schedule,
    {
      status: 'released',
      released_at: world.clock.seconds(),
      released_subscription: schedule.subscription,
      subscription: null,
      current_phase: null,
    },
    'subscription_schedule.released',
  )
}

/** Runs when a phase begins or the last one ends. */
export function advanceSchedule(world: World, id: string): void {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  if (!isLive(schedule)) return
  const now = world.clock.seconds()
  const next = schedule.phases.findIndex((phase) => phase.start_date <= now && phase.end_date > now)
  if (next >= 0) {
    startPhase(world, schedule, next)
    return
  }
  detach(world, schedule)
  completeSchedule(world, schedule)
}

/** Leaves the subscription without its schedule. */
function detach(world: World, { subscription: id }: Schedule): void {
  const subscription = id ? world.store.subscriptions.get(id) : undefined
  if (!subscription) return
  change(
    world,
    world.store.subscriptions,
    subscription,
    { schedule: null },
    'customer.subscription.updated',
  )
}
