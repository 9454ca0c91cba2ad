import type { Timing } from '@/lib/sync/reconcile/rate-limit'

/**
 * Time that passes only when everybody waits: whoever waits the shortest goes on first. `elapsed`
 * is how much has passed, in milliseconds.
 */
export function simulatedTime(): Timing & { elapsed(): number } {
  const waiting: { at: number; go: () => void }[] = []
  let now = 0
  let scheduled = false

  /** After everything that can go on without waiting has done so. */
  const schedule = () => {
    if (scheduled || waiting.length === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      waiting.sort((a, b) => a.at - b.at)
      const next = waiting.shift()
      if (!next) return
      now = Math.max(now, next.at)
      next.go()
      schedule()
    })
  }

  return {
    clock: () => now,
    wait: (ms) =>
      new Promise((go) => {
        waiting.push({ at: now + ms, go })
        schedule()
      }),
    elapsed: () => now,
  }
}
