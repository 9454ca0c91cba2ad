import { summarizeUsage } from '../../engine/invoices/meter-summaries'
import {
  cancelUsage,
  createMeter,
  MeterCreate,
  MeterEventAdjust,
  MeterEventCreate,
  MeterUpdate,
  recordUsage,
  setMeterActive,
  updateMeter,
} from '../../engine/invoices/meters'
import { hash, integer, many, notSupported, oneOf, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { PAGE, paginate } from '../paginate'
import { get, lists, post, type Route, retrieves, undated } from '../route'

const PATH = '/v1/billing/meters'

export const meterRoutes: Route[] = [
  post(PATH, MeterCreate, (world, _, params) => createMeter(world, params)),
  undated(
    lists(
      PATH,
      (world) => world.store.meters.all(),
      { status: oneOf('active', 'inactive').optional() },
      (meter, { status }) => status === undefined || meter.status === status,
    ),
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
      ...PAGE,
    }),
    (world, { id }, { limit, starting_after, ending_before, ...params }) =>
      paginate(
        summarizeUsage(world, id, params),
        { limit, starting_after, ending_before },
        `${PATH}/${id}/event_summaries`,
      ),
  ),
  post('/v1/billing/meter_events', MeterEventCreate, (world, _, params) =>
    recordUsage(world, params),
  ),
  get(
    '/v2/core/events',
    hash({
      created: notSupported(),
      limit: integer.optional(),
      object_id: text.optional(),
      types: many(text).optional(),
    }),
    (world, _, { limit = 20, object_id, types }) => ({
      data: world.store.meterErrorReports
        .all()
        .filter(
          (each) =>
            (object_id === undefined || each.related_object?.id === object_id) &&
            (types === undefined || types.includes(each.type)),
        )
        .toReversed()
        .slice(0, limit),
      next_page_url: null,
      previous_page_url: null,
    }),
  ),
  get('/v2/core/events/:id', hash({}), (world, { id }) =>
    find(world.store.meterErrorReports, 'event', id),
  ),
  post('/v1/billing/meter_event_adjustments', MeterEventAdjust, (world, _, params) =>
    cancelUsage(world, params),
  ),
]
