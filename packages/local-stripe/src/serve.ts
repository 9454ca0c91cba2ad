import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { createLocalStripe } from './local-stripe'

const USAGE = `Usage: local-stripe [options]

  --port <number>       12111 if not given
  --snapshot <file>     keep the state in this file between runs
  --webhook <url>       send events here
  --secret <secret>     sign them with this secret: whsec_…
  --accept-unsupported  accept parameters that the local Stripe does not support
`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '12111' },
    snapshot: { type: 'string' },
    webhook: { type: 'string' },
    secret: { type: 'string', default: 'whsec_local' },
    'accept-unsupported': { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(USAGE)
  process.exit()
}

const port = Number(values.port)
const baseUrl = `http://localhost:${port}`
const local = createLocalStripe({
  baseUrl,
  snapshotPath: values.snapshot,
  acceptUnsupported: values['accept-unsupported'],
})
if (values.webhook) local.listen(values.webhook, values.secret)
const server = serve({ fetch: local.fetch, port }, () => {
  console.log(`Local Stripe: ${baseUrl}, control panel: ${baseUrl}/_panel`)
  if (values.webhook) console.log(`Events go to ${values.webhook}, signed with ${values.secret}`)
})

const stop = async () => {
  server.close()
  await local.close()
  process.exit()
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
