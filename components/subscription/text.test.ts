import { describe, expect, it } from 'vitest'
import { confirmText, creditText, loweredText, nextText, type ShownPreview, whenText } from './text'

const preview = (changes: Partial<ShownPreview> = {}): ShownPreview => ({
  previewId: '1',
  interval: 'month',
  quantity: 2,
  currency: 'usd',
  effective: 'now',
  effectiveAt: '2026-03-11T00:00:00.000Z',
  trial: 'none',
  lines: [],
  discountCents: 0,
  taxCents: 0,
  totalCents: 1_234,
  amountDueCents: 1_234,
  features: { gained: [], lost: [] },
  next: { totalCents: 9_800, at: '2026-04-01T12:00:00.000Z' },
  limits: { lowered: [] },
  ...changes,
})
const later = preview({
  effective: 'period_end',
  effectiveAt: '2026-04-01T12:00:00.000Z',
  totalCents: 0,
  amountDueCents: 0,
})

describe('a change at once', () => {
  it('names what is charged where it is confirmed', () => {
    expect(confirmText(preview())).toBe('Pay $12.34 and change')
    expect(confirmText(preview({ amountDueCents: 0 }))).toBe('Change now')
    expect(whenText(preview())).toBe('At once.')
  })

  it('says what becomes of a trial', () => {
    expect(whenText(preview({ trial: 'kept' }))).toBe('At once, and free until your trial ends.')
    expect(whenText(preview({ trial: 'ends' }))).toBe('At once. Your trial ends with it.')
  })

  it('says where the rest of the money comes from, or goes', () => {
    expect(creditText(preview())).toBe('')
    expect(creditText(preview({ amountDueCents: 1_000 }))).toBe('$2.34 comes from your credit.')
    expect(creditText(preview({ totalCents: -500, amountDueCents: 0 }))).toBe(
      '$5 is kept for you, and comes off what you pay next.',
    )
  })
})

it('a change that waits says until when, and that nothing is charged', () => {
  expect(confirmText(later)).toBe('Change on April 1, 2026')
  expect(whenText(later)).toBe(
    'Until April 1, 2026 everything stays as it is, and nothing is charged now.',
  )
})

it('the next invoice has its date and how it goes on', () => {
  expect(nextText(preview())).toBe('Next invoice: $98 on April 1, 2026, then each month.')
  expect(nextText(preview({ next: null }))).toBe('')
})

it('a limit that is lowered says what it was, and what is used if that is more', () => {
  const names = {
    features: {},
    meters: {
      api_calls: { name: 'API calls', unit: null },
      storage: { name: 'Storage', unit: 'GB' },
    },
  }
  const lowered = { meter: 'api_calls', from: null, to: 10_000, used: null, isBroken: false }

  expect(loweredText(lowered, names)).toBe('API calls: 10,000 in place of unlimited')
  expect(loweredText({ ...lowered, used: 12_000, isBroken: true }, names)).toBe(
    'API calls: 10,000 in place of unlimited. You use 12,000 now.',
  )
  expect(loweredText({ ...lowered, meter: 'storage', from: 100, to: 10 }, names)).toBe(
    'Storage: 10 GB in place of 100 GB',
  )
})
