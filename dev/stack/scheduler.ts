/** A path to call, how often, and the message if the call fails. */
type Job = { path: string; everyMs: number; problem: string }

const minuteMs = 60_000

/**
 * Stands for EventBridge Scheduler: calls the sweeper every minute, reconcile every hour and the
 * verification of usage every day. Logs a
 * failing job once, not every time.
 */
export function startScheduler({
  appUrl,
  cronSecret,
  sweepEveryMs = minuteMs,
  reconcileEveryMs = 60 * minuteMs,
  verifyUsageEveryMs = 24 * 60 * minuteMs,
  log = console.warn,
}: {
  appUrl: string
  cronSecret: string
  sweepEveryMs?: number
  reconcileEveryMs?: number
  verifyUsageEveryMs?: number
  log?: (line: string) => void
}): { stop(): void } {
  const stopping = new AbortController()
  const jobs: Job[] = [
    {
      path: '/api/cron/sweep',
      everyMs: sweepEveryMs,
      problem: 'The sweeper failed (%s). Retrying every minute.',
    },
    {
      path: '/api/cron/reconcile',
      everyMs: reconcileEveryMs,
      problem: 'Reconcile failed (%s). Retrying every hour.',
    },
    {
      path: '/api/cron/usage',
      everyMs: verifyUsageEveryMs,
      problem: 'The verification of usage failed (%s). Retrying every day.',
    },
  ]
  const timers = jobs.map(({ path, everyMs, problem }) => {
    let isLogged = false
    return setInterval(async () => {
      const why = await problemOf(path)
      if (why && !isLogged && !stopping.signal.aborted) log(problem.replace('%s', why))
      isLogged = why !== null
    }, everyMs)
  })

  const problemOf = (path: string) =>
    fetch(`${appUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cronSecret}` },
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]),
    }).then(
      // 409: another run is in progress.
      ({ ok, status }) => (ok || status === 409 ? null : `it answered ${status}`),
      () => 'no answer',
    )

  return {
    stop() {
      for (const timer of timers) clearInterval(timer)
      stopping.abort()
    },
  }
}

/** The longest that a function may run. */
const timeoutMs = 60_000
