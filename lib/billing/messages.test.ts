import { describe, expect, it } from 'vitest'
import { OutboxMessage } from '@/lib/db/outbox'
import { facts, march, pro, rules, subscription } from '@/lib/testing/facts'
import { decideAccess } from './access'
import type { Facts } from './facts'
import { messagesFor } from './messages'

const messages = (known: Facts) =>
  messagesFor({ facts: known, access: decideAccess(known, rules, march(2)) })

const many = (count: number) =>
  facts({
    subscriptions: Array.from({ length: count }, (_, index) =>
      subscription('saas_pro_month', { id: `sub_${'x'.repeat(20)}${index}` }),
    ),
  })

describe('what wants to be said', () => {
  it('is nothing to somebody who simply pays', () => {
    expect(messages(pro())).toEqual([])
  })

  it('is one thing for each unpaid period', () => {
    const [message] = messages(pro({ status: 'past_due', unpaidSince: march(1) }))
    expect(message).toMatchObject({ kind: 'payment_failed' })
    expect(messages(pro({ status: 'past_due', unpaidSince: march(1) }))[0]?.key).toBe(message?.key)
  })

  it('is that two are paid for, in another key when it becomes three', () => {
    const [two] = messages(many(2))
    const [three] = messages(many(3))
    expect(two).toMatchObject({ kind: 'two_subscriptions' })
    expect(three?.key).not.toBe(two?.key)
  })

  it('always fits the outbox: a note to staff must never stop a change of access', () => {
    for (const message of messages(many(1_000))) {
      const whole = { ...message, userId: 'sub-ada', createdAt: march(1).toISOString() }
      expect(OutboxMessage.safeParse(whole).success).toBe(true)
    }
  })
})
