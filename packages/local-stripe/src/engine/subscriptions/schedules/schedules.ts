import type { z } from 'zod'
import { customerOf } from '../../customers/customers'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Schedule } from '../../world/types'
import { change, create, find, type World } from '../../world/world'
import { updateSubscription } from '../changes/update'
import type { SubscriptionUpdate } from '../changes/update-params'
import { createSubscription } from '../create'
import type { ItemParams } from '../create-params'
import { cancelNow, hasEnded } from '../end'
import { initialSettings, withDefaultSettings } from './default-settings'
import type { ScheduleCancel, ScheduleCreate, ScheduleUpdate } from './params'
import { discountParam, extraItemsOf, restartsCycle, termsOf } from './phase-terms'
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
    billing_mode: running?.billing_mode ?? billingMode(params.billing_mode?.type),
    canceled_at: null,
    completed_at: null,
    created: now,
    current_phase: null,
    customer,
    customer_account: null,
    default_settings: withDefaultSettings(initialSettings(running), params.default_settings),
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
      default_settings: withDefaultSettings(schedule.default_settings, params.default_settings),
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
    if (JSON.stringify(before) !== JSON.stringify(phases[current])) {
      const behavior = params.proration_behavior ?? 'create_prorations'
      updateSubscription(world, changed.subscription ?? '', {
        ...phaseUpdate(world, changed, current),
        proration_behavior: behavior,
      })
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
    ...termsOf(schedule, phase),
    billing_mode: { type: schedule.billing_mode.type as 'classic' | 'flexible' },
    currency: phase.currency,
    items: phase.items.map((item) => itemParams(world, item)),
    add_invoice_items: extraItemsOf(phase),
    proration_behavior: phase.proration_behavior as 'create_prorations',
    ...(phase.metadata && { metadata: { ...phase.metadata } }),
    ...(phase.trial_end &&
      phase.trial_end > world.clock.seconds() && { trial_end: phase.trial_end }),
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

/** Updates the subscription to a phase that begins. */
function applyPhase(world: World, schedule: Schedule, index: number): void {
  const phase = schedule.phases[index]
  const subscription = schedule.subscription && world.store.subscriptions.get(schedule.subscription)
  if (!phase || !subscription || hasEnded(subscription)) return
  updateSubscription(world, subscription.id, {
    ...phaseUpdate(world, schedule, index),
    add_invoice_items: extraItemsOf(phase),
    proration_behavior: phase.proration_behavior as 'create_prorations',
    ...(subscription.status !== 'trialing' &&
      restartsCycle(world, schedule, phase, subscription) && {
        billing_cycle_anchor: { type: 'now' },
      }),
  })
}

/** The parameters that bring the subscription to the items and terms of a phase. */
function phaseUpdate(world: World, schedule: Schedule, index: number): SubscriptionUpdate {
  const phase = schedule.phases[index]
  if (!phase) throw new Error(`${schedule.id} has no phase ${index}`)
  const subscription = find(world.store.subscriptions, 'subscription', schedule.subscription ?? '')
  // An item whose price goes on stays the same item; the others are changed in the order they stand.
  const before = subscription.items.data
  const changed = before.filter(({ price: { id } }) =>
    phase.items.every(({ price }) => price !== id),
  )
  const items = [
    ...phase.items.map((item) => {
      const old = before.find(({ price }) => price.id === item.price) ?? changed.shift()
      return { ...(old && { id: old.id }), ...itemParams(world, item) }
    }),
    ...changed.map((item) => ({ id: item.id, deleted: true })),
  ]
  return {
    items,
    ...termsOf(schedule, phase),
    ...(phase.metadata &&
      Object.keys(phase.metadata).length > 0 && { metadata: { ...phase.metadata } }),
  }
}

function itemParams(world: World, item: Schedule['phases'][number]['items'][number]): ItemParams {
  const metered = world.store.prices.get(item.price)?.recurring?.usage_type === 'metered'
  return {
    price: item.price,
    ...(item.quantity !== undefined && !metered && { quantity: item.quantity }),
    discounts: item.discounts.map(discountParam),
    tax_rates: (item.tax_rates ?? []).map(({ id }) => id),
    ...(item.metadata &&
      Object.keys(item.metadata).length > 0 && { metadata: { ...item.metadata } }),
  }
}

const billingMode = (type: 'classic' | 'flexible' = 'flexible'): Schedule['billing_mode'] => ({
  type,
  flexible: type === 'flexible' ? { proration_discounts: 'included' } : null,
})

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
  if (subscription && !hasEnded(subscription)) {
    cancelNow(world, subscription, { invoice_now: true, prorate: false })
  }
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
