import type { Catalog, Meter } from '@/lib/billing/catalog/schema'

/** How old usage may be when it is recorded: Stripe takes no older. */
export const oldestRecordMs = 35 * 86_400_000
/** How far ahead the sender's clock may be. */
export const aheadMs = 5 * 60_000

/** Something that was used, as a service says. */
export type Entry = {
  userId: string
  id: string
  meter: string
  quantity: number
  /** `null` if it was just now. */
  at: Date | null
}

/** Why an entry isn't counted. Only `limit_reached` and `busy` may succeed later with the same id. */
export type EntryRefusal =
  | 'unknown_meter'
  | 'meter_not_allowed'
  | 'invalid_quantity'
  | 'invalid_time'
  | 'unknown_user'
  | 'id_taken'
  | 'limit_reached'
  | 'busy'

/** What can be said of an entry before anything is read. `null` if nothing is wrong. */
export function refusalOf(
  { meter: name, quantity, at }: Entry,
  { meters }: Pick<Catalog, 'meters'>,
  /** The meters that the sender may record; `null` for all. */
  allowed: readonly string[] | null,
  now: Date,
): EntryRefusal | null {
  const meter = Object.hasOwn(meters, name) ? meters[name] : undefined
  if (!meter) return 'unknown_meter'
  if (allowed && !allowed.includes(name)) return 'meter_not_allowed'
  if (!isQuantity(quantity, meter)) return 'invalid_quantity'
  if (at && !isRecordable(at, now)) return 'invalid_time'
  return null
}

/** A whole number of the meter's smallest unit, which is exact. Nothing of a sum isn't recorded. */
const isQuantity = (quantity: number, { aggregation }: Meter): boolean =>
  Number.isSafeInteger(quantity) && quantity >= (aggregation === 'sum' ? 1 : 0)

const isRecordable = (at: Date, now: Date): boolean =>
  at.getTime() >= now.getTime() - oldestRecordMs && at.getTime() <= now.getTime() + aheadMs

/**
 * Whether a repeated id says the same. One without a time was sent with the time of its arrival, so
 * only what is said is compared.
 */
export const isSameEntry = (
  entry: Pick<Entry, 'meter' | 'quantity' | 'at'>,
  known: { meter: string; quantity: number; at: Date | null },
): boolean =>
  entry.meter === known.meter &&
  entry.quantity === known.quantity &&
  (entry.at === null || known.at === null || entry.at.getTime() === known.at.getTime())

/** What a meter has left after something was decided. */
export type MeterState = {
  used: number
  /** `null` if there is no limit. */
  remaining: number | null
  resetsAt: Date
}

export type EntryOutcome =
  | { outcome: 'recorded' | 'duplicate'; state: MeterState }
  | { outcome: 'refused'; code: EntryRefusal; state: MeterState | null }
