import { createInterface } from 'node:readline/promises'
import { describeError } from '@/lib/errors'
import { createServices } from '@/lib/services'
import { stripeClient } from '@/lib/stripe/client'
import { runStripeSetup } from './run-stripe-setup'
import { setupEnv } from './stack-env'

/**
 * `npm run stripe:setup`               makes Stripe match the catalog: products, prices, meters,
 *                                      features, the portal's configuration, the webhook endpoint
 * `npm run stripe:setup -- --dry-run`  only reports the differences
 *
 * Works on the account of STRIPE_SECRET_KEY, with APP_URL and CATALOG, or else on the local stack
 * that runs in this folder. A live key needs a confirmation, or `--yes`. It never deletes anything,
 * and doesn't touch what it did not create. Exit codes: 0 Stripe matches, 3 a dry run found a
 * difference, 1 it failed.
 */
try {
  const { settings, catalog } = createServices(setupEnv('STRIPE_SECRET_KEY'))
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: base, APP_URL: appUrl } = settings
  process.exitCode = await runStripeSetup(
    {
      stripe: stripeClient({ secretKey, base }),
      catalog,
      appUrl,
      isLive: /^(sk|rk)_live_/.test(secretKey),
      isLocal: base !== undefined,
      log: console.log,
      confirm: process.stdin.isTTY ? ask : null,
    },
    process.argv.slice(2),
  )
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim())
  } finally {
    terminal.close()
  }
}
