/** What is called, how often, and what a person is told when it can't be. */
type Job = { path: string; everyMs: number; problem: string }

const minuteMs = 60_000

/**
 * Plays EventBridge: asks the app to sweep every minute, and to reconcile every hour, which is as rare
 * as it should be and often enough to be met in an afternoon. An app that is away is worth one
 * line a job, not sixty an hour.
 */
export function startScheduler({
  appUrl,
  cronSecret,
  sweepEveryMs = minuteMs,
  reconcileEveryMs = 60 * minuteMs,
  log = console.warn,
}: {
  appUrl: string
  cronSecret: string
  sweepEveryMs?: number
  reconcileEveryMs?: number
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
  ]
  const timers = jobs.map(({ path, everyMs, problem }) => {
    let told = false
    return setInterval(async () => {
      const why = await problemOf(path)
      if (why && !told && !stopping.signal.aborted) log(problem.replace('%s', why))
      told = why !== null
    }, everyMs)
  })

  const problemOf = (path: string) =>
    fetch(`${appUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cronSecret}` },
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]),
    }).then(
      // 409: somebody runs it by hand just now.
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

/** No function may run longer. */
const timeoutMs = 60_000
