import { expect, it } from 'vitest'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { march, onTrial, price, subscription } from '@/testing/facts'
import { firstCharge } from './first-charge'

const billing: NonNullable<SubscriptionFact['billing']> = {
  currency: 'usd',
  anchor: march(15),
  collectionMethod: 'charge_automatically',
  dueAt: null,
  defaultPaymentMethod: 'pm_1',
  discounts: [],
}
const seats = price({ amountCents: 4_900, quantity: 2 })
const off = {
  couponId: 'HALF',
  percentOff: 50,
  amountOffCents: null,
  duration: 'forever',
  endsAt: null,
} as const
const told = (changes: Partial<SubscriptionFact> = {}) =>
  firstCharge(subscription('pro', { ...onTrial, prices: [seats], billing, ...changes }))

it('is what all items cost at the end of the trial, and no usage', () => {
  const addOn = price({ amountCents: 907, quantity: 1 })
  const usage = price({ isMetered: true, amountCents: 1 })

  expect(told()).toEqual({ amountCents: 9_800, currency: 'usd' })
  expect(told({ prices: [addOn, seats, usage] })).toEqual({ amountCents: 10_707, currency: 'usd' })
})

it.each<[string, Partial<SubscriptionFact>]>([
  ['it is no trial', { status: 'active' }],
  ['no card is known', { billing: { ...billing, defaultPaymentMethod: null } }],
  ['the row is an older one', { billing: undefined }],
  ['there is a discount', { billing: { ...billing, discounts: [off] } }],
  ['an item has a discount', { prices: [{ ...seats, discounts: [off] }] }],
  ['a price has tiers', { prices: [{ ...seats, amountCents: null }] }],
])('is not said if %s', (_, changes) => {
  expect(told(changes)).toBeNull()
})
