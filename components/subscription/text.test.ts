import { describe, expect, it } from 'vitest'
import {
  changeKind,
  changeTitle,
  confirmText,
  creditText,
  doneText,
  includedTaxText,
  loweredText,
  nextText,
  type ShownPreview,
  whenText,
} from './text'

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
  includedTaxCents: 0,
  totalCents: 1_234,
  amountDueCents: 1_234,
  features: { gained: [], lost: [] },
  next: { totalCents: 9_800, taxCents: 0, at: '2026-04-01T12:00:00.000Z' },
  endsAt: null,
  limits: { lowered: [], all: [] },
  ...changes,
})
const later = preview({
  effective: 'period_end',
  effectiveAt: '2026-04-01T12:00:00.000Z',
  totalCents: 0,
  amountDueCents: 0,
})

describe('an immediate change', () => {
  it('names the charge on the button that confirms it', () => {
    expect(confirmText(preview(), 'upgrade')).toBe('Pay $12.34 and upgrade')
    expect(confirmText(preview(), 'switch_interval')).toBe('Pay $12.34 and switch')
    expect(confirmText(preview({ amountDueCents: 0 }), 'change')).toBe('Change now')
    expect(whenText(preview())).toBe('Takes effect immediately.')
  })

  it('says whether the trial continues', () => {
    expect(whenText(preview({ trial: 'kept' }))).toBe(
      'Takes effect immediately, and stays free until your trial ends.',
    )
    expect(whenText(preview({ trial: 'ends' }))).toBe(
      'Takes effect immediately and ends your trial.',
    )
  })

  it('says how much credit it uses or adds', () => {
    expect(creditText(preview())).toBe('')
    expect(creditText(preview({ amountDueCents: 1_000 }))).toBe('$2.34 in credit applied.')
    expect(creditText(preview({ totalCents: -500, amountDueCents: 0 }))).toBe(
      '$5 will be credited toward your next invoice.',
    )
  })
})

it('a scheduled change says when it happens, and that nothing is charged today', () => {
  expect(confirmText(later, 'change')).toBe('Change on April 1, 2026')
  expect(whenText(later)).toBe('Your plan changes on April 1, 2026. You won’t be charged today.')
})

describe('the kind of a change', () => {
  const from = { plan: 'pro', interval: 'month', quantity: 1 } as const

  it.each([
    ['another plan now', { ...from, plan: 'enterprise' }, preview(), 'upgrade'],
    ['another plan later', { ...from, plan: 'starter' }, later, 'change'],
    ['another plan in a trial', { ...from, plan: 'starter' }, preview({ trial: 'kept' }), 'change'],
    ['another interval', { ...from, interval: 'year' as const }, preview(), 'switch_interval'],
    ['another quantity', { ...from, quantity: 3 }, preview(), 'change'],
  ] as const)('%s', (_, to, shown, kind) => {
    expect(changeKind(to, from, shown)).toBe(kind)
  })

  it('decides its title and its result', () => {
    const yearly = preview({ interval: 'year' })

    expect(changeTitle('upgrade', 'Enterprise', preview())).toBe('Change to Enterprise')
    expect(changeTitle('switch_interval', 'Pro', yearly)).toBe('Switch to yearly billing')
    expect(doneText(preview(), 'upgrade', 'Enterprise')).toBe('You’re now on Enterprise.')
    expect(doneText(later, 'change', 'Starter')).toBe('Your change to Starter is scheduled.')
    expect(doneText(yearly, 'switch_interval', 'Pro')).toBe('You’re now billed yearly.')
    expect(doneText(later, 'switch_interval', 'Pro')).toBe(
      'Your switch to monthly billing is scheduled.',
    )
  })
})

it('the next price follows what is due today, or stands alone', () => {
  const line = { description: 'Remaining time on Pro', amountCents: 1_234 }

  expect(nextText(preview({ lines: [line as ShownPreview['lines'][number]] }))).toBe(
    'Then $98/month starting April 1, 2026.',
  )
  expect(nextText(preview())).toBe('$98/month starting April 1, 2026.')
  expect(nextText(preview({ next: null }))).toBe('')
})

it('the next price says which tax is in it', () => {
  const next = { totalCents: 9_800, taxCents: 1_565, at: '2026-04-01T12:00:00.000Z' }

  expect(nextText(preview({ next }))).toBe(
    '$98/month, including $15.65 tax, starting April 1, 2026.',
  )
})

it('a preview says which tax is in its prices, if any is', () => {
  expect(includedTaxText(preview({ taxCents: 500 }))).toBe('')
  expect(includedTaxText(preview({ includedTaxCents: 500 }))).toBe('Including $5.00 tax')
})

it('a lowered limit says what it was, and the usage if that is more', () => {
  const names = {
    features: {},
    meters: {
      api_calls: { name: 'API calls', unit: null },
      storage: { name: 'Storage', unit: 'GB' },
    },
  }
  const lowered = { meter: 'api_calls', from: null, to: 10_000, used: null, isBroken: false }

  expect(loweredText(lowered, names)).toBe('API calls: 10,000 (down from unlimited)')
  expect(loweredText({ ...lowered, used: 12_000, isBroken: true }, names)).toBe(
    'API calls: 10,000 (down from unlimited). You’re using 12,000.',
  )
  expect(loweredText({ ...lowered, meter: 'storage', from: 100, to: 10 }, names)).toBe(
    'Storage: 10 GB (down from 100 GB)',
  )
})
