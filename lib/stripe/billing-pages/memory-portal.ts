import { CustomerGone } from '@/lib/stripe/customer/customer-gone'
import type { MemoryStripe } from '@/lib/stripe/memory-stripe'
import type { Portal } from './portal'

export const memoryPortal = ({ customers }: Pick<MemoryStripe, 'customers'>): Portal => ({
  async open({ customerId }) {
    if (!customers.has(customerId)) throw new CustomerGone(customerId)
    return `https://portal.test/${customerId}`
  },
})
