import type { EntryGroup, UsageRecord } from './records'

/** A reservation: an entry that isn't used yet. Only meters that are sums can be reserved. */
export type NewHold = Pick<EntryGroup, 'counter' | 'limit'> & {
  id: string
  quantity: number
  at: Date
  until: Date
}

export type HoldOutcome =
  | { kind: 'held' }
  | { kind: 'known'; record: UsageRecord }
  | { kind: 'full' }
  | { kind: 'no_counter' }
  | { kind: 'contended' }

export type SettleOutcome =
  | { kind: 'settled' }
  | { kind: 'full' }
  /** It isn't in the state that the caller saw. */
  | { kind: 'stale' }
  | { kind: 'contended' }

/** Holds part of a limit until it is used, released or expired. */
export type Reservations = {
  hold(hold: NewHold): Promise<HoldOutcome>
  /**
   * Counts `quantity` in the reservation's period, in place of what it holds; one that has expired
   * holds nothing anymore. Only if it is still in the state that the caller saw.
   */
  commit(
    seen: UsageRecord,
    quantity: number,
    terms: Pick<EntryGroup, 'limit' | 'flushAt' | 'recordedAt'>,
  ): Promise<SettleOutcome>
  /** Frees what it holds. Only if it still does. */
  free(seen: UsageRecord, state: 'released' | 'expired', at: Date): Promise<SettleOutcome>
  /** Lists reservations that still hold after their end, the earliest first. May be stale. */
  overdue(now: Date, limit: number): Promise<UsageRecord[]>
}

/** A reservation as it is stored. */
export const heldRecord = ({ counter, id, quantity, at, until }: NewHold): UsageRecord => ({
  userId: counter.userId,
  id,
  meter: counter.meter,
  period: { start: counter.period.start, source: counter.period.source },
  quantity,
  at,
  recordedAt: at,
  state: 'held',
  hold: { quantity, until },
})

/** What a record holds of its counter's limit. */
export const holdsNow = ({ state, hold }: Pick<UsageRecord, 'state' | 'hold'>): number =>
  state === 'held' ? (hold?.quantity ?? 0) : 0
