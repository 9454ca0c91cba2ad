import type { MeterError, MeterErrorReport } from '../world/records'
import type { Meter } from '../world/types'
import type { World } from '../world/world'

const MINUTE = 60_000
const MAX_SAMPLES = 5

/** Notes a meter event that can't be billed. It is reported with the others of its minute. */
export function reportMeterError(
  world: World,
  meter: Meter | null,
  error: Pick<MeterError, 'code' | 'error_message' | 'identifier'>,
): void {
  const now = world.clock.now()
  const about = meter?.id ?? NO_METER
  world.store.meterErrors.put({
    ...error,
    id: world.ids.next('mtrerr', 24),
    object: 'meter_error',
    about,
    at: now,
  })
  if (world.agenda.planned('report meter errors', about) === null) {
    world.agenda.plan('report meter errors', about, (Math.floor(now / MINUTE) + 1) * MINUTE)
  }
}

/**
 * Reports the errors of a meter as an event of API version 2, which `GET /v2/core/events` shows:
 * `v1.billing.meter.error_report_triggered`, or `v1.billing.meter.no_meter_found` without a meter.
 */
export function sendMeterErrorReport(world: World, about: string): void {
  const errors = world.store.meterErrors.where('about', about)
  const [first] = errors
  if (!first) return
  for (const { id } of errors) world.store.meterErrors.delete(id)
  const codes = [...new Set(errors.map(({ code }) => code))]
  const error_types = codes.map((code) => {
    const own = errors.filter((each) => each.code === code)
    return {
      code,
      error_count: own.length,
      sample_errors: own.slice(0, MAX_SAMPLES).map(({ error_message, identifier }) => ({
        error_message,
        request: { identifier },
      })),
    }
  })
  const many = errors.length === 1 ? 'is 1 invalid event' : `are ${errors.length} invalid events`
  const data = {
    developer_message_summary: `There ${many}`,
    reason: { error_count: errors.length, error_types },
    validation_start: iso(first.at),
    validation_end: iso(world.clock.now()),
  }
  const report: MeterErrorReport = {
    id: world.ids.next('evt_test', 24),
    object: 'v2.core.event',
    type:
      about === NO_METER
        ? 'v1.billing.meter.no_meter_found'
        : 'v1.billing.meter.error_report_triggered',
    created: iso(world.clock.now()),
    livemode: false,
    related_object:
      about === NO_METER
        ? null
        : { id: about, type: 'billing.meter', url: `/v1/billing/meters/${about}` },
    data,
  }
  world.store.meterErrorReports.put(report)
}

/** Errors that belong to no meter are reported together. */
const NO_METER = 'none'

const iso = (ms: number) => new Date(ms).toISOString()
