import type { Aggregation, Meter } from '@/lib/billing/catalog/schema'
import type { UsagePeriod } from './period'
import { wholeUnits } from './units'

/** The metered price by which Stripe bills a counter now, and its free first step in whole units. */
export type BilledBy = { price: string; included: number }

/** The part of a counter that decides what Stripe is told. Counts are as recorded. */
export type Flushable = {
  aggregation: Aggregation
  period: UsagePeriod
  total: number
  opening: number
  sent: number
  /** The price that the last message was for; `null` before the first. */
  billedBy: BilledBy | null
  /** For `last`: units that another price has billed in this period already. */
  paid: number
}

/** A message to Stripe's meter, in whole units. */
export type FlushMessage = {
  /**
   * `usage` is what was used. `carry` uses up the free step of a price that came in mid-period by
   * what was used before it, so that a user doesn't get two allowances. It costs nothing by itself.
   */
  kind: 'usage' | 'carry'
  value: number
}

export type FlushPlan = {
  messages: FlushMessage[]
  /** The fields of the counter once Stripe is told. */
  next: Pick<Flushable, 'sent' | 'billedBy' | 'paid'>
  /** The time that Stripe counts it at: always in the counter's period. */
  at: Date
}

/**
 * What to tell Stripe of a counter: what it counted since the last time. Thousands of records are one
 * message. `null` if nothing can bill it yet: the price isn't on the subscription.
 */
export function planFlush(
  counter: Flushable,
  meter: Pick<Meter, 'recorded'>,
  billedNow: BilledBy | null,
  now: Date,
): FlushPlan | null {
  const isOver = now >= counter.period.end
  const last = counter.billedBy
  // What is over was billed by the price of then.
  const billedBy = isOver ? (last ?? billedNow) : billedNow
  // What was free has no price, and Stripe would add it to whatever subscription comes next.
  if (!billedBy && (!isOver || counter.period.source === 'account')) return null
  const isOther = billedBy !== null && last?.price !== billedBy.price
  const units = { total: wholeUnits(counter.total, meter), sent: wholeUnits(counter.sent, meter) }
  const paid =
    isOther && last ? Math.max(counter.paid, units.sent - last.included, 0) : counter.paid
  const messages: FlushMessage[] =
    counter.aggregation === 'sum'
      ? [
          { kind: 'carry', value: isOther ? carriedInto(billedBy, counter, meter) : 0 },
          { kind: 'usage', value: units.total - units.sent },
        ]
      : [{ kind: 'usage', value: unpaid(units.total, paid, billedBy?.included ?? 0) }]
  const isSame = counter.total === counter.sent && !isOther
  return {
    messages: messages.filter(({ value }) => (counter.aggregation === 'sum' ? value > 0 : !isSame)),
    next: { sent: counter.total, billedBy, paid },
    at: timeFor(counter.period, { isOver, isSwitched: last !== null && isOther }, now),
  }
}

/** What was used before a price came, as far as its free step reaches. */
const carriedInto = (
  { included }: BilledBy,
  { opening, sent }: Flushable,
  meter: Pick<Meter, 'recorded'>,
): number => Math.min(included, wholeUnits(opening + sent, meter))

/** A value without the units that this period's earlier price has billed. */
const unpaid = (units: number, paid: number, included: number): number =>
  units - Math.min(paid, Math.max(0, units - included))

/**
 * The time that Stripe counts a message at. A change of plan bills what was used before its second,
 * so usage is dated a second back, but a new price counts from its own second on. Stripe's times have
 * no fractions.
 */
function timeFor(
  { start, end }: UsagePeriod,
  { isOver, isSwitched }: { isOver: boolean; isSwitched: boolean },
  now: Date,
): Date {
  const second = (at: Date) => Math.floor(at.getTime() / 1000) * 1000
  if (isOver) return new Date(second(new Date(end.getTime() - 1)))
  if (isSwitched) return new Date(second(now))
  return new Date(Math.max(second(now) - 1_000, Math.ceil(start.getTime() / 1000) * 1000))
}
