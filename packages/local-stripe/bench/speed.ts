import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { createLocalStripe } from '../src/local-stripe'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

/** Prints how fast the local Stripe is: `npm run speed -w local-stripe`. */
async function main() {
  await callsPerSecond()
  await snapshotOf(10_000)
}

async function callsPerSecond() {
  const { stripe } = stripeInProcess()
  const price = await monthlyPrice(stripe)
  let calls = 0
  const round = async (seconds: number) => {
    const ends = performance.now() + seconds * 1000
    calls = 0
    while (performance.now() < ends) {
      const customer = await payingCustomer(stripe)
      const subscription = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
      })
      await stripe.subscriptions.list({ customer: customer.id, status: 'all' })
      await stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] })
      await stripe.invoices.list({ customer: customer.id })
      await stripe.subscriptions.update(subscription.id, { metadata: { a: 'b' } })
      await stripe.subscriptions.cancel(subscription.id)
      calls += 9
    }
    return calls / seconds
  }
  await round(1)
  const cpu = process.cpuUsage()
  const began = performance.now()
  await round(3)
  const used = process.cpuUsage(cpu)
  const cpuSeconds = (used.user + used.system) / 1e6
  const wall = (performance.now() - began) / 1000
  console.log(
    `SDK calls in process: ${Math.round(calls / wall)} a second, ${Math.round(calls / cpuSeconds)} a second of CPU`,
  )
}

async function snapshotOf(customers: number) {
  const folder = mkdtempSync(join(tmpdir(), 'local-stripe-speed-'))
  const snapshotPath = join(folder, 'state.json')
  const local = createLocalStripe({ seed: 1, snapshotPath })
  const stripe = new Stripe('sk_test_speed', {
    httpClient: Stripe.createFetchHttpClient(local.fetch),
  })
  const price = await monthlyPrice(stripe)
  for (let i = 0; i < customers; i++) {
    const customer = local.engine.customers.create({ email: `${i}@example.com` })
    const method = local.engine.paymentMethods.attach('pm_card_visa', customer.id)
    local.engine.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: method.id,
    })
  }
  await local.close()
  const cpu = process.cpuUsage()
  const began = performance.now()
  const again = createLocalStripe({ snapshotPath })
  const took = performance.now() - began
  const used = process.cpuUsage(cpu)
  console.log(
    `A snapshot of ${customers} subscribed customers (${Math.round(statSync(snapshotPath).size / 1e6)} MB) loads in ${(took / 1000).toFixed(2)} s (${((used.user + used.system) / 1e6).toFixed(2)} s of CPU)`,
  )
  await again.close()
  rmSync(folder, { recursive: true })
}

await main()
