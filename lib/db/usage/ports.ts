import type { SpendingCaps } from './caps'
import type { UsageCounters } from './counters'
import type { UsageFlushes } from './flushes'
import type { UsageRecords } from './records'
import type { Reservations } from './reservations'

/** The ports to what was used, in one table: their implementations share the same rows. */
export type UsagePorts = {
  usageCounters: UsageCounters
  usageRecords: UsageRecords
  reservations: Reservations
  spendingCaps: SpendingCaps
  usageFlushes: UsageFlushes
}
