import { describe, expect, it } from 'vitest'
import { CustomerGone } from '@/lib/stripe/customer/customer-gone'
import { stripeTwins } from '@/testing/stripe/twins'

const returnUrl = 'https://app.test/settings'

describe.each(stripeTwins)('%s portal', (_, open) => {
  it('opens at an address', async () => {
    const { portal, customers } = await open()
    const customerId = await customers.create({ userId: 'sub-ada', email: null })

    const url = await portal.open({ customerId, returnUrl })

    expect(new URL(url).protocol).toMatch(/^https?:$/)
  })

  it('refuses a deleted customer', async () => {
    const { portal, customers, deleteCustomer } = await open()
    const customerId = await customers.create({ userId: 'sub-ada', email: null })
    deleteCustomer(customerId)

    await expect(portal.open({ customerId, returnUrl })).rejects.toThrow(CustomerGone)
  })
})
