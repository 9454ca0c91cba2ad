import { admitsCount, usedOf } from '@/lib/billing/usage/count'
import { tallied } from '@/lib/billing/usage/tally'
import { pageOf } from '@/lib/pagination'
import type { UsageCounter } from './counters'
import { counterRow, recordRow, type UsageRows } from './memory-rows'
import { type EntryGroup, recordsOf, type UsageRecords } from './records'

/** How many ids one page lists. */
const pageSize = 200

export function memoryUsageRecords({ counters, records }: UsageRows): UsageRecords {
  return {
    async add(group) {
      const { userId } = group.counter
      const known = group.entries.flatMap(({ id }) => records.get(recordRow(userId, id)) ?? [])
      if (known.length > 0) return { kind: 'known', records: structuredClone(known) }
      const row = counterRow(group.counter)
      const counter = counters.get(row)
      if (!counter) return { kind: 'no_counter' }
      const next = { ...counter, ...counted(counter, group) }
      const from = usedOf(counter) + counter.held
      if (!admitsCount(from, usedOf(next) + next.held, group.limit)) {
        const { flushAt: _, ...full } = structuredClone(counter)
        return { kind: 'full', counter: full }
      }

      counters.set(row, { ...next, flushAt: counter.flushAt ?? group.flushAt })
      for (const record of recordsOf(group)) records.set(recordRow(userId, record.id), record)
      return { kind: 'recorded' }
    },

    async find(userId, ids) {
      return structuredClone(ids.flatMap((id) => records.get(recordRow(userId, id)) ?? []))
    },

    async list(counter, after) {
      const wanted = counterRow(counter)
      const ids = [...records.values()]
        .filter((record) => counterRow(record) === wanted)
        .map(({ id }) => id)
        .sort()
      const { items, next } = pageOf(ids, after, pageSize)
      const found = items.flatMap((id) => records.get(recordRow(counter.userId, id)) ?? [])
      return { items: structuredClone(found), next }
    },
  }
}

/** What entries change of a counter. */
export const counted = (
  counter: UsageCounter,
  { entries, recordedAt }: Pick<EntryGroup, 'entries' | 'recordedAt'>,
) => ({
  ...tallied(counter, counter.aggregation, entries, recordedAt),
  version: counter.version + 1,
  updatedAt: recordedAt,
})
