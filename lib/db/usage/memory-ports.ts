import { memorySpendingCaps } from './memory-caps'
import { memoryUsageCounters } from './memory-counters'
import { memoryUsageFlushes } from './memory-flushes'
import { memoryUsageRecords } from './memory-records'
import { memoryReservations } from './memory-reservations'
import { usageRows } from './memory-rows'
import type { UsagePorts } from './ports'

export type MemoryUsagePorts = UsagePorts & { rows: ReturnType<typeof usageRows> }

export function memoryUsagePorts(rows = usageRows()): MemoryUsagePorts {
  return {
    rows,
    usageCounters: memoryUsageCounters(rows),
    usageRecords: memoryUsageRecords(rows),
    reservations: memoryReservations(rows),
    usageFlushes: memoryUsageFlushes(rows),
    spendingCaps: memorySpendingCaps(rows),
  }
}
