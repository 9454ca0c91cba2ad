import Stripe from 'stripe'
import { describe, expect } from 'vitest'
import { postCheckout, statusAndCode } from '@/testing/shop'
import { test as it } from '@/testing/test'
import { underKey } from './idempotency'

describe('a checkout whose customer Stripe failed to create', () => {
  it('works with the next click, though Stripe repeats the failure for a day', async ({
    world,
    ada,
  }) => {
    world.faults.set({ failStored: 1 })
    expect(await statusAndCode(await postCheckout(world, ada))).toEqual([503, 'unavailable'])
    world.faults.reset()

    expect((await postCheckout(world, ada)).status).toBe(200)
    expect(world.engine.store.customers.size).toBe(1)
  })

  it('works however often Stripe failed', async ({ world, ada }) => {
    world.faults.set({ failStored: 1 })
    for (let click = 1; click <= 3; click++) await postCheckout(world, ada)
    world.faults.reset()

    expect((await postCheckout(world, ada)).status).toBe(200)
    expect(world.engine.store.customers.size).toBe(1)
  })

  it('finds the customer that was created although the answer was lost', async ({ world, ada }) => {
    world.faults.set({ failAfter: 1 })
    expect((await postCheckout(world, ada)).status).toBe(503)
    world.faults.reset()

    expect((await postCheckout(world, ada)).status).toBe(200)
    expect(world.engine.store.customers.size).toBe(1)
  })

  it('makes one customer for two clicks at once', async ({ world, ada }) => {
    world.faults.set({ failStored: 1 })
    await postCheckout(world, ada)
    world.faults.reset()

    await Promise.all([postCheckout(world, ada), postCheckout(world, ada)])

    expect(world.engine.store.customers.size).toBe(1)
  })
})

describe('underKey', () => {
  const { StripeAPIError, StripeConnectionError } = Stripe.errors
  const raw = (headers: Record<string, string> = {}) => ({
    type: 'api_error' as const,
    message: 'down',
    headers,
  })
  const repeated = new StripeAPIError(raw({ 'idempotent-replayed': 'true' }))

  it('throws a failure that is not a repetition, without another request', async () => {
    const keys: string[] = []
    const send = ({ idempotencyKey }: { idempotencyKey: string }) => {
      keys.push(idempotencyKey)
      return Promise.reject(new StripeAPIError(raw()))
    }

    await expect(underKey('k', send)).rejects.toThrow('down')
    expect(keys).toEqual(['k'])
  })

  it('sends a request whose connection was lost again, under the same key', async () => {
    const keys: string[] = []
    const send = async ({ idempotencyKey }: { idempotencyKey: string }) => {
      keys.push(idempotencyKey)
      if (keys.length === 1) throw new StripeConnectionError(raw())
      return 'made'
    }

    expect(await underKey('k', send)).toBe('made')
    expect(keys).toEqual(['k', 'k'])
  })

  it('takes the next key for each failure that is only repeated, up to twenty', async () => {
    const keys: string[] = []
    const send = ({ idempotencyKey }: { idempotencyKey: string }) => {
      keys.push(idempotencyKey)
      return Promise.reject(repeated)
    }

    await expect(underKey('k', send)).rejects.toBe(repeated)
    expect(keys.slice(0, 3)).toEqual(['k', 'k:2', 'k:3'])
    expect(keys).toHaveLength(20)
  })

  it('leaves the retries to itself, not to the SDK', async () => {
    expect(await underKey('k', async ({ maxNetworkRetries }) => maxNetworkRetries)).toBe(0)
  })
})
