import { z } from 'zod'
import { DAY } from '../world/calendar'
import { invalid, missing } from '../world/errors'
import { fromFixedPoint, toFixedPoint } from '../world/money'
import { hash, integer, notSupported, oneOf, text } from '../world/params'
import type { Usage } from '../world/records'
import type { Meter } from '../world/types'
import { change, create, find, type World } from '../world/world'
import { reportMeterError } from './meter-errors'

export const MeterCreate = hash({
  display_name: text,
  event_name: text,
  default_aggregation: hash({ formula: oneOf('count', 'last', 'sum') }),
  customer_mapping: hash({ type: oneOf('by_id'), event_payload_key: text }).optional(),
  event_time_window: oneOf('day', 'hour').optional(),
  value_settings: hash({ event_payload_key: text }).optional(),
  dimension_payload_keys: notSupported(),
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
 * window. An unknown meter or customer is accepted as well, and reported later.
 */
export function recordUsage(world: World, params: z.output<typeof MeterEventCreate>) {
  const now = world.clock.seconds()
  const identifier = params.identifier ?? world.ids.next('identifier', 24)
  const meter = activeMeter(world, params.event_name)
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
  const accepted = {
    object: 'billing.meter_event' as const,
    created: now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: { ...params.payload },
    timestamp,
  }
  if (!meter) {
    reportMeterError(world, null, {
      code: 'no_meter',
      error_message: `No active meter found for the event name ${params.event_name}.`,
      identifier,
    })
    return accepted
  }
  const customer = params.payload[meter.customer_mapping.event_payload_key]
  if (!customer) {
    throw invalid(
      `Missing required payload key: ${meter.customer_mapping.event_payload_key}.`,
      'payload',
      'parameter_missing',
    )
  }
  const given = params.payload[meter.value_settings.event_payload_key]
  const counts = meter.default_aggregation.formula === 'count'
  if (!counts && (given === undefined || !/^-?\d{1,15}(\.\d{1,12})?$/.test(given))) {
    throw invalid(
      `Invalid value for payload key ${meter.value_settings.event_payload_key}: must be a number.`,
      `payload[${meter.value_settings.event_payload_key}]`,
    )
  }
  const id = `${meter.id} ${identifier}`
  const before = world.store.usage.get(id)
  if (before && before.recordedAt > now - DAY) {
    throw invalid(
      `An event already exists with identifier ${identifier}.`,
      'identifier',
      'duplicate_meter_event' as never,
    )
  }
  if (!world.store.customers.get(customer)) {
    reportMeterError(world, meter, {
      code: 'meter_event_customer_not_found',
      error_message: `The customer ${customer} of a meter event was not found.`,
      identifier,
    })
    return accepted
  }
  // An identifier is known for a day. The same one again is another event then, and both count.
  if (before) world.store.usage.put({ ...before, id: `${id} ${before.recordedAt}` })
  world.store.usage.put({
    id,
    object: 'usage',
    customer,
    meter: meter.id,
    value: counts ? '1' : (given ?? '0'),
    timestamp,
    recordedAt: now,
    canceled: false,
    billedTo: [],
  })
  return accepted
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

/** A customer's usage in a period, by the meter's formula, as a decimal. The end is exclusive. */
export function totalUsage(
  world: World,
  meterId: string,
  customer: string,
  period: { start: number; end: number },
  /** Leaves out what this subscription item has billed already. */
  unbilledBy?: string,
): string {
  const meter = find(world.store.meters, 'meter', meterId)
  const reports = usageReports(world, meterId, customer, period).filter(
    (each) => unbilledBy === undefined || !each.billedTo.includes(unbilledBy),
  )
  if (meter.default_aggregation.formula !== 'last') {
    const sum = reports.reduce((total, each) => total + toFixedPoint(each.value), 0n)
    return fromFixedPoint(sum)
  }
  return reports.reduce((last, each) => (each.timestamp >= last.timestamp ? each : last), {
    timestamp: -1,
    value: '0',
  }).value
}

/** The meter events of a customer in a period, without the canceled ones. */
export const usageReports = (
  world: World,
  meterId: string,
  customer: string,
  { start, end }: { start: number; end: number },
): Usage[] =>
  world.store.usage
    .where('customer', customer)
    .filter(
      (each) =>
        each.meter === meterId && !each.canceled && each.timestamp >= start && each.timestamp < end,
    )

function meterNamed(world: World, name: string): Meter {
  const meter = activeMeter(world, name)
  if (meter) return meter
  throw missing('active meter with event name', name, 'event_name')
}

const activeMeter = (world: World, name: string): Meter | undefined =>
  world.store.meters.all().find((each) => each.event_name === name && each.status === 'active')
