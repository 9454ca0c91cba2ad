import type { Message, MessageKind } from '@/lib/billing/notices/messages'

/** The time of the sample mails. */
export const now = new Date('2026-12-01T09:00:00Z')

const owed = { planName: 'Pro', owedCents: '4900', currency: 'usd' }

/** For each kind of message, data as `messages.ts` makes it. */
export const sampleData: Record<MessageKind, Message['data']> = {
  payment_failed: { ...owed, subscriptionId: 'sub_1', graceUntil: '2026-12-12T18:30:00.000Z' },
  invoice_due: { ...owed, subscriptionId: 'sub_1', dueAt: '2026-12-07T09:00:00.000Z' },
  invoice_overdue: {
    ...owed,
    subscriptionId: 'sub_1',
    dueAt: '2026-11-30T09:00:00.000Z',
    graceUntil: '2026-12-14T09:00:00.000Z',
  },
  bank_payment_failed: { id: 'pi_1' },
  trial_refused: { subscriptionId: 'sub_1' },
  usage_alert: {
    of: 'included',
    percent: '80',
    meterName: 'API calls',
    unit: 'calls',
    used: '80412',
    included: '100000',
    resetsAt: '2026-12-14T09:00:00.000Z',
    eachCents: '0.1',
    currency: 'usd',
    costCents: '0',
  },
  two_subscriptions: { subscriptionIds: 'sub_1 sub_2' },
  unknown_price: { prices: 'price_1', subscriptionId: 'sub_1' },
  early_fraud: { chargeId: 'ch_1' },
  user_gone: { paidIds: 'sub_1' },
  user_disabled: { paidIds: 'sub_1' },
}
