import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { appEnv } from '@/dev/stack/env'
import { readStackFile } from '@/dev/stack/stack-file'

/**
 * The environment that a command works in: what it was started with if that names a Stripe key (or
 * what else tells that it is meant), else the local stack that runs in this folder. Throws a sentence
 * if there is neither.
 */
export function commandEnv(
  given: Record<string, string | undefined> = process.env,
  telling = 'STRIPE_SECRET_KEY',
): Record<string, string | undefined> {
  if (given[telling]) return given
  const file = resolve(given.LOCAL_DIR ?? '.local', 'stack.json')
  if (!existsSync(file)) {
    throw new Error(
      'No target: set the app’s environment (.env.example), or start the local stack with npm run dev.',
    )
  }
  const { app: appUrl, catalog: CATALOG, groupPrefix: GROUP_PREFIX, ...parts } = readStackFile(file)
  // What the stack was started with is what a command means, too.
  const chosen = { CATALOG, GROUP_PREFIX, ...given }
  // A command asks nothing of the app, so it needs no secret of its.
  return { ...given, ...appEnv({ appUrl, cronSecret: '', ...parts }, chosen) }
}

/**
 * The same for a command that prepares a far end before the app can run: what it doesn't ask for may be
 * missing yet, and is filled in so that the rest is checked as ever.
 */
export function setupEnv(
  telling: 'STRIPE_SECRET_KEY' | 'COGNITO_USER_POOL_ID',
  given: Record<string, string | undefined> = process.env,
): Record<string, string | undefined> {
  const env = commandEnv(given, telling)
  const missing = Object.entries(notNeeded[telling]).filter(([name]) => !env[name]?.trim())
  return { LOG_LEVEL: 'error', ...env, ...Object.fromEntries(missing) }
}

const notNeeded = {
  STRIPE_SECRET_KEY: {
    STRIPE_WEBHOOK_SECRET: 'whsec_not_made_yet',
    COGNITO_USER_POOL_ID: 'not-asked',
    COGNITO_CLIENT_ID: 'not-asked',
    AWS_REGION: 'not-asked',
    BILLING_TABLE: 'not-asked',
  },
  COGNITO_USER_POOL_ID: {
    APP_URL: 'http://localhost',
    STRIPE_SECRET_KEY: 'sk_test_not_asked',
    STRIPE_WEBHOOK_SECRET: 'whsec_not_asked',
    COGNITO_CLIENT_ID: 'not-asked',
    BILLING_TABLE: 'not-asked',
  },
}
