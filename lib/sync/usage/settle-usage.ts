import { allowanceOf } from '@/lib/billing/usage/allowance'
import type { MeterState } from '@/lib/billing/usage/entry'
import { flushDue } from '@/lib/billing/usage/flush-due'
import { usagePeriod } from '@/lib/billing/usage/period'
import type { UsageCounter } from '@/lib/db/usage/counters'
import type { UsageRecord } from '@/lib/db/usage/records'
import { alertUser } from './alert-user'
import { type Metered, meterState } from './metered'
import type { UsageServices } from './services'
import { usageHolder } from './usage-holder'

export type SettleResult =
  | { outcome: 'recorded' | 'released' | 'duplicate'; state: MeterState }
  /** `unknown_id`: no reservation has it. `settled`: it was committed or released otherwise. */
  | { outcome: 'refused'; code: 'unknown_id' }
  | { outcome: 'refused'; code: 'settled' | 'limit_reached' | 'busy'; state: MeterState }

type Reservation = { userId: string; id: string }

/** How often it is tried. A reservation is settled by another writer at most twice. */
const attempts = 4

/**
 * Counts what was really used, in place of what is held, in the period in which it was reserved.
 * More than what was held counts if it fits below the limit. A reservation that has expired holds
 * nothing, so all of it must fit.
 */
export const commitUsage = (
  services: UsageServices,
  { quantity, ...reservation }: Reservation & { quantity: number },
  allowed: readonly string[] | null,
): Promise<SettleResult> =>
  settle(services, reservation, allowed, async (record, { period, allowance }) => {
    if (record.state === 'recorded') return record.quantity === quantity ? 'duplicate' : 'settled'
    if (record.state === 'released') return 'settled'
    const now = services.now()
    const { kind } = await services.reservations.commit(record, quantity, {
      limit: allowance.stopsAt,
      flushAt: allowance.isBilled ? flushDue(period, now) : null,
      recordedAt: now,
    })
    if (kind === 'settled') return 'recorded'
    if (kind === 'full') return 'limit_reached'
    return kind === 'contended' ? 'busy' : 'again'
  })

/** Frees what a reservation holds. One that has expired holds nothing: that is the same. */
export const releaseUsage = (
  services: UsageServices,
  reservation: Reservation,
  allowed: readonly string[] | null,
): Promise<SettleResult> =>
  settle(services, reservation, allowed, async (record) => {
    if (record.state === 'recorded') return 'settled'
    if (record.state !== 'held') return 'duplicate'
    const { kind } = await services.reservations.free(record, 'released', services.now())
    if (kind === 'settled') return 'released'
    return kind === 'contended' ? 'busy' : 'again'
  })

type Decision =
  | 'recorded'
  | 'released'
  | 'duplicate'
  | 'settled'
  | 'limit_reached'
  | 'busy'
  /** Another writer settled it in between. */
  | 'again'

async function settle(
  services: UsageServices,
  { userId, id }: Reservation,
  allowed: readonly string[] | null,
  act: (record: UsageRecord, metered: Metered) => Promise<Decision>,
): Promise<SettleResult> {
  const unknown = { outcome: 'refused', code: 'unknown_id' } as const
  for (let attempt = 1; ; attempt++) {
    const [record] = await services.usageRecords.find(userId, [id])
    if (!record?.hold || (allowed && !allowed.includes(record.meter))) return unknown
    const found = await usageHolder(services, userId)
    const [counter] = await services.usageCounters.read([record])
    if (!found || !counter) return unknown
    const metered = meteredFor(services, found, counter, record)

    const decision = await act(record, metered)
    if (decision === 'again' && attempt < attempts) continue
    const state = await meterState(services, found.account, metered)
    if (decision === 'recorded') await alertUser(services, found.account, metered, state)
    switch (decision) {
      case 'recorded':
      case 'released':
      case 'duplicate':
        return { outcome: decision, state }
      case 'settled':
      case 'limit_reached':
      case 'busy':
        return { outcome: 'refused', code: decision, state }
      case 'again':
        return { outcome: 'refused', code: 'busy', state }
    }
  }
}

/** In the current period the plan of now allows it, in an earlier one that of the reservation. */
function meteredFor(
  { rules, now }: UsageServices,
  { account, caps }: NonNullable<Awaited<ReturnType<typeof usageHolder>>>,
  { meter, aggregation, period }: UsageCounter,
  record: UsageRecord,
): Metered {
  const current = usagePeriod(account, rules, now())
  const isCurrent =
    current.source === period.source && current.start.getTime() === period.start.getTime()
  const at = isCurrent ? now() : record.at
  return {
    meter,
    aggregation,
    period,
    allowance: allowanceOf(account.facts, rules, { meter, cap: caps[meter], at }),
  }
}
