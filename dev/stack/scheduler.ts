/** Plays EventBridge: asks the app to sweep, every minute. An app that is away is worth one line, not sixty an hour. */
export function startScheduler({
  appUrl,
  cronSecret,
  everyMs = 60_000,
  log = console.warn,
}: {
  appUrl: string
  cronSecret: string
  everyMs?: number
  log?: (line: string) => void
}): { stop(): void } {
  const stopping = new AbortController()
  let told = false

  async function sweep() {
    const problem = await fetch(`${appUrl}/api/cron/sweep`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cronSecret}` },
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(patienceMs)]),
    }).then(
      (answer) => (answer.ok ? null : `it answered ${answer.status}`),
      () => 'no answer',
    )
    if (problem && !told && !stopping.signal.aborted) {
      log(`The sweeper could not run (${problem}); trying again every minute.`)
    }
    told = problem !== null
  }

  const timer = setInterval(sweep, everyMs)
  return {
    stop() {
      clearInterval(timer)
      stopping.abort()
    },
  }
}

/** No function may run longer. */
const patienceMs = 60_000
