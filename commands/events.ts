import { createServices } from '@/lib/services'
import { runEvents } from './run-events'
import { commandEnv } from './stack-env'

/**
 * `npm run events -- failed [--since 2h]`      what failed and was not mended since
 * `npm run events -- show evt_…`               what came of one event
 * `npm run events -- replay evt_…`             takes one event once more
 * `npm run events -- replay-failed [--since]`  takes all that failed once more
 * `npm run events -- catch-up --since 2h`      takes what Stripe says happened and we never finished
 *
 * `--since` is a span (30m, 2h, 3d) or a time (2026-03-01T12:00:00Z); `--again` takes finished ones
 * too; `--by NAME` goes into the ledger and the audit. Exit codes: 0 all went well, 2 some failed,
 * 1 it could not run to its end.
 */
try {
  const env = { LOG_LEVEL: 'silent', ...commandEnv() }
  // The AWS SDK reads its credentials from the process, wherever ours came from.
  Object.assign(process.env, env)
  process.exitCode = await runEvents(createServices(env), process.argv.slice(2), console)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
