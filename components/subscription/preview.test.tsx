import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { SubscriptionPreview } from './preview'
import type { ShownPreview } from './text'

const upgrade: ShownPreview = {
  previewId: 'prv_1',
  interval: 'month',
  quantity: 1,
  currency: 'usd',
  effective: 'now',
  effectiveAt: '2026-03-01T12:00:00.000Z',
  trial: 'none',
  lines: [
    { description: 'Unused time on Starter', amountCents: -1_900, proration: true },
    { description: 'Remaining time on Pro', amountCents: 4_899, proration: true },
  ],
  discountCents: 0,
  taxCents: 0,
  includedTaxCents: 0,
  totalCents: 2_999,
  amountDueCents: 2_999,
  features: { gained: [], lost: [] },
  limits: { lowered: [], all: [] },
  next: { totalCents: 4_900, taxCents: 0, at: '2026-04-01T12:00:00.000Z' },
  endsAt: null,
}

it('shows every amount of the bill with its cents, and the price as a price tag', () => {
  const html = renderToStaticMarkup(
    <SubscriptionPreview
      preview={upgrade}
      names={{ features: {}, meters: {} }}
      billsUsage={false}
    />,
  )

  expect(html.match(/-?\$[\d.]+/g)).toEqual(['-$19.00', '$48.99', '$29.99', '$49'])
})

const shown = (changes: Partial<ShownPreview>, billsUsage = false) =>
  renderToStaticMarkup(
    <SubscriptionPreview
      preview={{ ...upgrade, ...changes }}
      names={{ features: {}, meters: {} }}
      billsUsage={billsUsage}
    />,
  )
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

it('gives added tax a row of its own, and says which tax is included', () => {
  expect(shown({ taxCents: 600, totalCents: 3_599, amountDueCents: 3_599 })).toContain(
    'Remaining time on Pro $48.99 Tax $6.00 Due today $35.99',
  )
  expect(shown({ includedTaxCents: 500 })).toContain(
    'Remaining time on Pro $48.99 Due today $29.99 Including $5.00 tax',
  )
})

it('says when the subscription still ends, and shows no next charge', () => {
  const ending = { next: null, endsAt: '2026-03-31T12:00:00.000Z' }

  expect(shown(ending)).toContain('Your subscription still ends on March 31, 2026.')
  expect(shown(ending)).toContain('Nothing is charged after that.')
  expect(shown(ending)).not.toContain('starting')
  expect(shown(ending, true)).toContain('Nothing is charged after that, except for extra usage.')
  expect(shown({})).not.toContain('ends on')
})

it('adds credit to the balance if no invoice follows that it could lower', () => {
  const credited = { totalCents: -500, amountDueCents: 0 }

  expect(shown(credited)).toContain('$5 will be credited toward your next invoice.')
  expect(shown({ ...credited, next: null })).toContain('$5 will be added to your credit balance.')
})

it('lists the limits that rise next to the features that are added', () => {
  const more = { meter: 'api_calls', change: 'more', overage: { from: true, to: true } } as const
  const names = {
    features: { sso: 'Single sign-on' },
    meters: {
      api_calls: { name: 'API calls', unit: null },
      backups: { name: 'Backups', unit: null },
    },
  }
  const html = renderToStaticMarkup(
    <SubscriptionPreview
      preview={{
        ...upgrade,
        features: { gained: ['sso'], lost: [] },
        limits: {
          lowered: [],
          all: [
            { ...more, from: 100_000, to: 1_000_000 },
            { ...more, meter: 'backups', from: 0, to: null },
          ],
        },
      }}
      names={names}
      billsUsage={false}
    />,
  )

  expect(html).toMatch(/What you’ll gain.*Single sign-on/)
  expect(html).toContain('API calls: 1,000,000 (up from 100,000)')
  expect(html).toContain('Backups: unlimited (up from none)')
})
