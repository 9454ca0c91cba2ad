import {
  type Entry,
  type EntryRefusal,
  isSameEntry,
  type MeterState,
  refusalOf,
} from '@/lib/billing/usage/entry'
import { openCounter, periodFinder } from './counter'
import { meteredAt, meterState } from './metered'
import type { UsageServices } from './services'
import { usageHolder } from './usage-holder'

/** Entries of a sum only: a value that replaces another can't be held. */
export type HoldRefusal = EntryRefusal | 'not_reservable'

export type ReserveOutcome =
  | { outcome: 'held' | 'duplicate'; until: Date; state: MeterState }
  | { outcome: 'refused'; code: HoldRefusal; state: MeterState | null }

/** The first finds no counter, and opens one. */
const attempts = 3

/** Holds part of a limit until it is committed or released, at the latest until `until`. */
export async function reserveUsage(
  services: UsageServices,
  asked: Entry,
  until: Date,
  allowed: readonly string[] | null,
): Promise<ReserveOutcome> {
  const refuse = (code: HoldRefusal, state: MeterState | null = null): ReserveOutcome => ({
    outcome: 'refused',
    code,
    state,
  })
  const now = services.now()
  const { catalog } = services.rules
  const wrong = refusalOf(asked, catalog, allowed, now)
  if (wrong) return refuse(wrong)
  if (catalog.meters[asked.meter]?.aggregation !== 'sum') return refuse('not_reservable')
  const found = await usageHolder(services, asked.userId)
  if (!found) return refuse('unknown_user')
  const { account, caps } = found
  const { meter, id, quantity, userId } = asked
  const { period } = await periodFinder(services, account, meter)(now)
  const metered = meteredAt(services, account, { meter, period, cap: caps[meter], at: now })

  for (let attempt = 0; attempt < attempts; attempt++) {
    const outcome = await services.reservations.hold({
      counter: { ...metered, userId },
      id,
      quantity,
      limit: metered.allowance.stopsAt,
      at: now,
      until,
    })
    switch (outcome.kind) {
      case 'held':
        return { outcome: 'held', until, state: await meterState(services, account, metered) }
      case 'known': {
        const { record } = outcome
        const state = await meterState(services, account, metered)
        const { hold } = record
        const isSame = hold && isSameEntry(asked, { ...record, quantity: hold.quantity, at: null })
        return isSame
          ? { outcome: 'duplicate', until: hold.until, state }
          : refuse('id_taken', state)
      }
      case 'full':
        return refuse('limit_reached', await meterState(services, account, metered))
      case 'no_counter':
        await openCounter(services, account, {
          ...metered,
          isBilled: metered.allowance.isBilled,
        })
        break
      case 'contended':
        return refuse('busy', await meterState(services, account, metered))
    }
  }
  return refuse('busy', await meterState(services, account, metered))
}
