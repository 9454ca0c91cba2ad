import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts, SubscriptionFact } from '@/lib/billing/access/facts'
import { OutboxMessage } from '@/lib/db/outbox/outbox'
import { byInvoice, facts, march, pro, rules, subscription } from '@/testing/facts'
import { isForStaff, isStillTrue, messagesFor } from './messages'

const messages = (known: Facts) =>
  messagesFor({ facts: known, access: decideAccess(known, rules, march(2)) }, rules, march(2))

const many = (count: number) =>
  facts({
    subscriptions: Array.from({ length: count }, (_, index) =>
      subscription('pro', { id: `sub_${'x'.repeat(20)}${index}` }),
    ),
  })

describe('a message that waited', () => {
  const unpaid = pro({ status: 'past_due', unpaidSince: march(1) })
  const key = messages(unpaid)[0]?.key ?? ''
  const isTrue = (known: Facts | null, day: number, kind = 'payment_failed') =>
    isStillTrue({ key, kind }, known, rules, march(day))

  it('is dropped once the bill is paid or the account is deleted', () => {
    expect(isTrue(unpaid, 2)).toBe(true)
    expect(isTrue(pro(), 2)).toBe(false)
    expect(isTrue(null, 2)).toBe(false)
  })

  it('is sent anyway if it is a fraud warning', () => {
    expect(isTrue(null, 2, 'early_fraud')).toBe(true)
    expect(['early_fraud', 'unknown_price', 'two_subscriptions'].every(isForStaff)).toBe(true)
    expect(isForStaff('payment_failed')).toBe(false)
  })
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
