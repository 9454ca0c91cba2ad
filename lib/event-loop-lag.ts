/** How often the event loop is looked at, and how late a look may come. */
const everyMs = 50
const mostMs = 150

/** One timer for the process, however many watch. */
let looks: { dueAt: number; lateMs: number } | null = null

/** Answers a function that says whether what comes now has to wait long for its turn. */
export function watchEventLoop(): () => boolean {
  looks ??= startLooking()
  const current = looks
  // The look itself may be what hasn't come yet.
  return () => Math.max(current.lateMs, performance.now() - current.dueAt) > mostMs
}

function startLooking() {
  const looks = { dueAt: performance.now() + everyMs, lateMs: 0 }
  const timer = setInterval(() => {
    looks.lateMs = performance.now() - looks.dueAt
    looks.dueAt = performance.now() + everyMs
  }, everyMs)
  // Nobody stays up for it.
  timer.unref()
  return looks
}
