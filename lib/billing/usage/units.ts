import type { Meter } from '@/lib/billing/catalog/schema'

type Recording = Pick<Meter, 'recorded'>

/**
 * The whole units in a recorded quantity. A meter may be recorded in a fraction of its unit: limits
 * and prices are in units, records and counters are not. What is left of a unit stays in the counter
 * and is counted with the next record, so nothing is rounded twice.
 */
export const wholeUnits = (quantity: number, { recorded }: Recording): number =>
  recorded
    ? Number((BigInt(quantity) * BigInt(recorded.markup)) / BigInt(recorded.perUnit))
    : quantity

/** The largest recorded quantity that is no more than this many units. */
export const recordedIn = (units: number, { recorded }: Recording): number =>
  recorded ? Number((BigInt(units) * BigInt(recorded.perUnit)) / BigInt(recorded.markup)) : units
