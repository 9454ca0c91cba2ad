import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import { march } from '@/testing/facts'
import type { Running } from './change'
import { decideCancel, decidePause, decideResume, pauseEnds } from './ending'

const terms = { plan: saas.plans[2] ?? null, interval: 'month', quantity: 1 } as const
const running = (changes: Partial<Running> = {}): Running => ({
  ...terms,
  status: 'active',
  currency: 'usd',
  currentPeriodStart: march(1),
  currentPeriodEnd: new Date('2026-04-01T12:00:00Z'),
  trialEnd: null,
  cancelAt: null,
  endsWithPeriod: true,
  renewsTogether: true,
  hasPaymentMethod: true,
  cycle: { anchor: march(1), unit: 'month', count: 1 },
  pause: null,
  scheduled: null,
  pendingUpdate: null,
  byInvoice: false,
  byDebit: false,
  isMetered: false,
  billsOtherUsage: false,
  isUnbilled: false,
  planItems: 'one',
  ...changes,
})
const planned = { ...terms, at: march(31), own: true }
const changes = (settings: Partial<typeof saas.changes>) => ({
  changes: { ...saas.changes, ...settings },
})

describe('the owner of a lifetime plan', () => {
  const [free, starter] = saas.plans
  const higher = { ...(starter ?? free), rank: 99 } as Plan
  const planned = { ...terms, at: march(31), own: true }

  it.each<[string, Partial<Running>]>([
    ['that was canceled', { cancelAt: march(31) }],
    ['that is paused', { pause: { resumesAt: null } }],
    ['whose trial ended without a card', { status: 'paused' }],
    ['of a plan that isn’t sold any more', { cancelAt: march(31), plan: null }],
  ])('isn’t led to pay again for a subscription %s', (_, is) => {
    expect(decideResume(running(is), higher)).toEqual([])
    expect(decideResume(running({ ...is }), undefined)).toHaveLength(1)
  })

  it('may still drop a planned change, and keep a subscription to a higher plan', () => {
    expect(decideResume(running({ scheduled: planned }), higher)).toHaveLength(1)
    expect(decideResume(running({ cancelAt: march(31) }), starter)).toEqual([
      { kind: 'undo_cancel' },
    ])
  })
})

describe('an end that staff set, months ahead', () => {
  const far = { cancelAt: new Date('2027-01-15T00:00:00Z'), endsWithPeriod: false }

  it('may be brought forward to the end of the period, and isn’t taken back', () => {
    expect(decideCancel('period_end', running(far), saas)).toEqual({ kind: 'at_period_end' })
    expect(decideResume(running(far), undefined)).toEqual([])
  })

  it('in the last period can’t be brought forward any more, nor taken back', () => {
    const last = { cancelAt: march(20), endsWithPeriod: false }

    expect(decideCancel('period_end', running(last), saas)).toEqual({ kind: 'same', at: march(20) })
    expect(decideResume(running(last), undefined)).toEqual([])
  })
})

describe('canceling', () => {
  it.each<[string, Partial<Running>, string]>([
    ['active', {}, 'at_period_end'],
    ['trialing', { status: 'trialing', trialEnd: march(15) }, 'at_period_end'],
    ['past_due', { status: 'past_due' }, 'at_period_end'],
    ['unpaid', { status: 'unpaid' }, 'at_period_end'],
    ['paused', { pause: { resumesAt: null } }, 'at_period_end'],
    ['with a downgrade planned', { scheduled: planned }, 'at_period_end'],
    [
      'with an upgrade that waits for payment',
      { pendingUpdate: { ...terms, expiresAt: march(3) } },
      'at_period_end',
    ],
    ['canceling already', { cancelAt: march(31) }, 'same'],
    ['never paid', { status: 'incomplete' }, 'abandon'],
    ['canceled', { status: 'canceled' }, 'no_subscription'],
    ['planned by staff', { scheduled: { ...planned, own: false } }, 'by_arrangement'],
  ])('%s', (_, is, expected) => {
    const ending = decideCancel('period_end', running(is), changes({}))

    expect(ending.kind === 'refused' ? ending.reason : ending.kind).toBe(expected)
  })

  it('immediately needs a setting, and works on a subscription that is set to end', () => {
    const is = running({ cancelAt: march(31) })

    expect(decideCancel('now', is, changes({ cancelNow: true }))).toEqual({ kind: 'now' })
    expect(decideCancel('now', is, changes({ cancelNow: false }))).toEqual({
      kind: 'refused',
      reason: 'not_offered',
    })
  })
})

describe('resuming', () => {
  const all = running({
    cancelAt: march(31),
    scheduled: planned,
    pendingUpdate: { ...terms, expiresAt: march(3) },
    pause: { resumesAt: null },
  })

  it('undoes everything, or only what is asked for', () => {
    expect(decideResume(all, undefined).map(({ kind }) => kind)).toEqual([
      'discard_pending_update',
      'cancel_scheduled_change',
      'undo_cancel',
      'unpause',
    ])
    expect(decideResume(all, undefined, 'cancellation')).toEqual([{ kind: 'undo_cancel' }])
  })

  it('bills a new period if the current one was never paid for', () => {
    const pause = { resumesAt: null }

    expect(decideResume(running({ pause }), undefined)).toEqual([{ kind: 'unpause', bills: false }])
    expect(decideResume(running({ pause, isUnbilled: true }), undefined)).toEqual([
      { kind: 'unpause', bills: true },
    ])
  })

  it('starts to bill a trial that ended without a card', () => {
    expect(decideResume(running({ status: 'paused' }), undefined)).toEqual([
      { kind: 'start_paying' },
    ])
  })

  it('does nothing if there is nothing to undo', () => {
    expect(decideResume(running(), undefined)).toEqual([])
    expect(decideResume(running({ scheduled: { ...planned, own: false } }), undefined)).toEqual([])
    expect(decideResume({ ...all, status: 'canceled' }, undefined)).toEqual([])
  })
})

describe('a pause', () => {
  const decide = (until: string | null, is: Partial<Running> = {}, offered = true) =>
    decidePause(until ? new Date(until) : null, running(is), changes({ pause: offered }), march(10))

  it('lasts until the user resumes', () => {
    expect(decide(null)).toEqual({ kind: 'pause', resumesAt: null })
  })

  it.each([
    ['within what is paid, to the second', '2026-03-20T08:30:00Z', '2026-03-20T08:30:00.000Z'],
    ['at the end of what is paid', '2026-04-01T12:00:00Z', '2026-04-01T11:59:00.000Z'],
    ['in a later period, at its end', '2026-04-15T12:00:00Z', '2026-05-01T11:59:00.000Z'],
    ['long', '2026-12-24T12:00:00Z', '2027-01-01T11:59:00.000Z'],
  ])('%s', (_, wanted, resumes) => {
    expect(decide(wanted)).toEqual({ kind: 'pause', resumesAt: new Date(resumes) })
  })

  it('never ends within an unpaid month, however short the month', () => {
    const endsOn31 = {
      cycle: { unit: 'month', count: 1, anchor: new Date('2026-12-31T12:00:00Z') },
      currentPeriodEnd: new Date('2027-01-31T12:00:00Z'),
    } as const

    expect(decide('2027-02-10T00:00:00Z', endsOn31)).toEqual({
      kind: 'pause',
      resumesAt: new Date('2027-02-28T11:59:00Z'),
    })
  })

  it('may end at the start of a period, within a year', () => {
    const days = (is: Partial<Running>) =>
      pauseEnds(running(is), march(10)).map((end) => end.toISOString().slice(0, 10))

    expect(days({})).toEqual(['2026-05-01', '2026-06-01', '2026-07-01'])
    const yearly = { unit: 'year', count: 1, anchor: march(31) } as const
    expect(days({ cycle: yearly, currentPeriodEnd: march(31) })).toEqual([])
    const fortnightly = { unit: 'week', count: 2, anchor: march(4) } as const
    expect(days({ cycle: fortnightly, currentPeriodEnd: march(18) })).toEqual([
      '2026-04-01',
      '2026-04-15',
      '2026-04-29',
    ])
    expect(days({ cycle: null })).toEqual([])
  })

  it('ends where Stripe begins a period: on the 31st, after a shorter month', () => {
    const since = {
      cycle: { unit: 'month', count: 1, anchor: new Date('2027-01-31T10:00:00Z') },
      currentPeriodEnd: new Date('2027-02-28T10:00:00Z'),
    } as const
    const pause = decidePause(
      new Date('2027-03-15T00:00:00Z'),
      running(since),
      changes({ pause: true }),
      new Date('2027-02-01T00:00:00Z'),
    )

    expect(pause).toEqual({ kind: 'pause', resumesAt: new Date('2027-03-31T09:59:00Z') })
  })

  it('beyond the paid period is refused if it isn’t known when periods start', () => {
    expect(decide('2026-04-15T00:00:00Z', { cycle: null })).toMatchObject({
      reason: 'by_arrangement',
    })
    expect(decide('2026-03-20T00:00:00Z', { cycle: null })).toMatchObject({ kind: 'pause' })
  })

  it.each<[string, Partial<Running>, string]>([
    ['trialing', { status: 'trialing', trialEnd: march(15) }, 'on_trial'],
    ['other usage', { isMetered: true, billsOtherUsage: true }, 'metered'],
    ['past_due', { status: 'past_due' }, 'payment_due'],
    ['canceling', { cancelAt: march(31) }, 'ending'],
    ['with a downgrade planned', { scheduled: planned }, 'change_scheduled'],
    ['incomplete', { status: 'incomplete' }, 'first_payment_open'],
    ['canceled', { status: 'canceled' }, 'no_subscription'],
    ['by invoice', { byInvoice: true }, 'by_arrangement'],
  ])('is refused: %s', (_, is, reason) => {
    expect(decide(null, is)).toEqual({ kind: 'refused', reason })
  })

  it('is refused for over a year, for the past, and if it is not offered', () => {
    expect(decide('2027-03-11T00:00:00Z')).toMatchObject({ reason: 'resumes_too_late' })
    expect(decide('2026-03-09T00:00:00Z')).toMatchObject({ reason: 'resumes_in_the_past' })
    expect(decide(null, {}, false)).toMatchObject({ reason: 'not_offered' })
  })

  it('of a paused subscription changes nothing', () => {
    expect(decide(null, { pause: { resumesAt: null } })).toEqual({ kind: 'same' })
  })
})
