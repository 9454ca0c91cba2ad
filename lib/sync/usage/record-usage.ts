import pLimit from 'p-limit'
import type { Entry, EntryOutcome } from '@/lib/billing/usage/entry'
import type { UsagePeriod } from '@/lib/billing/usage/period'
import { sortEntries } from '@/lib/billing/usage/sort-entries'
import type { Account } from '@/lib/db/accounts/accounts'
import { groupBy } from '@/lib/group-by'
import { periodFinder } from './counter'
import { meteredAt } from './metered'
import { recordGroup } from './record-group'
import type { UsageServices } from './services'
import { usageHolder } from './usage-holder'

/** How many users' entries are recorded at once. */
const concurrency = 8

/**
 * Counts entries, each once, and says for each what came of it, in their order. The entries of one
 * counter are one transaction. After a crash or a lost answer the same entries can be sent again:
 * those that were counted are duplicates then.
 */
export async function recordUsage(
  services: UsageServices,
  entries: readonly Entry[],
  /** The meters that the sender may record; `null` for all. */
  allowed: readonly string[] | null,
): Promise<({ entry: Entry } & EntryOutcome)[]> {
  const { catalog } = services.rules
  const { refused, repeats, byUser } = sortEntries(entries, catalog, allowed, services.now())
  const outcomes = new Map<Entry, EntryOutcome>(
    [...refused].map(([entry, code]) => [entry, { outcome: 'refused', code, state: null }]),
  )
  const limit = pLimit(concurrency)
  await Promise.all(
    [...byUser].map(([userId, own]) =>
      limit(async () => {
        for (const [entry, outcome] of await recordForUser(services, userId, own)) {
          outcomes.set(entry, outcome)
        }
      }),
    ),
  )
  return entries.map((entry) => {
    const first = repeats.get(entry)
    const outcome = outcomes.get(first ?? entry)
    if (!outcome) throw new Error(`Nothing was decided about ${entry.id}`)
    // The repetition of an entry that was just counted.
    return first && outcome.outcome === 'recorded'
      ? { ...outcome, entry, outcome: 'duplicate' }
      : { ...outcome, entry }
  })
}

async function recordForUser(
  services: UsageServices,
  userId: string,
  entries: readonly Entry[],
): Promise<[Entry, EntryOutcome][]> {
  const found = await usageHolder(services, userId)
  if (!found) {
    return entries.map((entry) => [
      entry,
      { outcome: 'refused', code: 'unknown_user', state: null },
    ])
  }
  const { account, caps } = found
  const byMeter = groupBy(entries, ({ meter }) => meter)
  const outcomes = await Promise.all(
    [...byMeter].map(async ([meter, own]) => {
      const groups = await groupByPeriod(services, account, meter, own)
      return Promise.all(
        groups.map(({ period, allowedAt, timed }) => {
          const metered = meteredAt(services, account, {
            meter,
            period,
            cap: caps[meter],
            at: allowedAt,
          })
          return recordGroup(services, account, metered, timed)
        }),
      )
    }),
  )
  return outcomes.flat(2)
}

type Group = { period: UsagePeriod; allowedAt: Date; timed: { entry: Entry; at: Date }[] }

/**
 * Groups a user's entries of a meter by their period. What is used now is allowed by the plan of
 * now, and what is recorded late by the plan of then.
 */
async function groupByPeriod(
  services: UsageServices,
  account: Account,
  meter: string,
  entries: readonly Entry[],
): Promise<Group[]> {
  const now = services.now()
  const finder = periodFinder(services, account, meter)
  const groups = new Map<string, Group>()
  for (const entry of entries) {
    const at = entry.at ?? now
    const { period, isLate } = await finder(at)
    const key = `${period.start.getTime()} ${period.source}`
    const group = groups.get(key) ?? { period, allowedAt: isLate ? at : now, timed: [] }
    group.timed.push({ entry, at })
    groups.set(key, group)
  }
  return [...groups.values()]
}
