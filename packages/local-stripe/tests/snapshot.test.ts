import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createLocalStripe } from '../src/local-stripe'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

const freshPath = () => join(mkdtempSync(join(tmpdir(), 'local-stripe-')), 'state.json')

async function halfALife(snapshotPath: string) {
  const at = stripeInProcess({ snapshotPath })
  const customer = await payingCustomer(at.stripe)
  const price = await monthlyPrice(at.stripe)
  const subscription = await at.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
  })
  at.engine.clock.advance({ days: 40 })
  await at.stripe.customers.del((await at.stripe.customers.create()).id)
  return { ...at, customer, subscription }
}

describe('a snapshot', () => {
  it('restores everything: objects, events, scheduled tasks, the clock and the sequence of ids', async () => {
    const path = freshPath()
    const before = await halfALife(path)
    await before.local.close()

    const after = stripeInProcess({ snapshotPath: path, seed: 99 })

    expect(JSON.stringify(after.engine.store.dump())).toBe(
      JSON.stringify(before.engine.store.dump()),
    )
    expect(after.engine.clock.now()).toEqual(before.engine.clock.now())
    expect((await after.stripe.customers.create()).id).toBe(
      (await before.stripe.customers.create()).id,
    )
    after.engine.clock.advance({ days: 30 })
    const invoices = await after.stripe.invoices.list({ customer: before.customer.id })
    expect(invoices.data.map((each) => each.status)).toEqual(['paid', 'paid', 'paid'])
  })

  it('keeps 30 days of events, and older ones with pending deliveries', async () => {
    const path = freshPath()
    const accepts = vi.fn(async () => new Response())
    const at = stripeInProcess({ snapshotPath: path, deliveries: { fetch: accepts } })
    const old = await at.stripe.customers.create()
    const [told] = (await at.stripe.events.list()).data
    at.engine.clock.advance({ days: 31 })
    await at.stripe.customers.create()
    await expect(at.stripe.events.retrieve(told?.id ?? '')).rejects.toThrow('No such event')
    expect(at.engine.store.events.size).toBe(1)

    at.local.listen('http://app.test/webhook', 'whsec_1')
    accepts.mockRejectedValue(new Error('down'))
    await at.stripe.customers.update(old.id, { name: 'Ada' })
    at.engine.clock.advance({ days: 31 })
    await at.stripe.customers.update(old.id, { name: 'Lady Ada' })
    await at.local.close()

    const { store } = stripeInProcess({ snapshotPath: path }).engine
    expect(store.events.all().map((event) => event.type)).toEqual([
      'customer.updated',
      'customer.updated',
    ])
  })

  it('is not replaced by an incomplete one', async () => {
    const path = freshPath()
    const { local, customer } = await halfALife(path)
    await local.close()
    writeFileSync(`${path}.new`, readFileSync(path).subarray(0, 100))

    const { stripe } = stripeInProcess({ snapshotPath: path })

    expect((await stripe.customers.retrieve(customer.id)).id).toBe(customer.id)
  })

  it('of another version is refused', () => {
    const path = freshPath()
    writeFileSync(path, '{"version":1}\n')

    expect(() => createLocalStripe({ snapshotPath: path })).toThrow('another version')
  })
})
