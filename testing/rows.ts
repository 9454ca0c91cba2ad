import { randomUUID } from 'node:crypto'
import type { DiscountFact } from '@/lib/billing/access/facts'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Account, OpenCheckout } from '@/lib/db/accounts/accounts'
import type { Delivery } from '@/lib/db/ledger/ledger'
import { blankAccount } from '@/lib/sync/account'

/** A new user's row. Its user id is unique, so that tests can share a table. */
export function account(changes: Partial<Account> = {}): Account {
  const at = () => new Date('2026-03-01T12:00:00.000Z')
  const userId = changes.userId ?? randomUUID()
  const blank = blankAccount(
    { rules: { catalog: saas, groupPrefix: '' }, now: at, wallClock: at },
    { userId, username: userId, email: 'ada@example.com' },
  )
  return { ...blank, ...changes }
}

export const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  eventId: `evt_${randomUUID()}`,
  type: 'customer.subscription.updated',
  createdAt: new Date('2026-03-01T12:00:00Z'),
  // Now, since old ones expire.
  receivedAt: new Date(),
  customerId: 'cus_1',
  userId: 'user-1',
  outcome: 'synced',
  error: null,
  durationMs: 12.5,
  requestId: 'request-1',
  replayedBy: null,
  ...changes,
})

export const openCheckoutRow = (sessionId: string): OpenCheckout => ({
  sessionId,
  plan: 'pro',
  interval: 'month',
  quantity: 1,
  expiresAt: new Date('2026-03-02T00:00:00.001Z'),
})

const discount = (endsAt: Date | null): DiscountFact => ({
  couponId: 'LAUNCH',
  percentOff: 12.5,
  amountOffCents: null,
  duration: 'repeating',
  endsAt,
})

/** The row with a value in every field, and a different millisecond in each date. */
export function fullAccount(row: Account): Account {
  let millisecond = 0
  const at = () => new Date(Date.UTC(2026, 3, 1, 0, 0, 0, ++millisecond))
  return {
    ...row,
    customerId: 'cus_full',
    version: 7,
    facts: {
      subscriptions: [
        {
          id: 'sub_1',
          status: 'past_due',
          prices: [
            {
              id: 'price_1',
              lookupKey: null,
              productPlan: 'pro',
              nickname: '',
              quantity: 3,
              amountCents: 4_900,
              interval: 'month',
              intervalCount: 1,
              discounts: [discount(at())],
            },
          ],
          quantity: 3,
          createdAt: at(),
          currentPeriodStart: at(),
          currentPeriodEnd: at(),
          billing: {
            currency: 'usd',
            anchor: at(),
            collectionMethod: 'send_invoice',
            dueAt: at(),
            defaultPaymentMethod: null,
            discounts: [discount(null)],
          },
          trialStart: at(),
          trialEnd: at(),
          cancelAt: null,
          endedAt: null,
          unpaidSince: at(),
        },
      ],
      purchases: [
        {
          id: 'ch_1',
          plan: null,
          amountCents: 4_900,
          currency: 'usd',
          paidAt: at(),
          amountRefundedCents: 0,
          dispute: 'open',
        },
      ],
      grants: [{ id: 'grant_1', plan: 'pro', reason: '§ #1', startsAt: at(), endsAt: null }],
    },
    access: {
      ...row.access,
      status: 'past_due',
      plan: 'pro',
      groups: ['pro'],
      limits: { api_calls: { included: null }, storage: { included: 1, overageCents: 0.5 } },
      currentPeriodEnd: at(),
      trialExpiresAt: at(),
      cancelAt: at(),
      graceUntil: at(),
      invoiceDueAt: at(),
      nextLookAt: at(),
    },
    accessChangedAt: at(),
    stripeReadAt: { subscriptions: at(), purchases: null },
    intents: { 'an-intent': at(), 'and.another#': at() },
    move: { id: 'an-intent', at: at(), from: ['free'] },
    dueAt: at(),
    checkout: { ...openCheckoutRow('cs_full'), expiresAt: at() },
    userGoneAt: at(),
    createdAt: at(),
    updatedAt: at(),
  }
}
