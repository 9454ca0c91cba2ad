import type { z } from 'zod'
import { customerOf } from '../../customers/customers'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Schedule } from '../../world/types'
import { change, create, find, type World } from '../../world/world'
import { createSubscription } from '../create'
import { cancelNow, endSubscription, hasEnded } from '../end'
import { updateSubscription } from '../update'
import type { ScheduleCancel, ScheduleCreate, ScheduleUpdate } from './params'
import { phaseOf, phasesOf } from './phases'

/** Creates a schedule, for an existing subscription or for one that it will create. */
export function createSchedule(world: World, params: z.output<typeof ScheduleCreate>): Schedule {
  const now = world.clock.seconds()
  const running = params.from_subscription
    ? find(world.store.subscriptions, 'subscription', params.from_subscription, 'from_subscription')
    : null
  if (running?.schedule) {
    throw invalid('This subscription is already attached to a schedule.', 'from_subscription')
  }
  const customer = running?.customer ?? params.customer
  if (!customer) throw invalid('Missing required param: customer.', 'customer', 'parameter_missing')
  customerOf(world, customer, 'customer')
  const start =
    params.start_date === 'now' || params.start_date === undefined ? now : params.start_date
  if (!running && !params.phases?.length) {
    throw invalid('Missing required param: phases.', 'phases', 'parameter_missing')
  }
  const id = world.ids.next('sub_sched', 24)
  const phases = running ? [phaseOf(running)] : phasesOf(world, params.phases ?? [], start)
  const schedule: Schedule = {
    id,
    object: 'subscription_schedule',
    application: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    canceled_at: null,
    completed_at: null,
    created: now,
    current_phase: null,
    customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: 'charge_automatically',
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: params.end_behavior ?? 'release',
    livemode: false,
    metadata: withMetadata({}, params.metadata),
    pause_schedules: [],
    phases,
    released_at: null,
    released_subscription: null,
    status: 'not_started',
    subscription: null,
    test_clock: null,
  }
  create(world, world.store.schedules, schedule, 'subscription_schedule.created')
  if (running) {
    change(
      world,
      world.store.subscriptions,
      running,
      { schedule: id },
      'customer.subscription.updated',
    )
    return follow(world, { ...schedule, subscription: running.id, status: 'active' }, 0)
  }
  if (start <= now) return startPhase(world, schedule, 0)
  world.agenda.plan('schedule', id, start * 1000)
  return schedule
}

export function updateSchedule(
  world: World,
  id: string,
  params: z.output<typeof ScheduleUpdate>,
): Schedule {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  requireLive(schedule, 'updated')
  const first = schedule.phases[0]?.start_date ?? world.clock.seconds()
  const phases = params.phases ? phasesOf(world, params.phases, first) : schedule.phases
  const now = world.clock.seconds()
  const current = phases.findIndex((phase) => phase.start_date <= now && phase.end_date > now)
  const changed = change(
    world,
    world.store.schedules,
    schedule,
    {
      phases,
      ...(params.end_behavior && { end_behavior: params.end_behavior }),
      metadata: withMetadata(schedule.metadata, params.metadata),
      ...(schedule.status === 'active' &&
        phases[current] && {
          current_phase: {
            start_date: phases[current].start_date,
            end_date: phases[current].end_date,
          },
        }),
    },
    'subscription_schedule.updated',
  )
  if (schedule.status === 'active' && params.phases && phases[current]) {
    const before = schedule.phases.find((phase) => phase.start_date === phases[current]?.start_date)
    if (JSON.stringify(before?.items) !== JSON.stringify(phases[current].items)) {
      applyPhase(world, changed, current)
    }
    world.agenda.plan('schedule', id, phases[current].end_date * 1000)
  }
  return find(world.store.schedules, 'subscription_schedule', id)
}

export function cancelSchedule(
  world: World,
  id: string,
  params: z.output<typeof ScheduleCancel>,
): Schedule {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  requireLive(schedule, 'canceled')
  world.agenda.cancel('schedule', id)
  const subscription = schedule.subscription
    ? world.store.subscriptions.get(schedule.subscription)
    : undefined
  if (subscription && !hasEnded(subscription)) {
    cancelNow(world, subscription, {
      invoice_now: params.invoice_now ?? true,
      prorate: params.prorate ?? true,
    })
  }
  return change(
    world,
    world.store.schedules,
    schedule,
    { status: 'canceled', canceled_at: world.clock.seconds(), current_phase: null },
    'subscription_schedule.canceled',
  )
}

/** Releases a schedule: the subscription continues as it is. */
export function releaseSchedule(world: World, id: string): Schedule {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  requireLive(schedule, 'released')
  return release(world, schedule)
}

/** Runs when a phase begins or the last one ends. */
export function advanceSchedule(world: World, id: string): void {
  const schedule = find(world.store.schedules, 'subscription_schedule', id)
  if (schedule.status !== 'active' && schedule.status !== 'not_started') return
  const now = world.clock.seconds()
  const next = schedule.phases.findIndex((phase) => phase.start_date <= now && phase.end_date > now)
  if (next >= 0) startPhase(world, schedule, next)
  else finish(world, schedule)
}

function startPhase(world: World, schedule: Schedule, index: number): Schedule {
  const phase = schedule.phases[index]
  if (!phase) throw new Error(`${schedule.id} has no phase ${index}`)
  if (schedule.subscription) {
    applyPhase(world, schedule, index)
    return follow(world, schedule, index)
  }
  const subscription = createSubscription(world, {
    customer: schedule.customer,
    items: phase.items.map((item) => ({ price: item.price, quantity: item.quantity })),
    ...(phase.metadata && { metadata: { ...phase.metadata } }),
    ...(phase.trial_end &&
      phase.trial_end > world.clock.seconds() && { trial_end: phase.trial_end }),
    ...(phase.default_payment_method && { default_payment_method: phase.default_payment_method }),
  })
  change(
    world,
    world.store.subscriptions,
    subscription,
    { schedule: schedule.id },
    'customer.subscription.updated',
  )
  return follow(world, { ...schedule, subscription: subscription.id, status: 'active' }, index)
}

/** Updates the subscription to the items of a phase. */
function applyPhase(world: World, schedule: Schedule, index: number): void {
  const phase = schedule.phases[index]
  const subscription = schedule.subscription && world.store.subscriptions.get(schedule.subscription)
  if (!phase || !subscription || hasEnded(subscription)) return
  // An item whose price goes on stays the same item; the others are changed in the order they stand.
  const before = subscription.items.data
  const changed = before.filter(({ price: { id } }) =>
    phase.items.every(({ price }) => price !== id),
  )
  const items = [
    ...phase.items.map((item) => {
      const old = before.find(({ price }) => price.id === item.price) ?? changed.shift()
      return {
        ...(old && { id: old.id }),
        price: item.price,
        ...(item.quantity !== undefined && { quantity: item.quantity }),
      }
    }),
    ...changed.map((item) => ({ id: item.id, deleted: true })),
  ]
  updateSubscription(world, subscription.id, {
    items,
    proration_behavior: phase.proration_behavior,
    ...(phase.metadata &&
      Object.keys(phase.metadata).length > 0 && { metadata: { ...phase.metadata } }),
  })
}

function follow(world: World, schedule: Schedule, index: number): Schedule {
  const phase = schedule.phases[index]
  if (!phase) throw new Error(`${schedule.id} has no phase ${index}`)
  const known = find(world.store.schedules, 'subscription_schedule', schedule.id)
  // `renew` runs this first if both are due, so that the new phase is billed.
  world.agenda.plan('schedule', schedule.id, phase.end_date * 1000)
  return change(
    world,
    world.store.schedules,
    known,
    {
      subscription: schedule.subscription,
      status: 'active',
      current_phase: { start_date: phase.start_date, end_date: phase.end_date },
    },
    'subscription_schedule.updated',
  )
}

function finish(world: World, schedule: Schedule): void {
  if (schedule.end_behavior !== 'cancel') {
    release(world, schedule)
    return
  }
  const subscription = schedule.subscription && world.store.subscriptions.get(schedule.subscription)
  if (subscription && !hasEnded(subscription)) endSubscription(world, subscription, {})
  change(
    world,
    world.store.schedules,
    schedule,
    { status: 'completed', completed_at: world.clock.seconds(), current_phase: null },
    'subscription_schedule.completed',
  )
}

function release(world: World, schedule: Schedule): Schedule {
  world.agenda.cancel('schedule', schedule.id)
  const subscription = schedule.subscription
    ? world.store.subscriptions.get(schedule.subscription)
    : undefined
  if (subscription) {
    change(
      world,
      world.store.subscriptions,
      subscription,
      { schedule: null },
      'customer.subscription.updated',
    )
  }
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

function requireLive(schedule: Schedule, done: string): void {
  if (schedule.status === 'active' || schedule.status === 'not_started') return
  throw invalid(
    `You cannot perform this operation: a schedule that is ${schedule.status} cannot be ${done}.`,
  )
}
