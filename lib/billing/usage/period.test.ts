import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BillingFact, Facts } from '@/lib/billing/access/facts'
import {
  byInvoice,
  facts,
  grant,
  march,
  onTrial,
  price,
  pro,
  rules,
  subscription,
} from '@/testing/facts'
import { usagePeriod } from './period'

const joined = new Date('2026-01-20T08:00:00.000Z')

const billedFrom = (anchor: string): { billing: BillingFact } => {
  const { billing } = byInvoice(null)
  if (!billing) throw new Error('It has billing')
  return { billing: { ...billing, anchor: new Date(anchor) } }
}

/** The period in short: its start, its end and whose it is. */
const period = (known: Facts, at: Date | string, createdAt = joined) => {
  const { start, end, source } = usagePeriod({ facts: known, createdAt }, rules, new Date(at))
  const short = (date: Date) => date.toISOString().slice(0, 16)
  return `${short(start)} ${short(end)} ${source}`
}

describe('without a subscription', () => {
  it('a period is a month from the account’s creation', () => {
    expect(period(facts(), '2026-01-20T08:00:00Z')).toBe(
      '2026-01-20T08:00 2026-02-20T08:00 account',
    )
    expect(period(facts(), '2026-02-20T07:59:59.999Z')).toBe(
      '2026-01-20T08:00 2026-02-20T08:00 account',
    )
    expect(period(facts(), '2026-02-20T08:00:00Z')).toBe(
      '2026-02-20T08:00 2026-03-20T08:00 account',
    )
  })

  it('a grant changes nothing', () => {
    const given = facts({ grants: [grant()] })

    expect(period(given, march(2))).toBe('2026-02-20T08:00 2026-03-20T08:00 account')
  })
})

describe('with a subscription', () => {
  it('a period is a month from Stripe’s anchor, clamped at the month’s end', () => {
    const known = pro({
      createdAt: new Date('2026-01-31T10:23:45Z'),
      ...billedFrom('2026-01-31T10:23:45Z'),
    })

    expect(period(known, '2026-02-01T00:00:00Z')).toBe('2026-01-31T10:23 2026-02-28T10:23 sub_pro')
    expect(period(known, '2026-02-28T10:23:44.999Z')).toBe(
      '2026-01-31T10:23 2026-02-28T10:23 sub_pro',
    )
    expect(period(known, '2026-02-28T10:23:45Z')).toBe('2026-02-28T10:23 2026-03-31T10:23 sub_pro')
    expect(period(known, '2026-03-31T10:23:45Z')).toBe('2026-03-31T10:23 2026-04-30T10:23 sub_pro')
  })

  it('a period is a month on a yearly plan as well', () => {
    const known = pro({ currentPeriodEnd: new Date('2027-03-01T12:00:00Z') })

    expect(period(known, '2026-05-20T00:00:00Z')).toBe('2026-05-01T12:00 2026-06-01T12:00 sub_pro')
  })

  it('the current period’s start stands in for an anchor that isn’t known', () => {
    expect(period(pro(), march(2))).toBe('2026-03-01T12:00 2026-04-01T12:00 sub_pro')
  })

  it('the next period begins on its millisecond, before anyone heard of the renewal', () => {
    const asOfMarch = pro(billedFrom('2026-03-01T12:00:00Z'))

    expect(period(asOfMarch, '2026-04-01T12:00:00.000Z')).toBe(
      '2026-04-01T12:00 2026-05-01T12:00 sub_pro',
    )
  })

  it('an earlier time belongs to the account, or to the subscription before', () => {
    const known = facts({
      subscriptions: [
        subscription('starter', {
          createdAt: new Date('2026-02-01T00:00:00Z'),
          endedAt: new Date('2026-02-10T00:00:00Z'),
          status: 'canceled',
          ...billedFrom('2026-02-01T00:00:00Z'),
        }),
        subscription('pro', billedFrom('2026-03-01T12:00:00Z')),
      ],
    })

    expect(period(known, '2026-02-05T00:00:00Z')).toBe(
      '2026-02-01T00:00 2026-02-10T00:00 sub_starter',
    )
    expect(period(known, '2026-02-10T00:00:00Z')).toBe('2026-01-20T08:00 2026-02-20T08:00 account')
    expect(period(known, march(1))).toBe('2026-03-01T12:00 2026-04-01T12:00 sub_pro')
  })

  it('the higher of two subscriptions counts, in whatever order Stripe lists them', () => {
    const both = [
      subscription('starter', billedFrom('2026-03-01T09:00:00Z')),
      subscription('pro', billedFrom('2026-03-01T12:00:00Z')),
    ]

    expect(period(facts({ subscriptions: both }), march(2))).toContain('sub_pro')
    expect(period(facts({ subscriptions: both.reverse() }), march(2))).toContain('sub_pro')
  })

  it.each([
    ['is unpaid', { status: 'unpaid' as const }],
    ['was canceled', { status: 'canceled' as const, endedAt: march(1) }],
    ['is paused', { pause: { resumesAt: null } }],
    ['has quantity 0', { prices: [price({ lookupKey: 'saas_pro_month', quantity: 0 })] }],
  ])('one that %s doesn’t count', (_, changes) => {
    expect(period(pro(changes), march(2))).toContain('account')
  })

  it('one with a plan that a grant surpasses still counts, because Stripe bills by its periods', () => {
    const known = facts({
      ...pro(billedFrom('2026-03-01T12:00:00Z')),
      grants: [grant({ plan: 'enterprise' })],
    })

    expect(period(known, march(2))).toContain('sub_pro')
  })
})

describe('a trial', () => {
  const trial = pro({ ...onTrial, ...billedFrom('2026-03-15T12:00:00Z') })

  it('is a period of its own, and the first paid month begins at its end', () => {
    expect(period(trial, march(2))).toBe('2026-03-01T12:00 2026-03-15T12:00 sub_pro')
    expect(period(trial, march(15))).toBe('2026-03-15T12:00 2026-04-15T12:00 sub_pro')
  })

  it('that ends with the subscription is followed by the account’s month', () => {
    const ending = pro({ ...onTrial, cancelAt: march(15), ...billedFrom('2026-03-15T12:00:00Z') })

    expect(period(ending, march(15))).toContain('account')
  })
})

it('periods follow each other without a gap, and each contains its moments', () => {
  const date = fc.date({
    min: new Date('2020-01-01'),
    max: new Date('2035-01-01'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(date, fc.nat(4_000), (anchor, days) => {
      const known = pro({ createdAt: anchor, ...billedFrom(anchor.toISOString()) })
      const at = new Date(anchor.getTime() + days * 86_400_000)
      const { start, end } = usagePeriod({ facts: known, createdAt: joined }, rules, at)

      expect(start <= at && at < end).toBe(true)
      expect(usagePeriod({ facts: known, createdAt: joined }, rules, end).start).toEqual(end)
      expect(start.getUTCDate()).toBeLessThanOrEqual(anchor.getUTCDate())
    }),
  )
})
