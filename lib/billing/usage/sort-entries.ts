import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Entry, type EntryRefusal, isSameEntry, refusalOf } from './entry'

export type SortedEntries = {
  /** What is wrong by itself, or repeats an id with other content. */
  refused: Map<Entry, EntryRefusal>
  /** Entries that say what an earlier one says, and that one. */
  repeats: Map<Entry, Entry>
  byUser: Map<string, Entry[]>
}

/** Sorts a batch before anything is read: no id is left twice for a user. */
export function sortEntries(
  entries: readonly Entry[],
  catalog: Pick<Catalog, 'meters'>,
  allowed: readonly string[] | null,
  now: Date,
): SortedEntries {
  const sorted: SortedEntries = { refused: new Map(), repeats: new Map(), byUser: new Map() }
  const firsts = new Map<string, Entry>()
  for (const entry of entries) {
    const { userId, id } = entry
    const code = refusalOf(entry, catalog, allowed, now)
    const key = JSON.stringify([userId, id])
    const first = firsts.get(key)
    if (code) sorted.refused.set(entry, code)
    else if (first && isSameEntry(entry, first)) sorted.repeats.set(entry, first)
    else if (first) sorted.refused.set(entry, 'id_taken')
    else {
      firsts.set(key, entry)
      sorted.byUser.set(userId, [...(sorted.byUser.get(userId) ?? []), entry])
    }
  }
  return sorted
}
