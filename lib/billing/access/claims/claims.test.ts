import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { byInvoice, facts, grant, march, pro, purchase, rules } from '@/testing/facts'

const decide = (given: Facts, now: Date) => decideAccess(given, rules, now)

describe('a subscription that is paid by invoice', () => {
  const late = (dueAt: Date | null, unpaidSince = march(1)) =>
    pro({ status: 'past_due', unpaidSince, ...byInvoice(dueAt) })

  it.each([
    ['the due date, if that is later', march(8), march(22)],
    ['the unpaid period, if that is later', march(-3), march(15)],
    ['the unpaid period, if there is no due date', null, march(15)],
  ])('has grace from %s', (_, dueAt, until) => {
    expect(decide(late(dueAt), march(9)).graceUntil).toEqual(until)
    expect(decide(late(dueAt), new Date(until.getTime() - 1)).plan).toBe('pro')
    expect(decide(late(dueAt), until).plan).toBe('free')
  })

  it('says when the invoice is due, and never that the period is paid', () => {
    const why = (known: Facts, day = 10) => decide(known, march(day)).sources[0]?.why

    expect(why(pro(byInvoice(march(20))))).toBe(
      'Your Pro subscription renews on 2026-03-31. Your invoice is due on 2026-03-20.',
    )
    expect(why(pro(byInvoice(march(20))), 21)).toBe(
      'Your Pro subscription renews on 2026-03-31. Your invoice was due on 2026-03-20.',
    )
    expect(why(pro({ cancelAt: march(31), ...byInvoice(march(20)) }))).toBe(
      'Your Pro subscription ends on 2026-03-31. Your invoice is due on 2026-03-20.',
    )
    expect(why(pro(byInvoice(null)))).toBe('Your Pro subscription renews on 2026-03-31.')
    expect(why(pro({ status: 'unpaid', ...byInvoice(march(2)) }))).toContain('so you’re on Free')
  })

  it('is checked once the invoice was sent, a week before it is due, and when it is late', () => {
    const next = (known: Facts, at: Date) => decide(known, at).nextLookAt

    expect(next(pro(byInvoice(null)), march(1))).toEqual(new Date('2026-03-01T14:00:00Z'))
    expect(next(pro(byInvoice(march(20))), march(1))).toEqual(march(13))
    expect(next(pro(byInvoice(march(20))), march(13))).toEqual(new Date('2026-03-20T14:00:00Z'))
  })

  it.each([['active'], ['past_due'], ['unpaid']] as const)(
    'shows the due date while it is %s, and not after it ended',
    (status) => {
      expect(decide(pro({ status, ...byInvoice(march(20)) }), march(10)).invoiceDueAt).toEqual(
        march(20),
      )
      expect(
        decide(pro({ status: 'canceled', ...byInvoice(march(20)) }), march(10)).invoiceDueAt,
      ).toBeNull()
    },
  )
})

describe('a purchase', () => {
  it.each([
    ['paid', {}, 'pro', 'You bought Pro on 2026-03-01. It’s yours forever.'],
    [
      'refunded in part',
      { amountRefundedCents: 29_999 },
      'pro',
      'You bought Pro on 2026-03-01. It’s yours forever.',
    ],
    [
      'refunded in full',
      { amountRefundedCents: 30_000 },
      'free',
      'You bought Pro on 2026-03-01. It was refunded in full.',
    ],
    [
      'free of charge',
      { amountCents: 0 },
      'pro',
      'You bought Pro on 2026-03-01. It’s yours forever.',
    ],
    [
      'disputed',
      { dispute: 'open' as const },
      'pro',
      'You bought Pro on 2026-03-01. It’s yours unless the payment dispute is lost.',
    ],
    [
      'with a dispute won',
      { dispute: 'won' as const },
      'pro',
      'You bought Pro on 2026-03-01. It’s yours forever.',
    ],
    [
      'with a dispute lost',
      { dispute: 'lost' as const },
      'free',
      'You bought Pro on 2026-03-01. The payment dispute was lost.',
    ],
    [
      'of an unknown plan',
      { plan: 'gold' },
      'free',
      'On 2026-03-01, you bought a plan we no longer sell. It doesn’t include access.',
    ],
    [
      'of no plan',
      { plan: null },
      'free',
      'On 2026-03-01, you bought a plan we no longer sell. It doesn’t include access.',
    ],
  ])('%s', (_, changes, plan, why) => {
    const access = decide(facts({ purchases: [purchase(changes)] }), march(2))

    expect(access).toMatchObject({ plan, status: plan === 'pro' ? 'active' : 'none' })
    expect(access.sources.find(({ kind }) => kind === 'purchase')?.why).toBe(why)
  })

  it('gives access however a subscription ended', () => {
    const both = facts({ ...pro({ status: 'canceled' }), purchases: [purchase()] })
    expect(decide(both, march(2))).toMatchObject({ status: 'active', plan: 'pro' })
  })

  it('keeps a user active whose subscription to the same plan is unpaid', () => {
    const both = facts({ ...pro({ status: 'past_due' }), purchases: [purchase()] })
    expect(decide(both, march(2))).toMatchObject({ status: 'active', graceUntil: march(15) })
  })
})

describe('a grant', () => {
  it.each([
    ['without end', {}, march(2), 'pro', 'Pro is granted to you: a pilot customer'],
    [
      'before it starts',
      { startsAt: march(5) },
      march(4),
      'free',
      'Pro will be granted to you from 2026-03-05: a pilot customer',
    ],
    [
      'as it starts',
      { startsAt: march(5) },
      march(5),
      'pro',
      'Pro is granted to you: a pilot customer',
    ],
    [
      'before it ends',
      { endsAt: march(9) },
      march(8),
      'pro',
      'Pro is granted to you until 2026-03-09: a pilot customer',
    ],
    [
      'as it ends',
      { endsAt: march(9) },
      march(9),
      'free',
      'Pro was granted to you until 2026-03-09: a pilot customer',
    ],
    [
      'that ends before it starts',
      { startsAt: march(9), endsAt: march(5) },
      march(7),
      'free',
      'Pro was granted to you until 2026-03-05: a pilot customer',
    ],
    [
      'of an unknown plan',
      { plan: 'gold' },
      march(2),
      'free',
      'A plan we no longer sell is granted to you: a pilot customer',
    ],
  ])('%s', (_, changes, now, plan, why) => {
    const access = decide(facts({ grants: [grant(changes)] }), now)

    expect(access).toMatchObject({ plan, groups: [`app-${plan}`] })
    expect(access.sources.find(({ kind }) => kind === 'grant')?.why).toBe(why)
  })

  it('never lowers a higher plan', () => {
    const both = facts({ ...pro(), grants: [grant({ plan: 'starter' })] })
    expect(decide(both, march(2))).toMatchObject({ plan: 'pro', status: 'active' })
  })
})

describe('a bank payment', () => {
  const onItsWay = 'Your bank payment for Pro is pending. Access starts when it clears.'
  const bounced = 'Your bank payment for Pro failed, so access hasn’t started.'

  it.each([
    ['active', 'processing', 'incomplete', onItsWay],
    ['incomplete', 'processing', 'incomplete', onItsWay],
    ['past_due', 'failed', 'past_due', bounced],
    ['incomplete', 'failed', 'incomplete', bounced],
    ['incomplete_expired', 'failed', 'none', bounced],
  ] as const)(
    'for a subscription that Stripe reports as %s gives no access while %s',
    (status, firstPayment, is, why) => {
      const access = decide(pro({ status, firstPayment }), march(2))

      expect(access).toMatchObject({ plan: 'free', status: is, graceUntil: null })
      expect(access.sources.find(({ kind }) => kind === 'subscription')?.why).toBe(why)
      expect(access.bankPayment).toMatchObject({
        state: firstPayment,
        plan: 'pro',
        for: 'subscription',
      })
    },
  )

  it.each([
    ['processing', onItsWay],
    ['failed', bounced],
  ] as const)('for a purchase gives no access while %s', (payment, why) => {
    const access = decide(facts({ purchases: [purchase({ payment })] }), march(2))

    expect(access).toMatchObject({ plan: 'free', status: 'none' })
    expect(access.sources.find(({ kind }) => kind === 'purchase')?.why).toBe(why)
    expect(access.bankPayment).toMatchObject({ state: payment, plan: 'pro', for: 'purchase' })
  })

  it('that failed is not shown after a month, nor once the plan is paid in another way', () => {
    const failed = facts({ purchases: [purchase({ payment: 'failed' })] })
    expect(decide(failed, march(30)).bankPayment).not.toBeNull()
    expect(decide(failed, new Date('2026-04-02')).bankPayment).toBeNull()
    expect(decide({ ...pro(), purchases: failed.purchases }, march(2)).bankPayment).toBeNull()
  })
})
