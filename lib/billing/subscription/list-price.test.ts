import { expect, it } from 'vitest'
import { byInvoice, price, subscription } from '@/testing/facts'
import { listPrice } from './list-price'

const monthly = price({ amountCents: 4_900, quantity: 2, interval: 'month', intervalCount: 1 })
const sold = (prices: (typeof monthly)[], changes = {}) =>
  listPrice({ ...subscription('pro'), ...byInvoice(null), prices, ...changes })

it('is what all items cost in a period, without usage', () => {
  const usage = price({ isMetered: true })

  expect(sold([monthly])).toEqual({ amountCents: 9_800, currency: 'usd', interval: 'month' })
  expect(sold([monthly, { ...monthly, amountCents: 500, quantity: 1 }, usage])).toMatchObject({
    amountCents: 10_300,
  })
})

it('is unknown if it is no single amount', () => {
  const discount = {
    couponId: null,
    percentOff: 20,
    amountOffCents: null,
    duration: 'forever' as const,
    endsAt: null,
  }

  expect(sold([monthly, { ...monthly, interval: 'year' }])).toBeNull()
  expect(sold([{ ...monthly, amountCents: null }])).toBeNull()
  expect(sold([{ ...monthly, intervalCount: 3 }])).toBeNull()
  expect(sold([{ ...monthly, discounts: [discount] }])).toBeNull()
  expect(sold([monthly], { billing: undefined })).toBeNull()
  expect(sold([])).toBeNull()
})
