import type { Aggregation, Meter } from '@/lib/billing/catalog/schema'
import type { UsagePeriod } from './period'
import { ageKey } from './tally'
import { wholeUnits } from './units'

/**
 * `usage_unsent`: Stripe should have been told by now. `usage_lost`: a later step knows less than the
 * one before. `usage_double`: it knows more. `usage_late`: Stripe was told after the period's invoice
 * was final, so no invoice has it.
 */
export type UsageDrift = {
  kind: 'usage_unsent' | 'usage_lost' | 'usage_double' | 'usage_late'
  meter: string
  /** Where: the steps from the records to Stripe. */
  between: 'records and counter' | 'counter and messages' | 'messages and Stripe'
  /** The counter's period by its start; of what Stripe counted, the day in UTC. */
  at: string
  expected: number
  found: number
}

type Recorded = { id: string; quantity: number; at: Date; state: string }
type Message = {
  kind: 'usage' | 'carry'
  value: number
  at: Date
  createdAt: Date
  state: 'pending' | 'delivered' | 'too_old'
}
type Counter = {
  meter: string
  aggregation: Aggregation
  period: UsagePeriod
  total: number
  opening: number
  sent: number
  updatedAt: Date
}

/** How long Stripe may not know what was used, before that is a drift. */
const patienceMs = 60 * 60_000
/** Stripe makes an invoice an hour after its period. */
const draftMs = 60 * 60_000

/** Compares the steps of one counter. `records` is `null` if some may have expired. */
export function counterDrifts(
  counter: Counter,
  {
    records,
    messages,
    isBilled,
  }: { records: readonly Recorded[] | null; messages: readonly Message[]; isBilled: boolean },
  meter: Pick<Meter, 'recorded'>,
  now: Date,
): UsageDrift[] {
  const of = { meter: counter.meter, at: counter.period.start.toISOString() }
  const drifts: UsageDrift[] = []
  if (records) {
    const expected = countOf(counter, records)
    drifts.push(...difference({ ...of, between: 'records and counter' }, expected, counter.total))
  }
  const between = 'counter and messages'
  if (counter.aggregation === 'sum') {
    const sent = sum(messages.filter(({ kind }) => kind === 'usage'))
    drifts.push(...difference({ ...of, between }, wholeUnits(counter.sent, meter), sent))
  }
  const expected = wholeUnits(counter.total, meter)
  const isOverdue = now.getTime() - counter.updatedAt.getTime() > patienceMs
  const waits = messages.some(({ state }) => state === 'pending')
  if (isBilled && isOverdue && (waits || expected !== wholeUnits(counter.sent, meter))) {
    const found = sum(messages.filter(({ kind, state }) => kind === 'usage' && state !== 'pending'))
    drifts.push({ ...of, kind: 'usage_unsent', between, expected, found })
  }
  const closed = counter.period.end.getTime() + draftMs
  const late = messages.filter(
    ({ kind, state, createdAt, value }) =>
      kind === 'usage' && value > 0 && (state === 'too_old' || createdAt.getTime() >= closed),
  )
  if (late.length > 0) {
    const inTime = sum(messages) - sum(late)
    drifts.push({ ...of, kind: 'usage_late', between, expected, found: inTime })
  }
  return drifts
}

/** Compares what Stripe was told with what it counted, by UTC day. */
export function dayDrifts(
  meter: string,
  aggregation: Aggregation,
  messages: readonly Message[],
  counted: readonly { day: string; value: number }[],
  days: { from: string; to: string },
): UsageDrift[] {
  const told = new Map<string, number>()
  const delivered = messages.filter(({ state }) => state === 'delivered')
  for (const { at, value } of [...delivered].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const day = at.toISOString().slice(0, 10)
    told.set(day, aggregation === 'sum' ? (told.get(day) ?? 0) + value : value)
  }
  const found = new Map(counted.map(({ day, value }) => [day, value]))
  return [...new Set([...told.keys(), ...found.keys()])]
    .filter((day) => days.from <= day && day <= days.to)
    .sort()
    .flatMap((day) =>
      difference(
        { meter, at: day, between: 'messages and Stripe' },
        told.get(day) ?? 0,
        found.get(day) ?? 0,
      ),
    )
}

const difference = (
  of: Pick<UsageDrift, 'meter' | 'at' | 'between'>,
  expected: number,
  found: number,
): UsageDrift[] =>
  expected === found
    ? []
    : [{ ...of, kind: found < expected ? 'usage_lost' : 'usage_double', expected, found }]

/** What a counter's records add up to. */
function countOf({ aggregation, opening }: Counter, records: readonly Recorded[]): number {
  const counted = records.filter(({ state }) => state === 'recorded')
  if (aggregation === 'sum') return counted.reduce((total, { quantity }) => total + quantity, 0)
  if (aggregation === 'max') return Math.max(opening, ...counted.map(({ quantity }) => quantity))
  const [newest] = [...counted].sort((a, b) => (ageKey(a) < ageKey(b) ? 1 : -1))
  return newest?.quantity ?? opening
}

const sum = (messages: readonly Message[]) => messages.reduce((all, { value }) => all + value, 0)
