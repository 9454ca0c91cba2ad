import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { appEnv } from '@/dev/stack/env'
import { readStackFile } from '@/dev/stack/stack-file'

/**
 * A command's environment: the one it was started with, if that has a Stripe key (or the variable
 * that `required` names), else that of the local stack that runs in this folder. Throws a sentence
 * if there is neither.
 */
export function commandEnv(
  given: Record<string, string | undefined> = process.env,
  required = 'STRIPE_SECRET_KEY',
): Record<string, string | undefined> {
  if (given[required]) return given
  const file = resolve(given.LOCAL_DIR ?? '.local', 'stack.json')
  if (!existsSync(file)) {
    throw new Error(
      'No target: set the app’s environment (.env.example), or start the local stack with npm run dev.',
    )
  }
  const { app: appUrl, catalog: CATALOG, groupPrefix: GROUP_PREFIX, ...parts } = readStackFile(file)
  // The stack's own choices are the command's defaults.
  const chosen = { CATALOG, GROUP_PREFIX, ...given }
  // Commands don't call the app, so they need none of its secrets.
  return { ...given, ...appEnv({ appUrl, cronSecret: '', ...parts }, chosen) }
}

/**
 * The environment of a command that prepares a backend before the app can run. Variables that the
 * command doesn't use may be missing: they get placeholders, and the rest is validated as usual.
 */
export function setupEnv(
  required: 'STRIPE_SECRET_KEY' | 'COGNITO_USER_POOL_ID',
  given: Record<string, string | undefined> = process.env,
): Record<string, string | undefined> {
  const env = commandEnv(given, required)
  const missing = Object.entries(notNeeded[required]).filter(([name]) => !env[name]?.trim())
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
