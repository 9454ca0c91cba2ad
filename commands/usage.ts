import { setTimeout } from 'node:timers/promises'
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
  const env: Record<string, string | undefined> = { LOG_LEVEL: 'silent', ...commandEnv() }
  // The AWS SDK reads its credentials from the process's environment.
  Object.assign(process.env, env)
  const services = createServices(env)
  if (env.LOCAL_STACK) {
    // The clock of the local Stripe, which may be months ahead, is read in the background.
    services.now()
    await setTimeout(1_000)
  }
  process.exitCode = await runUsage(services, process.argv.slice(2), console)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
