import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import type { StackFile } from '@/dev/stack/stack-file'
import { type Server, startScript } from './server'
import { serverCore } from './shop'

/** Exact versions, so that figures of different runs can be compared. */
const packages = ['@supabase/stripe-sync-engine@0.48.5', 'fastify@5.12.8', 'stripe@23.1.0']

/**
 * The server from the engine's README: one route, which answers once the rows are written. Only the
 * Stripe client is replaced, because the engine has no option for its address. Nothing is logged.
 * It is CommonJS, because version 0.48.5 silently finds no migrations if imported as a module.
 */
const source = `const { runMigrations, StripeSync } = require('@supabase/stripe-sync-engine')
const fastify = require('fastify')
const Stripe = require('stripe')

const { DATABASE_URL, SECRET_KEY, SECRET, STRIPE, READS, PORT } = process.env
const sync = new StripeSync({
  poolConfig: { connectionString: DATABASE_URL, max: 10 },
  stripeSecretKey: SECRET_KEY,
  stripeWebhookSecret: SECRET,
  backfillRelatedEntities: false,
  revalidateObjectsViaStripeApi: READS ? [READS] : [],
})
const { hostname: host, port } = new URL(STRIPE)
sync.stripe = new Stripe(SECRET_KEY, { host, port, protocol: 'http' })

const app = fastify()
app.removeContentTypeParser('application/json')
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
)
app.post('/webhooks', async (request) => {
  await sync.processWebhook(request.body, request.headers['stripe-signature'])
  return { received: true }
})
runMigrations({ databaseUrl: DATABASE_URL, schema: 'stripe' })
  .then(() => app.listen({ port: Number(PORT) }))
`

/** Installs the engine in a temporary folder, so that it isn't a dependency of ours. */
export function installSyncEngine(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-sync-engine-'))
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  writeFileSync(join(folder, 'server.cjs'), source)
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const install = spawnSync('npm', ['install', ...quiet, ...packages], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (install.status === 0) return folder
  removeSyncEngine(folder)
  throw new Error(`npm install: ${install.stdout}${install.stderr}`)
}

export const removeSyncEngine = (folder: string) => rmSync(folder, { recursive: true, force: true })

/** Starts the engine on the servers' core, with the same Stripe and the same secret as the app. */
export async function startSyncEngine(
  folder: string,
  { stripe }: StackFile,
  { databaseUrl, reads }: { databaseUrl: string; reads: boolean },
): Promise<Server> {
  const port = await getPort()
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SECRET_KEY: stripe.secretKey,
    SECRET: stripe.webhookSecret,
    STRIPE: stripe.url,
    READS: reads ? 'subscription' : '',
  }
  return startScript([join(folder, 'server.cjs')], port, {
    env,
    core: serverCore,
    errors: 'inherit',
  })
}
