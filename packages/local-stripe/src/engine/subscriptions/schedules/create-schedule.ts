import type { z } from 'zod'
import { customerOf } from '../../customers/customers'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Schedule } from '../../world/types'
import { change, create, find, type World } from '../../world/world'
import { hasEnded } from '../end'
import { planExpiring } from './close'
import { initialSettings, withDefaultSettings } from './default-settings'
import type { ScheduleCreate } from './params'
import { phaseOf, phasesOf } from './phases'
import { enterPhase, startPhase } from './start-phase'

/** Creates a schedule, for an existing subscription or for one that it will create. */
export function createSchedule(world: World, params: z.output<typeof ScheduleCreate>): Schedule {
  if (params.from_subscription) return scheduleSubscription(world, params)
  const now = world.clock.seconds()
  if (!params.customer) {
    throw invalid('Missing required param: customer.', 'customer', 'parameter_missing')
  }
  if (!params.phases?.length) {
    throw invalid('Missing required param: phases.', 'phases', 'parameter_missing')
  }
  customerOf(world, params.customer, 'customer')
  const start = typeof params.start_date === 'number' ? params.start_date : now
  const phases = phasesOf(world, params.phases, start)
  if (phases[0] && phases[0].end_date <= now) {
    throw invalid('The first phase must end in the future.', 'phases[0][end_date]')
  }
  const schedule = create(
    world,
    world.store.schedules,
    {
      ...newSchedule(world, params.customer),
      billing_mode: billingMode(params.billing_mode?.type),
      default_settings: withDefaultSettings(initialSettings(null), params.default_settings),
      end_behavior: params.end_behavior ?? 'release',
      metadata: withMetadata({}, params.metadata),
      phases,
    },
    'subscription_schedule.created',
  )
  if (start <= now) return startPhase(world, schedule, 0)
  world.agenda.plan('schedule', schedule.id, start * 1000)
  planExpiring(world, schedule)
  return schedule
}

/** Attaches a schedule with one phase, the current period. It keeps the subscription as it is. */
function scheduleSubscription(
  world: World,
  { from_subscription, ...others }: z.output<typeof ScheduleCreate>,
): Schedule {
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (other) throw invalid(`You cannot set \`${other}\` if \`from_subscription\` is set.`, other)
  const running = find(
    world.store.subscriptions,
    'subscription',
    from_subscription ?? '',
    'from_subscription',
  )
  if (running.schedule) {
    throw invalid('This subscription is already attached to a schedule.', 'from_subscription')
  }
  if (hasEnded(running)) {
    throw invalid(
      `You cannot create a schedule for a subscription that is ${running.status}.`,
      'from_subscription',
    )
  }
  const phase = phaseOf(running)
  const ends = running.cancel_at !== null
  const schedule = create(
    world,
    world.store.schedules,
    {
      ...newSchedule(world, running.customer),
      billing_mode: running.billing_mode,
      default_settings: initialSettings(running),
      end_behavior: ends ? ('cancel' as const) : ('release' as const),
      phases: [{ ...phase, end_date: running.cancel_at ?? phase.end_date }],
    },
    'subscription_schedule.created',
  )
  change(
    world,
    world.store.subscriptions,
    running,
    { schedule: schedule.id },
    'customer.subscription.updated',
  )
  return enterPhase(world, { ...schedule, subscription: running.id }, 0)
}

const newSchedule = (world: World, customer: string) => ({
  id: world.ids.next('sub_sched', 24),
  object: 'subscription_schedule' as const,
  application: null,
  canceled_at: null,
  completed_at: null,
  created: world.clock.seconds(),
  current_phase: null,
  customer,
  customer_account: null,
  livemode: false,
  metadata: {},
  pause_schedules: [],
  released_at: null,
  released_subscription: null,
  status: 'not_started' as const,
  subscription: null,
  test_clock: world.agenda.testClock,
})

const billingMode = (type: 'classic' | 'flexible' = 'flexible'): Schedule['billing_mode'] => ({
  type,
  flexible: type === 'flexible' ? { proration_discounts: 'included' } : null,
})
