import type { UsageCaps } from './caps'
import type { CounterKey, UsageCounter } from './counters'
import type { FlushFields, UsageFlush } from './flushes'
import type { UsageRecord } from './records'

/** The rows that the memory twins of the usage ports share. */
export type UsageRows = {
  counters: Map<string, UsageCounter & { flushAt: Date | null }>
  records: Map<string, UsageRecord>
  caps: Map<string, UsageCaps>
  flushes: Map<string, UsageFlush>
  /** What flushes keep of a counter, by its row. */
  flushStates: Map<string, FlushFields>
}

export const usageRows = (): UsageRows => ({
  counters: new Map(),
  records: new Map(),
  caps: new Map(),
  flushes: new Map(),
  flushStates: new Map(),
})

/** Sorts a user's counters of a meter by their start. */
export const counterRow = ({ userId, meter, period }: CounterKey) =>
  JSON.stringify([userId, meter, period.start.toISOString(), period.source])

export const recordRow = (userId: string, id: string) => JSON.stringify([userId, id])
