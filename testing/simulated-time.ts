import type { Timing } from '@/lib/timing'

/**
 * A clock that moves only when every task waits; the task with the shortest wait continues first.
 * `elapsed` is the time that has passed, in milliseconds.
 */
export function simulatedTime(): Timing & { elapsed(): number } {
  const waiting: { at: number; go: () => void }[] = []
  let now = 0
  let scheduled = false

  /** Runs after every task that can continue without waiting has done so. */
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
