/** One page of a list, and the cursor that gives the next; `null` after the last. */
export type Page<T> = { items: T[]; next: string | null }

/** The page of `keys` that follows `after`. They must be sorted; those after a lost key still follow. */
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
 * A list can't be taken up at that cursor any more: what it named is gone. An earlier one, or the
 * list's beginning, will do.
 */
export class StaleCursor extends Error {
  override readonly name = 'StaleCursor'
}
