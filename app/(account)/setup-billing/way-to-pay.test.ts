import { expect, it } from 'vitest'
import { wayToPay } from './way-to-pay'

const withKey = { STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }
const without = { STRIPE_PUBLISHABLE_KEY: undefined }

it('leads to Stripe’s page where no publishable key is set, whatever the address says', () => {
  expect(wayToPay(without, {})).toEqual({ kind: 'hosted' })
  expect(wayToPay(without, { pay: '1' })).toEqual({ kind: 'hosted' })
})

it('offers Stripe’s form first, and shows it on the page that was loaded for it', () => {
  const embedded = { kind: 'embedded', publishableKey: 'pk_test_1' }

  expect(wayToPay(withKey, {})).toEqual({ ...embedded, isHere: false })
  expect(wayToPay(withKey, { pay: '' })).toEqual({ ...embedded, isHere: true })
})
