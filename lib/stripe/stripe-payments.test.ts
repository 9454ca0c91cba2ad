import { describe, expect, it } from 'vitest'
import { undisturbed } from '@/testing/intercept'
import { refuse, shop } from '@/testing/stripe-fixtures'

describe('a Stripe that fails', () => {
  it.each([
    [500, { type: 'api_error' }],
    [429, { type: 'invalid_request_error', code: 'rate_limit' }],
    [401, { type: 'invalid_request_error' }],
    [400, { type: 'invalid_request_error', code: 'parameter_invalid' }],
  ])('with %i is never taken for an answer', async (status, error) => {
    const { payments, customerId, interpose } = await shop()
    interpose(refuse(status, error))

    await expect(payments.read(customerId)).rejects.toThrow()
    await expect(payments.customerOwner(customerId)).rejects.toThrow()
    await expect(payments.checkoutSession('cs_test_1')).rejects.toThrow()
    await expect(payments.expireCheckout('cs_test_1')).rejects.toThrow()
    await expect(payments.createCustomer({ userId: 'bob', email: null })).rejects.toThrow()
    await expect(payments.ping()).rejects.toThrow()
  })

  it('after it had made a customer still makes one when asked again', async () => {
    const { payments, interpose, engine } = await shop()
    const before = engine.store.customers.size
    interpose(async (_, send) => {
      await send()
      throw new TypeError('fetch failed')
    })
    await expect(payments.createCustomer({ userId: 'bob', email: null })).rejects.toThrow()

    interpose(undisturbed)
    await payments.createCustomer({ userId: 'bob', email: null })

    expect(engine.store.customers.size).toBe(before + 1)
  })
})
