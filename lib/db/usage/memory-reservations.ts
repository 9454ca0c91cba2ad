import { ceilingOf, usedOf } from '@/lib/billing/usage/count'
import { counted } from './memory-records'
import { counterRow, recordRow, type UsageRows } from './memory-rows'
import { heldRecord, holdsNow, type Reservations } from './reservations'

export function memoryReservations({ counters, records }: UsageRows): Reservations {
  return {
    async hold(hold) {
      const { counter: key, id, quantity, limit, at } = hold
      const known = records.get(recordRow(key.userId, id))
      if (known) return { kind: 'known', record: structuredClone(known) }
      const counter = counters.get(counterRow(key))
      if (!counter) return { kind: 'no_counter' }
      const taken = usedOf(counter) + counter.held
      if (taken + quantity > ceilingOf(limit)) return { kind: 'full' }

      counter.held += quantity
      counter.version += 1
      counter.updatedAt = at
      records.set(recordRow(key.userId, id), heldRecord(hold))
      return { kind: 'held' }
    },

    async commit(seen, quantity, { limit, flushAt, recordedAt }) {
      const record = records.get(recordRow(seen.userId, seen.id))
      const row = counterRow(seen)
      const counter = counters.get(row)
      if (!record || record.state !== seen.state || !counter) return { kind: 'stale' }
      const freed = holdsNow(record)
      const taken = usedOf(counter) + counter.held
      // What was held is counted, whatever the limit is by now.
      if (quantity > freed && taken - freed + quantity > ceilingOf(limit)) return { kind: 'full' }

      const entries = [{ id: seen.id, quantity, at: record.at }]
      counters.set(row, {
        ...counter,
        ...counted(counter, { entries, recordedAt }),
        held: counter.held - freed,
        flushAt: counter.flushAt ?? flushAt,
      })
      Object.assign(record, { state: 'recorded', quantity, recordedAt })
      return { kind: 'settled' }
    },

    async free(seen, state, at) {
      const record = records.get(recordRow(seen.userId, seen.id))
      const counter = counters.get(counterRow(seen))
      if (record?.state !== 'held' || !counter) return { kind: 'stale' }
      counter.held -= holdsNow(record)
      counter.version += 1
      counter.updatedAt = at
      record.state = state
      return { kind: 'settled' }
    },

    async overdue(now, limit) {
      const held = [...records.values()].flatMap((record) =>
        record.state === 'held' && record.hold ? [{ record, until: record.hold.until }] : [],
      )
      return structuredClone(
        held
          .filter(({ until }) => until <= now)
          .sort((a, b) => a.until.getTime() - b.until.getTime())
          .slice(0, limit)
          .map(({ record }) => record),
      )
    },
  }
}
