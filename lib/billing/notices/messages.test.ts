import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { OutboxMessage } from '@/lib/db/outbox/outbox'
import { byInvoice, facts, march, pro, purchase, rules, subscription } from '@/testing/facts'
import { isForStaff, isStillTrue, messagesFor, paidWithoutUse } from './messages'

const messages = (known: Facts) =>
  messagesFor({ facts: known, access: decideAccess(known, rules, march(2)) }, rules, march(2))

const many = (count: number) =>
  facts({
    subscriptions: Array.from({ length: count }, (_, index) =>
      subscription('pro', { id: `sub_${'x'.repeat(20)}${index}` }),
    ),
  })

it('another product’s subscription causes no message to the user', () => {
  const late = { status: 'past_due', unpaidSince: march(1) } as const
  const course = subscription('course', { id: 'sub_course', ...late, trialRefused: true })
  const both = facts({ subscriptions: [subscription('pro', { id: 'sub_pro', ...late }), course] })

  expect(messages(both).filter(({ kind }) => !isForStaff(kind))).toMatchObject([
    { kind: 'payment_failed', data: { subscriptionId: 'sub_pro' } },
  ])
})

describe('a message that waited', () => {
  const unpaid = pro({ status: 'past_due', unpaidSince: march(1) })
  const key = messages(unpaid)[0]?.key ?? ''
  const isTrue = (known: Facts | null, day: number, kind = 'payment_failed') =>
    isStillTrue({ key, kind, data: {} }, known, rules, march(day))

  it('is dropped once the bill is paid or the account is deleted', () => {
    expect(isTrue(unpaid, 2)).toBe(true)
    expect(isTrue(pro(), 2)).toBe(false)
    expect(isTrue(null, 2)).toBe(false)
  })

  it('about usage is dropped once the period is over', () => {
    const alert = {
      key: 'usage:1',
      kind: 'usage_alert',
      data: { resetsAt: march(9).toISOString() },
    }

    expect(isStillTrue(alert, facts(), rules, march(8))).toBe(true)
    expect(isStillTrue(alert, facts(), rules, march(9))).toBe(false)
    expect(isStillTrue(alert, null, rules, march(8))).toBe(false)
  })

  it('is sent anyway if it is a fraud warning', () => {
    expect(isTrue(null, 2, 'early_fraud')).toBe(true)
    const forStaff = [
      'early_fraud',
      'unknown_price',
      'two_subscriptions',
      'user_gone',
      'user_disabled',
    ]
    expect(forStaff.every(isForStaff)).toBe(true)
    expect(isForStaff('payment_failed')).toBe(false)
  })
})

describe('the message about a user who is gone', () => {
  const messageFor = (known: Facts) =>
    paidWithoutUse(
      'user_gone',
      { facts: known, access: decideAccess(known, rules, march(2)) },
      rules,
    )

  it('names what they pay for, once for each such payment', () => {
    expect(messageFor(pro({ id: 'sub_1' }))).toEqual({
      key: 'user_gone:sub_1:1',
      kind: 'user_gone',
      data: { paidIds: 'sub_1' },
    })
    expect(messageFor(pro({ id: 'sub_2' }))?.key).toBe('user_gone:sub_2:1')
  })

  it('names what they paid once', () => {
    const bought = (amountRefundedCents: number) =>
      facts({ purchases: [purchase({ id: 'ch_1', amountRefundedCents })] })

    expect(messageFor(bought(0))?.data).toEqual({ paidIds: 'ch_1' })
    expect(messageFor(bought(30_000))).toBeNull()
  })

  it('is none if they pay nothing, or something else of this company', () => {
    expect(messageFor(facts())).toBeNull()
    expect(messageFor(pro({ status: 'canceled', endedAt: march(1) }))).toBeNull()
    expect(messageFor(facts({ subscriptions: [subscription('course')] }))).toBeNull()
  })

  it.each(['user_gone', 'user_disabled'])(
    'of kind %s stays true until the payments end',
    (kind) => {
      const waiting = { key: `${kind}:sub_1:1`, kind, data: {} }

      expect(isStillTrue(waiting, pro({ id: 'sub_1' }), rules, march(2))).toBe(true)
      expect(isStillTrue(waiting, null, rules, march(2))).toBe(true)
      expect(isStillTrue(waiting, facts(), rules, march(2))).toBe(false)
    },
  )
})

describe('the messages of an account', () => {
  it('are none for a user who pays', () => {
    expect(messages(pro())).toEqual([])
  })

  it('have one key for each unpaid period', () => {
    const [message] = messages(pro({ status: 'past_due', unpaidSince: march(1) }))
    expect(message).toMatchObject({ kind: 'payment_failed', data: { planName: 'Pro' } })
    expect(messages(pro({ status: 'past_due', unpaidSince: march(1) }))[0]?.key).toBe(message?.key)
  })

  it('name what is owed, where that is known', () => {
    const { billing } = byInvoice(null)
    const late = { status: 'past_due', unpaidSince: march(1) } as const
    const owing = { ...late, ...(billing && { billing: { ...billing, owedCents: 3_000 } }) }

    expect(messages(pro(owing))[0]?.data).toMatchObject({ owedCents: '3000', currency: 'usd' })
    expect(messages(pro(late))[0]?.data).not.toHaveProperty('owedCents')
  })

  it('remind of an invoice a week before it is due, and tell once that it is past due', () => {
    const owing = pro(byInvoice(march(20)))
    const late = pro({ status: 'past_due', unpaidSince: march(1), ...byInvoice(march(1)) })
    const on = (day: number) =>
      messagesFor(
        { facts: owing, access: decideAccess(owing, rules, march(day)) },
        rules,
        march(day),
      )

    expect(on(12)).toEqual([])
    expect(on(13)).toMatchObject([
      {
        key: 'invoice_due:sub_pro:2026-03-20',
        kind: 'invoice_due',
        data: { dueAt: march(20).toISOString(), planName: 'Pro' },
      },
    ])
    expect(on(20)).toEqual([])
    expect(messages(late)).toMatchObject([
      {
        key: 'invoice_overdue:sub_pro:2026-03-01',
        kind: 'invoice_overdue',
        data: { dueAt: march(1).toISOString(), graceUntil: march(15).toISOString() },
      },
    ])
  })

  it('report two subscriptions, with another key for three', () => {
    const [two] = messages(many(2))
    const [three] = messages(many(3))
    expect(two).toMatchObject({ kind: 'two_subscriptions' })
    expect(three?.key).not.toBe(two?.key)
  })

  it('report an unknown price once a month, however many users pay it', () => {
    const paying = (changes: Partial<SubscriptionFact>) =>
      facts({ subscriptions: [subscription('gold', changes)] })
    const [message] = messages(paying({ id: 'sub_ada' }))

    expect(message).toMatchObject({
      kind: 'unknown_price',
      data: { prices: 'price_gold', subscriptionId: 'sub_ada' },
    })
    expect(messages(paying({ id: 'sub_bob' }))[0]?.key).toBe(message?.key)
    expect(messages(paying({ currentPeriodStart: march(32) }))[0]?.key).not.toBe(message?.key)
    expect(messages(paying({ status: 'canceled' }))).toEqual([])
    const [gold, known] = [paying({}), pro()].map((of) => of.subscriptions[0]?.prices ?? [])
    expect(messages(paying({ prices: [...(gold ?? []), ...(known ?? [])] }))).toEqual([])
  })

  it('always fit the outbox, so that they never block a change of access', () => {
    for (const message of messages(many(1_000))) {
      const whole = { ...message, userId: 'sub-ada', createdAt: march(1).toISOString() }
      expect(OutboxMessage.safeParse(whole).success).toBe(true)
    }
  })
})
