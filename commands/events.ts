import { createServices } from '@/lib/services'
import { runEvents } from './run-events'
import { commandEnv } from './stack-env'

/**
 * `npm run events -- failed [--since 2h]`      lists events whose last delivery failed
 * `npm run events -- show evt_…`               shows one event's ledger entry
 * `npm run events -- replay evt_…`             replays one event
 * `npm run events -- replay-failed [--since]`  replays all events that failed
 * `npm run events -- catch-up --since 2h`      processes what Stripe sent since and we missed
 *
 * `--since` is a span (30m, 2h, 3d) or a time (2026-03-01T12:00:00Z); `--again` also replays
 * processed events; `--by NAME` goes into the ledger and the audit. Exit codes: 0 all succeeded, 2
 * some failed, 1 it failed before the end.
 */
try {
  const env = { LOG_LEVEL: 'silent', ...commandEnv() }
  // The AWS SDK reads its credentials from the process's environment.
  Object.assign(process.env, env)
  process.exitCode = await runEvents(createServices(env), process.argv.slice(2), console)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
