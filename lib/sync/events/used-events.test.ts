import { describe, expect, it } from 'vitest'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { triggersPolicy } from '@/lib/billing/access/policies'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { withLifetime } from '@/testing/catalog'
import { pro, subscription } from '@/testing/facts'
import { affectedFacts, isCovered, isRedundant, usedEventTypes } from './used-events'

describe('used events', () => {
  it('have a name for every type that the endpoint subscribes to', () => {
    expect(usedEventTypes).toContain('customer.subscription.updated')
    for (const type of usedEventTypes) {
      const isUsed =
        affectedFacts(type, withLifetime).length > 0 || triggersPolicy(type, withLifetime.policies)
      expect(isUsed, type).toBe(true)
    }
  })

  it('are redundant only for users who pay, or have paid, for everything they have', () => {
    const repeats = (...some: Partial<SubscriptionFact>[]) =>
      isRedundant('invoice.paid', ['subscriptions'], {
        subscriptions: some.map((fact) => subscription('pro', fact)),
      })

    expect(repeats({ status: 'active' })).toBe(true)
    expect(repeats({ status: 'trialing' }, { status: 'canceled' })).toBe(true)
    expect(repeats()).toBe(false)
    expect(repeats({ status: 'canceled' })).toBe(false)
    expect(repeats({ status: 'active', firstPayment: 'processing' })).toBe(false)
    for (const status of ['past_due', 'unpaid', 'incomplete', 'paused', 'unknown'] as const) {
      expect(repeats({ status: 'active' }, { status }), status).toBe(false)
    }
    const { subscriptions } = pro()
    expect(isRedundant('invoice.voided', ['subscriptions'], { subscriptions })).toBe(false)
    const both = ['subscriptions', 'purchases'] as const
    expect(isRedundant('checkout.session.completed', both, { subscriptions })).toBe(false)
  })

  it('include refunds only if the catalog sells one-time purchases', () => {
    expect(affectedFacts('charge.refunded', saas)).toEqual([])
    expect(affectedFacts('charge.refunded', withLifetime)).toEqual(['purchases'])
  })

  it('are not covered by a read from the future: a clock was wrong, or was moved back', () => {
    const made = new Date('2026-03-01T12:00:00Z')
    const read = { subscriptions: new Date('2026-03-21T12:00:00Z'), purchases: null }

    expect(isCovered(made, ['subscriptions'], read, new Date('2026-03-01T12:00:05Z'))).toBe(false)
    expect(isCovered(made, ['subscriptions'], read, new Date('2026-03-21T12:00:00Z'))).toBe(true)
  })

  it('are covered only if every kind of fact they may have changed was read after their second', () => {
    const at = (iso: string) => new Date(`2026-03-01T12:00:${iso}Z`)
    const both = ['subscriptions', 'purchases'] as const
    const now = at('59')
    const covered = (readAt: string, kinds: Parameters<typeof isCovered>[1] = ['subscriptions']) =>
      isCovered(at('10'), kinds, { subscriptions: at(readAt), purchases: null }, now)

    expect(covered('10')).toBe(false)
    expect(covered('10.999')).toBe(false)
    expect(covered('11')).toBe(true)
    expect(covered('20', both)).toBe(false)
    const bothRead = (purchases: string) => ({ subscriptions: at('11'), purchases: at(purchases) })
    expect(isCovered(at('10'), both, bothRead('11'), now)).toBe(true)
    expect(isCovered(at('10'), both, bothRead('10'), now)).toBe(false)
    expect(isCovered(new Date(Number.NaN), both, bothRead('11'), now)).toBe(false)
  })
})
