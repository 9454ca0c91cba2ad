import { expect, it } from 'vitest'
import { wayToPay } from './way-to-pay'

const withKey = { STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }
const without = { STRIPE_PUBLISHABLE_KEY: undefined }

it('is Stripe’s page if no publishable key is set, whatever the URL says', () => {
  expect(wayToPay(without, {})).toEqual({ kind: 'hosted' })
  expect(wayToPay(without, { pay: '1' })).toEqual({ kind: 'hosted' })
})

it('is the embedded form if there is a key, shown only on a page loaded for it', () => {
  const embedded = { kind: 'embedded', publishableKey: 'pk_test_1' }

  expect(wayToPay(withKey, {})).toEqual({ ...embedded, isHere: false })
  expect(wayToPay(withKey, { pay: '' })).toEqual({ ...embedded, isHere: true })
})
