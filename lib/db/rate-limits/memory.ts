import type { RequestCounts } from './request-counts'

export function memoryRequestCounts(): RequestCounts {
  const counts = new Map<string, number>()
  return {
    async add(key, start) {
      const row = `${key} ${start.toISOString()}`
      const count = (counts.get(row) ?? 0) + 1
      counts.set(row, count)
      return count
    },
  }
}
