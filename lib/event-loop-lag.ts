/** How often the event loop is checked, and how late a check may be. */
const everyMs = 50
const maxMs = 150

/** One timer for the process, however many callers watch. */
let checks: { dueAt: number; lateMs: number } | null = null

/** Returns a function that reports whether the event loop lags now. */
export function watchEventLoop(): () => boolean {
  checks ??= startChecking()
  const current = checks
  // The check itself may be overdue.
  return () => Math.max(current.lateMs, performance.now() - current.dueAt) > maxMs
}

function startChecking() {
  const checks = { dueAt: performance.now() + everyMs, lateMs: 0 }
  const timer = setInterval(() => {
    checks.lateMs = performance.now() - checks.dueAt
    checks.dueAt = performance.now() + everyMs
  }, everyMs)
  // The timer must not keep the process alive.
  timer.unref()
  return checks
}
