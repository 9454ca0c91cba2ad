import { expect, it } from 'vitest'
import { owesInvoice } from './view-text'

it.each([
  ['active', null, false],
  ['active', new Date(), true],
  ['past_due', null, true],
  ['unpaid', null, true],
  ['trialing', null, false],
] as const)(
  'a subscription that is %s, with an invoice due at %s, owes: %s',
  (status, at, owes) => {
    expect(owesInvoice({ status, invoiceDueAt: at })).toBe(owes)
  },
)
