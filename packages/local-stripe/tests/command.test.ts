import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import getPort from 'get-port'
import Stripe from 'stripe'
import { expect, it } from 'vitest'

it('starts from the command line', async () => {
  const port = await getPort()
  const command = join(import.meta.dirname, '../bin/local-stripe.mjs')
  const server = spawn(process.execPath, [command, '--port', String(port)])
  try {
    const [greeting] = await once(server.stdout, 'data')
    expect(String(greeting)).toContain(`http://localhost:${port}/_panel`)

    const stripe = new Stripe('sk_test_local', { host: 'localhost', port, protocol: 'http' })
    expect(await stripe.customers.create({ email: 'ada@example.com' })).toMatchObject({
      object: 'customer',
    })
  } finally {
    server.kill()
    await once(server, 'exit')
  }
})
