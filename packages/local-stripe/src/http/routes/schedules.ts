import {
  ScheduleCancel,
  ScheduleCreate,
  ScheduleRelease,
  ScheduleUpdate,
} from '../../engine/subscriptions/schedules/params'
import {
  cancelSchedule,
  createSchedule,
  releaseSchedule,
  updateSchedule,
} from '../../engine/subscriptions/schedules/schedules'
import { ignored, text } from '../../engine/world/params'
import { lists, post, type Route, retrieves } from '../route'

const PATH = '/v1/subscription_schedules'

export const scheduleRoutes: Route[] = [
  post(PATH, ScheduleCreate, (world, _, params) => createSchedule(world, params)),
  lists(
    PATH,
    (world) => world.store.schedules.all(),
    {
      canceled_at: ignored,
      completed_at: ignored,
      customer: text.optional(),
      customer_account: ignored,
      released_at: ignored,
      scheduled: ignored,
    },
    (schedule, { customer }) => customer === undefined || schedule.customer === customer,
  ),
  retrieves(PATH, 'subscription_schedule', (world) => world.store.schedules),
  post(`${PATH}/:id`, ScheduleUpdate, (world, { id }, params) => updateSchedule(world, id, params)),
  post(`${PATH}/:id/cancel`, ScheduleCancel, (world, { id }, params) =>
    cancelSchedule(world, id, params),
  ),
  post(`${PATH}/:id/release`, ScheduleRelease, (world, { id }) => releaseSchedule(world, id)),
]
