/** The counts of one process, in one window at a time. */
export function localCounts(maxKeys = 10_000) {
  const counts = new Map<string, number>()
  let current = Number.NaN

  /** Forgets the window before. */
  const enter = (start: Date) => {
    if (current === start.getTime()) return
    current = start.getTime()
    counts.clear()
  }

  const set = (key: string, count: number) => {
    counts.delete(key)
    counts.set(key, count)
    const [oldest] = counts.keys()
    if (counts.size > maxKeys && oldest !== undefined) counts.delete(oldest)
  }

  return {
    /** Counts a request, unless the key has `most` already. */
    add(key: string, max: number, start: Date): boolean {
      enter(start)
      const count = counts.get(key) ?? 0
      if (count >= max) return false
      set(key, count + 1)
      return true
    },

    /** Other processes count too: `count` is what all of them have. */
    raise(key: string, count: number, start: Date): void {
      if (current === start.getTime() && count > (counts.get(key) ?? 0)) set(key, count)
    },
  }
}
