import { z } from 'zod'
import { customerOf } from '../customers/customers'
import { DAY } from '../world/calendar'
import { invalid, missing } from '../world/errors'
import { hash, ignored, integer, oneOf, text } from '../world/params'
import type { Meter } from '../world/types'
import { change, create, find, type World } from '../world/world'

export const MeterCreate = hash({
  display_name: text,
  event_name: text,
  default_aggregation: hash({ formula: oneOf('count', 'last', 'sum') }),
  customer_mapping: hash({ type: oneOf('by_id'), event_payload_key: text }).optional(),
  event_time_window: oneOf('day', 'hour').optional(),
  value_settings: hash({ event_payload_key: text }).optional(),
  dimension_payload_keys: ignored,
})
export const MeterUpdate = hash({ display_name: text.optional() })
export const MeterEventCreate = hash({
  event_name: text,
  payload: z.record(z.string(), z.string()),
  identifier: text.optional(),
  timestamp: integer.optional(),
})
export const MeterEventAdjust = hash({
  event_name: text,
  type: oneOf('cancel'),
  cancel: hash({ identifier: text.optional() }).optional(),
})

export function createMeter(world: World, params: z.output<typeof MeterCreate>): Meter {
  const used = world.store.meters
    .all()
    .some((meter) => meter.event_name === params.event_name && meter.status === 'active')
  if (used) {
    throw invalid(
      `An active meter already uses the event name ${params.event_name}.`,
      'event_name',
      'resource_already_exists',
    )
  }
  const now = world.clock.seconds()
  return create(
    world,
    world.store.meters,
    {
      id: world.ids.next('mtr_test', 24),
      object: 'billing.meter',
      created: now,
      customer_mapping: params.customer_mapping ?? {
        event_payload_key: 'stripe_customer_id',
        type: 'by_id',
      },
      default_aggregation: params.default_aggregation,
      display_name: params.display_name,
      event_name: params.event_name,
      event_time_window: params.event_time_window ?? null,
      livemode: false,
      status: 'active',
      status_transitions: { deactivated_at: null },
      updated: now,
      value_settings: params.value_settings ?? { event_payload_key: 'value' },
    },
    'billing.meter.created',
  )
}

export function updateMeter(world: World, id: string, params: z.output<typeof MeterUpdate>): Meter {
  const meter = find(world.store.meters, 'meter', id)
  return change(
    world,
    world.store.meters,
    meter,
    { ...params, updated: world.clock.seconds() },
    'billing.meter.updated',
  )
}

export function setMeterActive(world: World, id: string, active: boolean): Meter {
  const meter = find(world.store.meters, 'meter', id)
  if ((meter.status === 'active') === active) {
    throw invalid(`The meter is already ${meter.status}.`)
  }
  const now = world.clock.seconds()
  return change(
    world,
    world.store.meters,
    meter,
    {
      status: active ? 'active' : 'inactive',
      status_transitions: { deactivated_at: active ? null : now },
      updated: now,
    },
    active ? 'billing.meter.reactivated' : 'billing.meter.deactivated',
  )
}

/**
 * Records a meter event. An identifier is accepted once a day, and timestamps within Stripe's
 * window.
 */
export function recordUsage(world: World, params: z.output<typeof MeterEventCreate>) {
  const now = world.clock.seconds()
  const meter = meterNamed(world, params.event_name)
  const timestamp = params.timestamp ?? now
  if (timestamp > now + 5 * 60) {
    throw invalid(
      'The timestamp is more than 5 minutes in the future.',
      'timestamp',
      'timestamp_in_future' as never,
    )
  }
  if (timestamp < now - 35 * DAY) {
    throw invalid(
      'The timestamp is more than 35 days in the past.',
      'timestamp',
      'timestamp_too_far_in_past' as never,
    )
  }
  const customer = params.payload[meter.customer_mapping.event_payload_key]
  if (!customer) {
    throw invalid(
      `Missing required payload key: ${meter.customer_mapping.event_payload_key}.`,
      'payload',
      'parameter_missing',
    )
  }
  customerOf(world, customer, `payload[${meter.customer_mapping.event_payload_key}]`)
  const given = params.payload[meter.value_settings.event_payload_key]
  const counts = meter.default_aggregation.formula === 'count'
  if (!counts && (given === undefined || !/^\d{1,15}(\.\d{1,12})?$/.test(given))) {
    throw invalid(
      `Invalid value for payload key ${meter.value_settings.event_payload_key}: must be a number.`,
      `payload[${meter.value_settings.event_payload_key}]`,
    )
  }
  const identifier = params.identifier ?? world.ids.next('identifier', 24)
  const id = `${meter.id} ${identifier}`
  const before = world.store.usage.get(id)
  if (before && before.recordedAt > now - DAY) {
    throw invalid(
      `An event already exists with identifier ${identifier}.`,
      'identifier',
      'duplicate_meter_event' as never,
    )
  }
  world.store.usage.put({
    id,
    object: 'usage',
    customer,
    meter: meter.id,
    value: counts ? 1 : Number(given),
    timestamp,
    recordedAt: now,
    canceled: false,
  })
  return {
    object: 'billing.meter_event' as const,
    created: now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: { ...params.payload },
    timestamp,
  }
}

/** Cancels a meter event, within a day of its arrival. */
export function cancelUsage(world: World, params: z.output<typeof MeterEventAdjust>) {
  const meter = meterNamed(world, params.event_name)
  const identifier = params.cancel?.identifier
  if (!identifier) {
    throw invalid(
      'Missing required param: cancel[identifier].',
      'cancel[identifier]',
      'parameter_missing',
    )
  }
  const usage = world.store.usage.get(`${meter.id} ${identifier}`)
  if (!usage || usage.recordedAt <= world.clock.seconds() - DAY) {
    throw missing('meter event', identifier, 'cancel[identifier]')
  }
  world.store.usage.put({ ...usage, canceled: true })
  return {
    object: 'billing.meter_event_adjustment' as const,
    cancel: { identifier },
    event_name: params.event_name,
    livemode: false,
    status: 'complete' as const,
    type: 'cancel' as const,
  }
}

/** A customer's usage in a period, by the meter's formula. The end is exclusive. */
export function totalUsage(
  world: World,
  meterId: string,
  customer: string,
  period: { start: number; end: number },
): number {
  const meter = find(world.store.meters, 'meter', meterId)
  const reports = world.store.usage
    .where('customer', customer)
    .filter(
      (each) =>
        each.meter === meterId &&
        !each.canceled &&
        each.timestamp >= period.start &&
        each.timestamp < period.end,
    )
  if (meter.default_aggregation.formula !== 'last') {
    return reports.reduce((sum, each) => sum + each.value, 0)
  }
  return reports.reduce((last, each) => (each.timestamp >= last.timestamp ? each : last), {
    timestamp: -1,
    value: 0,
  }).value
}

/**
 * `GET /v1/billing/meters/:id/event_summaries`: one for the whole period, or one per hour or day.
 */
export function summarizeUsage(
  world: World,
  meterId: string,
  params: {
    customer: string
    start_time: number
    end_time: number
    value_grouping_window?: string
  },
) {
  const { customer, start_time, end_time, value_grouping_window } = params
  if (end_time <= start_time) throw invalid('end_time must be after start_time.', 'end_time')
  const whole = end_time - start_time
  const step =
    value_grouping_window === 'hour' ? 3600 : value_grouping_window === 'day' ? DAY : whole
  const summaries = []
  for (let start = start_time; start < end_time; start += step) {
    const period = { start, end: Math.min(start + step, end_time) }
    const aggregated_value = totalUsage(world, meterId, customer, period)
    if (step !== whole && aggregated_value === 0) continue
    summaries.push({
      id: `mtrusg_${meterId}_${customer}_${start}`,
      object: 'billing.meter_event_summary' as const,
      aggregated_value,
      end_time: period.end,
      livemode: false,
      meter: meterId,
      start_time: start,
    })
  }
  return summaries
}

function meterNamed(world: World, name: string): Meter {
  const meter = world.store.meters
    .all()
    .find((each) => each.event_name === name && each.status === 'active')
  if (meter) return meter
  throw missing('active meter with event name', name, 'event_name')
}
