/** One page of a list. `next` is the cursor of the next page, `null` after the last. */
export type Page<T> = { items: T[]; next: string | null }

/** Returns the page of sorted `keys` that follows `after`, even if `after` itself is gone. */
export function pageOf(keys: readonly string[], after: string | null, limit: number): Page<string> {
  const start = after === null ? 0 : firstAfter(keys, after)
  const items = keys.slice(start, start + limit)
  return { items, next: start + limit < keys.length ? (items.at(-1) ?? null) : null }
}

function firstAfter(keys: readonly string[], after: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? '') > after) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * The list can't be resumed at this cursor, because the item it names is gone. Use an earlier
 * cursor, or start again.
 */
export class StaleCursor extends Error {
  override readonly name = 'StaleCursor'
}
