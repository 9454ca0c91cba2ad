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
  totalCents: 2_999,
  amountDueCents: 2_999,
  features: { gained: [], lost: [] },
  limits: { lowered: [] },
  next: { totalCents: 4_900, at: '2026-04-01T12:00:00.000Z' },
}

it('shows every amount of the bill with its cents, and the price as a price tag', () => {
  const html = renderToStaticMarkup(
    <SubscriptionPreview preview={upgrade} names={{ features: {}, meters: {} }} />,
  )

  expect(html.match(/-?\$[\d.]+/g)).toEqual(['-$19.00', '$48.99', '$29.99', '$49'])
})
