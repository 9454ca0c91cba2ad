import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { facts, grant, march, onTrial, price, pro, purchase, rules } from '@/testing/facts'
import { AccountNotices } from './notices'

/** What the page says on a day, without the markup. */
const said = (known: Facts, day: number) =>
  renderToStaticMarkup(
    <AccountNotices
      access={decideAccess(known, rules, march(day))}
      facts={known}
      rules={rules}
      now={march(day)}
    />,
  )
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

it('says nothing when there is nothing to say', () => {
  expect(said(pro(), 2)).toBe('')
})

it('says until when a failed payment can still be paid, and then since when it could not', () => {
  const unpaid = pro({ status: 'past_due', unpaidSince: march(1) })

  expect(said(unpaid, 14)).toBe(
    'A payment failed Everything keeps working until March 15, 2026. Pay now, or change the card: it is tried again by itself. Pay now Change card',
  )
  expect(said(unpaid, 15)).toBe(
    'A payment failed The time to pay ran out on March 15, 2026, so what it paid for is closed. Paying opens it again. Pay now Change card',
  )
})

it('offers to keep what ends, unless something bought for good opens as much', () => {
  const leaving = pro({ cancelAt: march(31) })

  expect(said(leaving, 2)).toBe(
    'Your Pro subscription ends on March 31, 2026 Until then nothing changes, and nothing more is charged. Keep it instead',
  )
  expect(said({ ...leaving, purchases: [purchase({ plan: 'enterprise' })] }, 2)).toBe(
    'Your Pro subscription ends on March 31, 2026 What you have does not depend on it. Until then nothing changes, and nothing more is charged.',
  )
})

it('does not promise that nothing more is charged where usage is billed at the end', () => {
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

  expect(html).toContain('nothing more is charged than usage beyond what is included')
})

it('says which trial is over, and what goes on with it', () => {
  expect(said(pro(onTrial), 16)).toBe(
    'Your Pro trial ended on March 15, 2026 You are on Free now; Pro opens all of it again. Go on with Pro',
  )
})

it('says that a subscription ended, and whether for want of money', () => {
  const ended = { status: 'canceled', endedAt: march(15) } as const

  expect(said(pro(ended), 16)).toBe(
    'Your Pro subscription ended on March 15, 2026 You are on Free now; Pro opens all of it again. Get Pro again',
  )
  expect(said(pro({ ...ended, endedUnpaid: true }), 16)).toContain('It was not paid. You are on')
})

it('says that what staff gave for a time is over', () => {
  expect(said(facts({ grants: [grant({ plan: 'enterprise', endsAt: march(10) })] }), 11)).toBe(
    'Enterprise was given to you until March 10, 2026 You are on Free now; Enterprise opens all of it again. Get Enterprise again',
  )
})
