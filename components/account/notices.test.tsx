import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import {
  byInvoice,
  facts,
  grant,
  march,
  onTrial,
  price,
  pro,
  purchase,
  rules,
} from '@/testing/facts'
import { AccountNotices } from './notices'

/** Returns the text of the notices on a day in March. */
const textOn = (known: Facts, day: number, isOnSettings = false) =>
  renderToStaticMarkup(
    <AccountNotices
      access={decideAccess(known, rules, march(day))}
      facts={known}
      rules={rules}
      now={march(day)}
      isOnSettings={isOnSettings}
    />,
  )
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

it('is empty if there are no notices', () => {
  expect(textOn(pro(), 2)).toBe('')
})

it('says when the grace period of a failed payment ends, and later when it ended', () => {
  const unpaid = pro({ status: 'past_due', unpaidSince: march(1) })

  expect(textOn(unpaid, 14)).toBe(
    'Payment failed You keep full access until March 15, 2026. Pay now, or update your card and we’ll retry automatically. Pay now Update card',
  )
  expect(textOn(unpaid, 15)).toBe(
    'Payment failed Your grace period ended on March 15, 2026, so your paid features are locked. Pay to restore access. Pay now Update card',
  )
})

it('says when an invoice is due, and once it is late how long access stays open', () => {
  const late = pro({ status: 'past_due', unpaidSince: march(1), ...byInvoice(march(10)) })

  expect(textOn(pro(byInvoice(march(10))), 9)).toBe(
    'Your invoice is due on March 10, 2026 It’s for your Pro subscription. If you’ve already paid by bank transfer, no action is needed. Pay invoice',
  )
  expect(textOn(late, 11)).toBe(
    'Your invoice is past due It was due on March 10, 2026. You keep full access until March 24, 2026. A bank transfer may take a few days to arrive. Pay invoice',
  )
  expect(textOn(late, 25)).toBe(
    'Your invoice is past due It was due on March 10, 2026. Your grace period ended on March 24, 2026, so your paid features are locked. Pay to restore access. Pay invoice',
  )
})

it('offers to keep an ending subscription, unless a purchase includes as much', () => {
  const leaving = pro({ cancelAt: march(31) })

  expect(textOn(leaving, 2)).toBe(
    'Your Pro subscription ends on March 31, 2026 You have full access until then and won’t be charged again except for extra usage. Keep subscription',
  )
  expect(textOn({ ...leaving, purchases: [purchase({ plan: 'enterprise' })] }, 2)).toBe(
    'Your Pro subscription ends on March 31, 2026 Your access doesn’t depend on it. You won’t be charged again except for extra usage.',
  )
})

it('says that extra usage is still charged, if usage is billed at the end', () => {
  const leaving = pro({
    prices: [price({ lookupKey: 'metered_usage_month' })],
    cancelAt: march(31),
  })
  const known = { ...rules, catalog: metered }
  const html = renderToStaticMarkup(
    <AccountNotices
      access={decideAccess(leaving, known, march(2))}
      facts={leaving}
      rules={known}
      now={march(2)}
    />,
  )

  expect(html).toContain('won’t be charged again except for extra usage.')
})

it('says what is charged after a trial, or that the user must add a card', () => {
  const { billing } = byInvoice(null)
  if (!billing) throw new Error('There are no billing facts')
  const seat = price({ lookupKey: 'saas_pro_month', amountCents: 4_900, quantity: 1 })
  const trial = { ...onTrial, prices: [seat] }
  const withCard = { ...billing, defaultPaymentMethod: 'pm_1' }

  expect(textOn(pro({ ...trial, billing: withCard }), 2)).toContain(
    '13 days left in your Pro trial You’ll be charged $49 on March 15, 2026.',
  )
  expect(textOn(pro({ ...trial, billing }), 2)).toContain(
    'Your trial ends on March 15, 2026. Add a card to keep Pro.',
  )
})

it('says how much is owed if that is known', () => {
  const { billing } = byInvoice(null)
  const late = { status: 'past_due', unpaidSince: march(1) } as const
  const owing = { ...late, ...(billing && { billing: { ...billing, owedCents: 3_000 } }) }

  expect(textOn(pro(owing), 2)).toContain('Payment failed You owe $30.00. You keep full access')
})

it('says which trial has ended, and offers to continue with its plan', () => {
  expect(textOn(pro(onTrial), 16)).toBe(
    'Your Pro trial ended on March 15, 2026 You’re now on Free. Subscribe to get your features back. Continue with Pro',
  )
})

it('says that a subscription ended, and whether it was unpaid', () => {
  const ended = { status: 'canceled', endedAt: march(15) } as const

  expect(textOn(pro(ended), 16)).toBe(
    'Your Pro subscription ended on March 15, 2026 You’re now on Free. Resubscribe to get your features back. Resubscribe to Pro',
  )
  expect(textOn(pro({ ...ended, endedUnpaid: true }), 16)).toContain(
    'It ended because of an unpaid invoice. You’re now on',
  )
})

it('says that access granted by staff has ended', () => {
  expect(textOn(facts({ grants: [grant({ plan: 'enterprise', endsAt: march(10) })] }), 11)).toBe(
    'Your complimentary Enterprise access ended on March 10, 2026 You’re now on Free. Subscribe to get your features back. Subscribe to Enterprise',
  )
})

it('has no link to the settings page on that page', () => {
  const paused = pro({ pause: { resumesAt: null } })
  const leaving = pro({ cancelAt: march(31) })

  expect(textOn(paused, 2)).toContain('Resume subscription')
  expect(textOn(paused, 2, true)).not.toContain('Resume subscription')
  expect(textOn(leaving, 2)).toContain('Keep subscription')
  expect(textOn(leaving, 2, true)).not.toContain('Keep subscription')
})

it('says that a paused subscription ends, and when', () => {
  expect(textOn(pro({ pause: { resumesAt: null }, cancelAt: march(31) }), 2)).toBe(
    'Your subscription is paused and ends on March 31, 2026 You won’t be charged, and paid features are locked. Manage subscription',
  )
})

it('calls a canceled trial a trial', () => {
  expect(textOn(pro({ ...onTrial, cancelAt: march(15) }), 2)).toBe(
    'Your Pro trial ends on March 15, 2026 You have full access until then and won’t be charged. Keep subscription',
  )
})

it('says when the card is charged again, until that time has passed', () => {
  const { billing } = byInvoice(null)
  if (!billing) throw new Error('There are no billing facts')
  const late = pro({
    status: 'past_due',
    unpaidSince: march(1),
    billing: { ...billing, owedCents: 3_000, nextTryAt: march(4) },
  })

  expect(textOn(late, 2)).toContain(
    'You owe $30.00. You keep full access until March 15, 2026. We’ll try your card again on March 4, 2026, or you can pay now.',
  )
  expect(textOn(late, 5)).not.toContain('try your card again')
})
