import { createServices } from '@/lib/services'
import { runUsage } from './run-usage'
import { commandEnv } from './stack-env'

/**
 * `npm run usage -- verify`                 compares everyone's usage with what Stripe bills
 * `npm run usage -- verify --user SUB`      that of one user, by `sub`
 *
 * Changes nothing. Exit codes: 0 all agrees, 2 there are drifts, 1 it failed before the end.
 */
try {
  const env = { LOG_LEVEL: 'silent', ...commandEnv() }
  // The AWS SDK reads its credentials from the process's environment.
  Object.assign(process.env, env)
  process.exitCode = await runUsage(createServices(env), process.argv.slice(2), console)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
