import type { Known } from './fetch-entitlements'

type Ask = () => Promise<Known | null | 'unreachable'>

/**
 * The one place of a page that knows what its person may do; every gate on it reads this. It begins
 * with what the server knew, so nothing flashes. `null` is not known, and closes every gate.
 */
export type EntitlementsStore = {
  current(): Known | null
  subscribe(listener: () => void): () => void
  /** What a newer answer from the server says. An older one is left. */
  adopt(known: Known): void
  /** Asks again. Of many calls at once one is sent, and one more for those that came meanwhile. */
  refetch(): Promise<void>
}

export function entitlementsStore(initial: Known | null, ask: Ask): EntitlementsStore {
  let known = initial
  let underWay: Promise<void> | null = null
  let isAskedAgain = false
  const listeners = new Set<() => void>()

  const put = (next: Known | null) => {
    if (isSame(next, known)) return
    known = next
    for (const listener of listeners) listener()
  }
  const askUntilCurrent = async () => {
    do {
      isAskedAgain = false
      const answer = await ask()
      if (answer === 'unreachable') continue
      // A row's version only grows: an answer with a smaller one was overtaken on the way.
      if (answer && known && answer.version < known.version) continue
      put(answer)
    } while (isAskedAgain)
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
      if (underWay) isAskedAgain = true
      underWay ??= askUntilCurrent().finally(() => {
        underWay = null
      })
      return underWay
    },
  }
}

/** The same access in a new object must not draw a page anew. */
const isSame = (a: Known | null, b: Known | null) => JSON.stringify(a) === JSON.stringify(b)
