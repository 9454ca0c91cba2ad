import type { MemoryRows } from './memory-rows'
import type { SweepQueue } from './sweep-queue'

export const memorySweepQueue = ({ rows, update }: MemoryRows): SweepQueue => ({
  async due(now, limit) {
    return [...rows.values()]
      .flatMap(({ userId, dueAt }) => (dueAt && dueAt <= now ? [{ userId, dueAt }] : []))
      .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
      .slice(0, limit)
      .map(({ userId }) => userId)
  },

  async defer(userId, version, dueAt) {
    return update(
      userId,
      (row) => row.version === version,
      () => ({ dueAt }),
    )
  },

  async deferUnread(userId, dueAt) {
    return update(
      userId,
      (row) => row.dueAt !== null,
      () => ({ dueAt }),
    )
  },

  async reschedule(userId, version, dueAt) {
    return update(
      userId,
      (row) => row.version === version && Object.keys(row.intents).length === 0,
      () => ({ dueAt }),
    )
  },
})
