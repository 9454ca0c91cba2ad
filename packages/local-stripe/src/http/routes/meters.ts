import {
  cancelUsage,
  createMeter,
  MeterCreate,
  MeterEventAdjust,
  MeterEventCreate,
  MeterUpdate,
  recordUsage,
  setMeterActive,
  summarizeUsage,
  updateMeter,
} from '../../engine/invoices/meters'
import { hash, integer, oneOf, text } from '../../engine/world/params'
import { get, lists, post, type Route, retrieves } from '../route'

const PATH = '/v1/billing/meters'

export const meterRoutes: Route[] = [
  post(PATH, MeterCreate, (world, _, params) => createMeter(world, params)),
  lists(
    PATH,
    (world) => world.store.meters.all(),
    { status: oneOf('active', 'inactive').optional() },
    (meter, { status }) => status === undefined || meter.status === status,
  ),
  retrieves(PATH, 'meter', (world) => world.store.meters),
  post(`${PATH}/:id`, MeterUpdate, (world, { id }, params) => updateMeter(world, id, params)),
  post(`${PATH}/:id/deactivate`, hash({}), (world, { id }) => setMeterActive(world, id, false)),
  post(`${PATH}/:id/reactivate`, hash({}), (world, { id }) => setMeterActive(world, id, true)),
  get(
    `${PATH}/:id/event_summaries`,
    hash({
      customer: text,
      start_time: integer,
      end_time: integer,
      value_grouping_window: oneOf('day', 'hour').optional(),
      limit: integer.optional(),
    }),
    (world, { id }, params) => ({
      object: 'list',
      data: summarizeUsage(world, id, params),
      has_more: false,
      url: `${PATH}/${id}/event_summaries`,
    }),
  ),
  post('/v1/billing/meter_events', MeterEventCreate, (world, _, params) =>
    recordUsage(world, params),
  ),
  post('/v1/billing/meter_event_adjustments', MeterEventAdjust, (world, _, params) =>
    cancelUsage(world, params),
  ),
]
