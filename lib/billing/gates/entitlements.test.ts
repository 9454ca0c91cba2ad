import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { entitled, facts, pro, rules } from '@/testing/facts'
import { entitlementsOf, staffOf } from './entitlements'

describe('a user’s entitlements', () => {
  it('are what their plan includes', () => {
    expect(entitled(pro(), 'app-pro')).toEqual({
      plan: 'pro',
      features: ['api-access', 'weekly-backups', 'analytics', 'daily-backups', 'priority-support'],
      permissions: [],
      limits: expect.objectContaining({
        api_calls: { included: 100_000, overageCents: 0.1, otherCurrencies: { eur: 0.09 } },
      }),
      staff: null,
    })
  })

  it('come from the row, whatever plan groups are in the token', () => {
    expect(entitled(facts(), 'app-enterprise', 'enterprise')).toEqual(entitled())
  })

  it('leave out the Stripe prices that bill a limit', () => {
    const access = decideAccess(pro(), rules, new Date('2026-03-02'))
    const limits = { storage: { included: 5, overageCents: 3, meteredPrice: 'saas_pro_storage' } }

    expect(entitlementsOf({ ...access, limits }, [], rules).limits).toEqual({
      storage: { included: 5, overageCents: 3 },
    })
  })

  it('have every feature for staff, but only the limits of their plan', () => {
    const support = entitled(facts(), 'app-support', 'app-free')

    expect([...support.features].sort()).toEqual(Object.keys(rules.catalog.features).sort())
    expect(support).toMatchObject({ plan: 'free', staff: 'support', limits: entitled().limits })
  })

  it('include the permissions of the user’s staff groups, and of no other', () => {
    const catalog = defineCatalog({
      ...rules.catalog,
      plans: rules.catalog.plans.map((plan) => ({ ...plan, permissions: [`read:${plan.key}`] })),
      staff: [
        { group: 'admins', rank: 30, permissions: ['access:admin-panel'] },
        { group: 'support', rank: 10, permissions: ['read:tickets', 'read:free'] },
      ],
    })
    const permissions = (...groups: string[]) => {
      const access = decideAccess(facts(), { ...rules, catalog }, new Date())
      return entitlementsOf(access, groups, { ...rules, catalog }).permissions
    }
    const sold = ['read:free', 'read:starter', 'read:pro', 'read:enterprise']

    expect(permissions('app-free')).toEqual(['read:free'])
    expect(permissions('app-support')).toEqual([...sold, 'read:tickets'])
    expect(permissions('app-support', 'app-admins')).toEqual([
      ...sold,
      'access:admin-panel',
      'read:tickets',
    ])
  })
})

describe('the staff group of a token', () => {
  const of = (...groups: string[]) => staffOf(groups, rules.catalog, 'app-')

  it('is the highest of several, and none for a customer', () => {
    expect(of('app-support', 'app-admins', 'app-free')).toBe('admins')
    expect(of('app-enterprise', 'app-pro')).toBeNull()
  })

  it.each(['admins', 'app-Admins', 'app-admins ', 'app-admin', 'app-app-admins', 'APP-admins', ''])(
    'is none for a group named %j',
    (group) => {
      expect(of(group)).toBeNull()
    },
  )
})
