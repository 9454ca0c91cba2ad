import type { Known } from './fetch-entitlements'

type FetchKnown = () => Promise<Known | null | 'unreachable'>

/**
 * The user's entitlements, shared by every gate of a page. It starts with what the server sent, so
 * nothing flickers. `null` means unknown, and closes every gate.
 */
export type EntitlementsStore = {
  current(): Known | null
  subscribe(listener: () => void): () => void
  /** Takes a newer answer from the server. An older one is ignored. */
  adopt(known: Known): void
  /** Fetches again. Calls at the same time share one request; calls during it share one more. */
  refetch(): Promise<void>
}

export function entitlementsStore(
  initial: Known | null,
  fetchKnown: FetchKnown,
): EntitlementsStore {
  let known = initial
  let inFlight: Promise<void> | null = null
  let isStale = false
  const listeners = new Set<() => void>()

  const put = (next: Known | null) => {
    if (isSame(next, known)) return
    known = next
    for (const listener of listeners) listener()
  }
  const fetchUntilCurrent = async () => {
    do {
      isStale = false
      const answer = await fetchKnown()
      if (answer === 'unreachable') continue
      // A row's version only grows: an answer with a smaller one is out of date.
      if (answer && known && answer.version < known.version) continue
      put(answer)
    } while (isStale)
  }

  return {
    current: () => known,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    adopt(next) {
      if (!known || next.version >= known.version) put(next)
    },
    refetch() {
      if (inFlight) isStale = true
      inFlight ??= fetchUntilCurrent().finally(() => {
        inFlight = null
      })
      return inFlight
    },
  }
}

/** The same entitlements in a new object must not render the page again. */
const isSame = (a: Known | null, b: Known | null) => JSON.stringify(a) === JSON.stringify(b)
