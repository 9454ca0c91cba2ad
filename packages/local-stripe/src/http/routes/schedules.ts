import { createSchedule } from '../../engine/subscriptions/schedules/create-schedule'
import {
  ScheduleCancel,
  ScheduleCreate,
  ScheduleRelease,
  ScheduleUpdate,
} from '../../engine/subscriptions/schedules/params'
import {
  cancelSchedule,
  releaseSchedule,
  updateSchedule,
} from '../../engine/subscriptions/schedules/schedules'
import { flag, notSupported, range, text, within } from '../../engine/world/params'
import { lists, post, type Route, retrieves } from '../route'

const PATH = '/v1/subscription_schedules'

export const scheduleRoutes: Route[] = [
  post(PATH, ScheduleCreate, (world, _, params) => createSchedule(world, params)),
  lists(
    PATH,
    (world) => world.store.schedules.all(),
    {
      canceled_at: range.optional(),
      completed_at: range.optional(),
      customer: text.optional(),
      customer_account: notSupported(),
      released_at: range.optional(),
      scheduled: flag.optional(),
    },
    (schedule, { canceled_at, completed_at, customer, released_at, scheduled }) =>
      (customer === undefined || schedule.customer === customer) &&
      within(schedule.canceled_at, canceled_at) &&
      within(schedule.completed_at, completed_at) &&
      within(schedule.released_at, released_at) &&
      (scheduled === undefined || (schedule.status === 'not_started') === scheduled),
  ),
  retrieves(PATH, 'subscription_schedule', (world) => world.store.schedules),
  post(`${PATH}/:id`, ScheduleUpdate, (world, { id }, params) => updateSchedule(world, id, params)),
  post(`${PATH}/:id/cancel`, ScheduleCancel, (world, { id }, params) =>
    cancelSchedule(world, id, params),
  ),
  post(`${PATH}/:id/release`, ScheduleRelease, (world, { id }, params) =>
    releaseSchedule(world, id, params),
  ),
]
