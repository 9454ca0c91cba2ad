import { describe, expect, it } from 'vitest'
import { passThrough } from '@/testing/intercept'
import { refuse, shop } from '@/testing/stripe/fixtures'

describe('a Stripe that fails', () => {
  it.each([
    [500, { type: 'api_error' }],
    [429, { type: 'invalid_request_error', code: 'rate_limit' }],
    [401, { type: 'invalid_request_error' }],
    [400, { type: 'invalid_request_error', code: 'parameter_invalid' }],
  ])('with %i is never taken for an answer', async (status, error) => {
    const { customers, checkouts, customerId, interpose } = await shop()
    interpose(refuse(status, error))

    await expect(customers.read(customerId)).rejects.toThrow()
    await expect(customers.ownerOf(customerId)).rejects.toThrow()
    await expect(checkouts.find('cs_test_1')).rejects.toThrow()
    await expect(checkouts.expire('cs_test_1')).rejects.toThrow()
    await expect(customers.create({ userId: 'bob', email: null })).rejects.toThrow()
    await expect(checkouts.ping()).rejects.toThrow()
  })

  it('after creating a customer doesn’t create another when asked again', async () => {
    const { customers, interpose, engine } = await shop()
    const before = engine.store.customers.size
    interpose(async (_, send) => {
      await send()
      throw new TypeError('fetch failed')
    })
    await expect(customers.create({ userId: 'bob', email: null })).rejects.toThrow()

    interpose(passThrough)
    await customers.create({ userId: 'bob', email: null })

    expect(engine.store.customers.size).toBe(before + 1)
  })
})
