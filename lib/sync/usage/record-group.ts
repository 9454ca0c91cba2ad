import { fitting } from '@/lib/billing/usage/count'
import {
  type Entry,
  type EntryOutcome,
  type EntryRefusal,
  isSameEntry,
} from '@/lib/billing/usage/entry'
import { flushDue } from '@/lib/billing/usage/flush-due'
import type { Account } from '@/lib/db/accounts/accounts'
import type { UsageCounter } from '@/lib/db/usage/counters'
import type { UsageRecord } from '@/lib/db/usage/records'
import { alertUser } from './alert-user'
import { openCounter } from './counter'
import { type Metered, meterState, stateOf } from './metered'
import type { UsageServices } from './services'

type TimedEntry = { entry: Entry; at: Date }
type Decision = 'recorded' | 'duplicate' | EntryRefusal

/** How often a group is tried: after each try fewer entries are left, or another writer was faster. */
const attempts = 12

/**
 * Records entries of one counter. What doesn't fit below the limit is refused, and the rest is
 * recorded. The limit is checked by the write itself: a count that was read only says which entries
 * to leave out of the next try.
 */
export async function recordGroup(
  services: UsageServices,
  account: Account,
  metered: Metered,
  timed: readonly TimedEntry[],
): Promise<[Entry, EntryOutcome][]> {
  const { userId } = account
  const { period, allowance } = metered
  const key = { ...metered, userId }
  const decisions = new Map<Entry, Decision>()
  let pending = timed
  /** The counter as it was read last, until it is written. */
  let known: UsageCounter | null = null
  const decide = (which: readonly TimedEntry[], decision: Decision) => {
    for (const { entry } of which) decisions.set(entry, decision)
    pending = pending.filter(({ entry }) => !decisions.has(entry))
  }

  for (let attempt = 0; pending.length > 0 && attempt < attempts; attempt++) {
    const now = services.now()
    const outcome = await services.usageRecords.add({
      counter: key,
      entries: pending.map(({ entry: { id, quantity }, at }) => ({ id, quantity, at })),
      limit: allowance.stopsAt,
      flushAt: allowance.isBilled ? flushDue(period, now) : null,
      recordedAt: now,
    })
    switch (outcome.kind) {
      case 'recorded':
        known = null
        decide(pending, 'recorded')
        break
      case 'known':
        for (const record of outcome.records) {
          const same = pending.filter(({ entry }) => entry.id === record.id)
          for (const one of same)
            decide([one], isRepeated(one.entry, record) ? 'duplicate' : 'id_taken')
        }
        break
      case 'no_counter':
        await openCounter(services, account, { ...metered, isBilled: allowance.isBilled })
        break
      case 'full': {
        known = outcome.counter
        const fit = fitting(known, quantities(pending), allowance.stopsAt)
        const chosen = new Set(fit.map(({ entry }) => entry))
        decide(
          pending.filter(({ entry }) => !chosen.has(entry)),
          'limit_reached',
        )
        break
      }
      case 'contended':
        // The port has tried for more than a second.
        decide(pending, 'busy')
        break
    }
  }
  decide(pending, 'busy')

  const state = known ? stateOf(known, metered) : await meterState(services, account, metered)
  if ([...decisions.values()].includes('recorded')) {
    await alertUser(services, account, metered, state)
  }
  return [...decisions].map(([entry, decision]) => [
    entry,
    decision === 'recorded' || decision === 'duplicate'
      ? { outcome: decision, state }
      : { outcome: 'refused', code: decision, state },
  ])
}

const quantities = (timed: readonly TimedEntry[]) =>
  timed.map(({ entry }) => ({ entry, quantity: entry.quantity }))

/** A reservation has the same id, but it isn't this entry. */
const isRepeated = (entry: Entry, record: UsageRecord): boolean =>
  record.state === 'recorded' && record.hold === null && isSameEntry(entry, record)
