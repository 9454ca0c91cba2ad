import type { CounterKey } from './counters'
import { FlushFields, type UsageFlush, type UsageFlushes } from './flushes'
import { counterRow, type UsageRows } from './memory-rows'

export function memoryUsageFlushes({ counters, flushes, flushStates }: UsageRows): UsageFlushes {
  const flushRow = (flush: CounterKey & { seq: number }) =>
    `${counterRow(flush)} ${String(flush.seq).padStart(8, '0')}`
  const keyOf = ({ userId, meter, period }: CounterKey): CounterKey => ({
    userId,
    meter,
    period: { start: period.start, source: period.source },
  })
  const fieldsOf = (row: string) => flushStates.get(row) ?? FlushFields.parse({})

  return {
    async due(now, limit) {
      return [...counters.values()]
        .filter(({ flushAt }) => flushAt !== null && flushAt <= now)
        .sort((a, b) => (a.flushAt?.getTime() ?? 0) - (b.flushAt?.getTime() ?? 0))
        .slice(0, limit)
        .map(keyOf)
    },

    async unsentOf(userId) {
      return [...counters.values()]
        .filter((counter) => counter.userId === userId && counter.flushAt !== null)
        .map(keyOf)
    },

    async state(key) {
      const row = counterRow(key)
      const counter = counters.get(row)
      if (!counter) return null
      const { flushAt: _, ...fields } = counter
      return structuredClone({ ...fields, ...fieldsOf(row) })
    },

    async claim(state, made, next, until) {
      const row = counterRow(state)
      const counter = counters.get(row)
      const { pendingSeq } = fieldsOf(row)
      if (!counter || pendingSeq !== null) return false
      if (counter.sent !== state.sent || counter.flushSeq !== state.flushSeq) return false
      counter.sent = next.sent
      counter.flushSeq += made.length
      counter.flushAt = until
      flushStates.set(row, {
        billedBy: next.billedBy,
        paid: next.paid,
        pendingSeq: state.flushSeq,
      })
      for (const flush of made) flushes.set(flushRow(flush), structuredClone(flush))
      return true
    },

    async settle(state, ended, { dueAt, nextLookAt = null }) {
      const row = counterRow(state)
      const counter = counters.get(row)
      const fields = fieldsOf(row)
      if (!counter || fields.pendingSeq !== state.pendingSeq) return
      flushStates.set(row, { ...fields, pendingSeq: null })
      counter.flushAt = counter.total === counter.sent ? nextLookAt : dueAt
      for (const flush of ended) flushes.set(flushRow(flush), structuredClone(flush))
    },

    async defer(key, until) {
      const counter = counters.get(counterRow(key))
      if (counter?.flushAt) counter.flushAt = until
    },

    async list(key) {
      return [...flushes.values()]
        .filter((flush) => counterRow(flush) === counterRow(key))
        .sort((a: UsageFlush, b: UsageFlush) => a.seq - b.seq)
        .map((flush) => structuredClone(flush))
    },
  }
}
