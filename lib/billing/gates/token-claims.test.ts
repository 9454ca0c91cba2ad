import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { facts, march, pro, rules } from '@/testing/facts'
import { tokenClaims } from './token-claims'

const catalog = defineCatalog({
  ...rules.catalog,
  plans: rules.catalog.plans.map((plan) => ({
    ...plan,
    permissions: plan.key === 'pro' ? ['read:reports', 'write:reports'] : [],
  })),
  staff: [{ group: 'support', rank: 10, permissions: ['read:tickets'] }],
})
const claims = (groups: string[], known = pro(), day = 2) => {
  const those = { ...rules, catalog }
  return tokenClaims(groups, decideAccess(known, those, march(day)), those)
}

describe('a token’s groups', () => {
  it('have the one plan group that the row decides, whatever groups Cognito has', () => {
    expect(claims([]).groups).toEqual(['app-pro'])
    expect(claims(['app-free']).groups).toEqual(['app-pro'])
    expect(claims(['app-free', 'app-pro', 'app-enterprise']).groups).toEqual(['app-pro'])
    expect(claims(['app-pro'], facts()).groups).toEqual(['app-free'])
  })

  it('keep staff groups and groups that we don’t manage', () => {
    expect(claims(['editors', 'app-support', 'app-free', 'pro']).groups).toEqual([
      'editors',
      'app-support',
      'pro',
      'app-pro',
    ])
  })

  it('lose a plan on the second that it ends', () => {
    const leaving = pro({ cancelAt: march(10) })

    expect(claims(['app-pro'], leaving, 9).groups).toEqual(['app-pro'])
    expect(claims(['app-pro'], leaving, 10).groups).toEqual(['app-free'])
  })
})

describe('a token’s claims', () => {
  it('name the plan and its permissions, separated by spaces', () => {
    expect(claims([]).claims).toEqual({
      plan: 'pro',
      permissions: 'read:reports write:reports',
      features_version: expect.stringMatching(/^[\w-]{10}$/),
    })
    expect(claims([], facts()).claims).toEqual({
      plan: 'free',
      features_version: expect.stringMatching(/^[\w-]{10}$/),
    })
  })

  it('include the permissions of staff groups', () => {
    expect(claims(['app-support'], facts()).claims.permissions).toBe(
      'read:reports write:reports read:tickets',
    )
    expect(claims(['support', 'app-enterprise'], facts()).claims).not.toHaveProperty('permissions')
  })

  it('leave out a permission with a space in it, which would read as two', () => {
    const odd = {
      ...catalog,
      plans: catalog.plans.map((plan) => ({
        ...plan,
        permissions: ['read:x write:x', 'a\tb', '', 'ok'],
      })),
    }
    const those = { ...rules, catalog: odd }

    expect(tokenClaims([], decideAccess(pro(), those, march(2)), those).claims.permissions).toBe(
      'ok',
    )
  })

  it('change the features version with the entitlements, and with nothing else', () => {
    const before = claims([]).claims.features_version
    expect(claims(['editors'], pro({ cancelAt: march(10) })).claims.features_version).toBe(before)

    const more = {
      ...catalog,
      plans: catalog.plans.map((plan) => ({
        ...plan,
        limits: { ...plan.limits, storage: { included: 101 } },
      })),
    }
    const those = { ...rules, catalog: more }
    const after = tokenClaims([], decideAccess(pro(), those, march(2)), those)
    expect(after.claims.features_version).not.toBe(before)
  })
})
