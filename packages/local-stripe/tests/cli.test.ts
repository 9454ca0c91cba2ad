import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import getPort from 'get-port'
import { Hono } from 'hono'
import Stripe from 'stripe'
import { afterAll, describe, expect, it } from 'vitest'
import { createLocalStripe } from '../src/local-stripe'

const SECRET = 'whsec_cli_test'
const TRIGGERS = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'product.created',
  'price.created',
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'customer.discount.created',
  'customer.discount.updated',
  'customer.discount.deleted',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.trial_will_end',
  'invoice.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice.sent',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.requires_action',
  'payment_intent.processing',
  'payment_method.attached',
  'setup_intent.succeeded',
  'charge.succeeded',
  'charge.failed',
  'charge.refunded',
  'charge.refund.updated',
  'charge.dispute.created',
  'charge.dispute.closed',
  'quote.created',
  'quote.finalized',
  'quote.accepted',
  'quote.canceled',
  'coupon.created',
  'promotion_code.created',
  'billing_portal.session.created',
  'subscription_schedule.created',
  'subscription_schedule.completed',
  'plan.created',
  'plan.updated',
  'plan.deleted',
  'test_helpers.test_clock.created',
]

/** The official CLI, unchanged, against a local server. */
describe('the Stripe CLI', () => {
  it('lists customers', async () => {
    const { local, cli } = await startServers()
    const customer = local.engine.customers.create({ email: 'ada@example.com' })

    const printed = await cli('customers', 'list', '--limit', '1')

    expect(JSON.parse(printed)).toMatchObject({ data: [{ id: customer.id }] })
  })

  // Each test starts the real program: a second on an idle machine, much longer on a busy one.
  it.concurrent.each(TRIGGERS)('triggers %s', async (type) => {
    const { local, cli, heard } = await startServers()

    await cli('trigger', type)
    local.engine.clock.runDue()
    await local.deliveries.settled()

    expect(heard).toContain(type)
  })
})

/**
 * Starts a local Stripe and an endpoint that verifies signatures, and returns a function that runs
 * the CLI.
 */
async function startServers() {
  const heard: string[] = []
  const receiver = new Hono().post('/webhook', async (context) => {
    const signature = context.req.header('stripe-signature') ?? ''
    const event = Stripe.webhooks.constructEvent(await context.req.text(), signature, SECRET)
    heard.push(event.type)
    return context.body(null, 200)
  })
  const [port, endpoint] = [await getPort(), await getPort()]
  const base = `http://127.0.0.1:${port}`
  const local = createLocalStripe({
    seed: 1,
    baseUrl: base,
    settings: {
      bankSettlesAfter: 0,
      // The customer of `subscription_schedule.completed` has no payment method.
      dunning: { retryAfterDays: [3, 5, 7], finally: 'past_due' },
    },
  })
  const servers = [
    serve({ fetch: local.fetch, port }),
    serve({ fetch: receiver.fetch, port: endpoint }),
  ]
  local.listen(`http://127.0.0.1:${endpoint}/webhook`, SECRET)
  stopping.push(async () => {
    for (const server of servers) server.close()
    await local.close()
  })
  const cli = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [bin, ...args, '--api-base', base, '--api-key', 'sk_test_local12345', '--color', 'off'],
      { env: { ...process.env, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' } },
    )
    return stdout
  }
  return { local, cli, heard }
}

const stopping: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stopping) await stop()
})

const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'))
const bin = createRequire(import.meta.url).resolve('@stripe/cli/bin/shim.js')
