import type { UsageCounters } from './counters'
import { counterRow, type UsageRows } from './memory-rows'

export function memoryUsageCounters({ counters }: UsageRows): UsageCounters {
  const read = (row: string) => {
    const found = counters.get(row)
    if (!found) return null
    // Deep enough: dates are never changed. The simulator reads too often for `structuredClone`.
    const { flushAt: _, period, days, hours, ...counter } = found
    return { ...counter, period: { ...period }, days: { ...days }, hours: { ...hours } }
  }
  return {
    async open({ flushAt, ...counter }) {
      const row = counterRow(counter)
      if (!counters.has(row)) {
        counters.set(row, {
          ...structuredClone(counter),
          total: counter.aggregation === 'sum' ? 0 : counter.opening,
          held: 0,
          sent: 0,
          flushSeq: 0,
          days: {},
          hours: {},
          version: 0,
          updatedAt: counter.createdAt,
          flushAt: counter.aggregation !== 'sum' && counter.opening > 0 ? flushAt : null,
        })
      }
      const opened = read(row)
      if (!opened) throw new Error('The counter was just added')
      return opened
    },

    async read(keys) {
      return keys.map((key) => read(counterRow(key)))
    },

    async list({ userId, meter, from, to }) {
      return [...counters]
        .filter(
          ([, counter]) =>
            counter.userId === userId &&
            counter.meter === meter &&
            counter.period.start >= from &&
            counter.period.start <= to,
        )
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([row]) => read(row) ?? [])
    },

    async latest({ userId, meter, before }) {
      const earlier = [...counters]
        .filter(
          ([, counter]) =>
            counter.userId === userId && counter.meter === meter && counter.period.start < before,
        )
        .sort(([a], [b]) => (a < b ? 1 : -1))
      return earlier[0] ? read(earlier[0][0]) : null
    },

    async dropHours(key, hours) {
      const counter = counters.get(counterRow(key))
      for (const hour of counter ? hours : []) delete counter?.hours[hour]
    },
  }
}
