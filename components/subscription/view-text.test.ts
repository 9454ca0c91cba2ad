import { describe, expect, it } from 'vitest'
import { march } from '@/testing/facts'
import { blockerOf, nextInvoiceText, owesInvoice } from './view-text'

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

it.each([
  [0, false, 'Next invoice: $49 on March 31, 2026.'],
  [0, true, 'Next invoice: $49, plus any extra usage, on March 31, 2026.'],
  [400, false, 'Next invoice: $49, including $4 tax, on March 31, 2026.'],
  [400, true, 'Next invoice: $49, including $4 tax, plus any extra usage, on March 31, 2026.'],
])(
  'the next invoice with %i cents of tax, on a plan that bills usage: %s',
  (taxCents, bills, text) => {
    const invoice = { totalCents: 4_900, taxCents, currency: 'usd', at: march(31) }

    expect(nextInvoiceText(invoice, bills)).toBe(text)
  },
)

describe('a change that was chosen on another page', () => {
  const upgrade = { plan: 'enterprise', interval: 'month' } as const
  const view = {
    can: { changeNot: null },
    cancelAt: march(31),
    currentPeriodEnd: march(31),
    options: [upgrade],
  }

  it('is previewed if the subscription ends and it is an upgrade', () => {
    expect(blockerOf(view, upgrade)).toBeNull()
    expect(blockerOf(view, { plan: 'starter', interval: 'month' })).toBe('ending')
    expect(blockerOf(view, { plan: 'enterprise', interval: 'year' })).toBe('ending')
  })

  it('is previewed if the subscription goes on, so that the preview says what is wrong', () => {
    expect(blockerOf({ ...view, cancelAt: null }, { plan: 'lite', interval: 'month' })).toBeNull()
  })

  it('isn’t previewed if no change can be made', () => {
    expect(blockerOf({ ...view, can: { changeNot: 'paused' } }, upgrade)).toBe('paused')
  })
})
