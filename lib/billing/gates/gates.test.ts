import { describe, expect, it } from 'vitest'
import { entitled, facts, grant, pro, rules, starter } from '@/testing/facts'
import type { Entitlements } from './entitlements'
import { featureGate, limitGate, permissionGate, planGate, soldPlans, staffGate } from './gates'

const { plans, staff } = rules.catalog
const support = entitled(facts(), 'app-support')
const admin = entitled(facts(), 'app-admins')

describe('the gate of a feature', () => {
  it('opens for a plan that includes it', () => {
    expect(featureGate('analytics', entitled(pro()), plans)).toEqual({ kind: 'open' })
  })

  it('names the lowest plan that would open it', () => {
    expect(featureGate('analytics', entitled(starter()), plans)).toEqual({
      kind: 'plan_required',
      requiredPlan: 'pro',
      currentPlan: 'starter',
    })
  })

  it('opens for staff', () => {
    expect(featureGate('audit-log', support, plans)).toEqual({ kind: 'open' })
  })

  it.each(['time-travel', '__proto__', 'constructor', ''])(
    'is closed to everyone, staff too, if no plan includes it: %j',
    (feature) => {
      const refusal = { kind: 'plan_required', requiredPlan: null }
      expect(featureGate(feature, entitled(pro()), plans)).toMatchObject(refusal)
      expect(featureGate(feature, admin, plans)).toMatchObject(refusal)
    },
  )
})

describe('the gate of a plan', () => {
  it('opens for that plan and those above', () => {
    expect(planGate('starter', entitled(pro()), plans).kind).toBe('open')
    expect(planGate('pro', entitled(pro()), plans).kind).toBe('open')
    expect(planGate('enterprise', entitled(pro()), plans)).toEqual({
      kind: 'plan_required',
      requiredPlan: 'enterprise',
      currentPlan: 'pro',
    })
  })

  it('opens for staff, and for no one if the plan doesn’t exist', () => {
    expect(planGate('enterprise', support, plans).kind).toBe('open')
    expect(planGate('gold', admin, plans)).toMatchObject({ requiredPlan: null })
  })
})

describe('the gate of a permission', () => {
  const carried = plans.map((plan) =>
    plan.rank >= 20 ? { ...plan, permissions: ['read:reports'] } : plan,
  )
  const holder = (permissions: string[]): Entitlements => ({ ...entitled(), permissions })

  it('opens for every user who has it', () => {
    expect(permissionGate('read:reports', holder(['read:reports']), carried).kind).toBe('open')
  })

  it('names the lowest plan that has it, or none', () => {
    expect(permissionGate('read:reports', holder(['read', 'read:report']), carried)).toEqual({
      kind: 'permission_required',
      permission: 'read:reports',
      requiredPlan: 'pro',
      currentPlan: 'free',
    })
    expect(permissionGate('access:admin-panel', holder([]), carried)).toMatchObject({
      requiredPlan: null,
    })
  })
})

describe('the gate of a staff group', () => {
  it('opens for that group and those above, and for no customer', () => {
    expect(staffGate('support', admin, staff).kind).toBe('open')
    expect(staffGate('managers', support, staff)).toEqual({
      kind: 'staff_required',
      group: 'managers',
    })
    const enterprise = entitled(facts({ grants: [grant({ plan: 'enterprise' })] }))
    expect(staffGate('support', enterprise, staff).kind).toBe('staff_required')
  })
})

describe('the gate of a limit', () => {
  const ask = (meter: string, used: number, holder = entitled(), wanted?: number) =>
    limitGate({ meter, used, ...(wanted !== undefined && { wanted }) }, holder, plans)

  it('opens as long as one more unit fits', () => {
    expect(ask('api_calls', 999)).toEqual({ kind: 'open' })
    expect(ask('api_calls', 1_000).kind).toBe('limit_reached')
  })

  it('checks the wanted amount, which may be a fraction', () => {
    expect(ask('api_calls', 990, entitled(), 10).kind).toBe('open')
    expect(ask('api_calls', 990, entitled(), 11).kind).toBe('limit_reached')
    expect(ask('storage', 0.5, entitled(), 0.5).kind).toBe('open')
    expect(ask('storage', 0.5, entitled(), 0.51).kind).toBe('limit_reached')
    expect(ask('storage', 1, entitled(), 0).kind).toBe('open')
  })

  it('says how much is included, and which plan has room', () => {
    expect(ask('backups', 4, entitled(starter()))).toEqual({
      kind: 'limit_reached',
      meter: 'backups',
      included: 4,
      used: 4,
      requiredPlan: 'pro',
      currentPlan: 'starter',
    })
    expect(ask('backups', 30, entitled(starter()))).toMatchObject({ requiredPlan: 'enterprise' })
  })

  it('stays open with overage, and without a limit', () => {
    const enterprise = entitled(facts({ grants: [grant({ plan: 'enterprise' })] }))

    expect(ask('api_calls', 10_000_000, entitled(starter())).kind).toBe('open')
    expect(ask('backups', 10_000_000, enterprise).kind).toBe('open')
  })

  it('applies to staff too, since their usage costs the same', () => {
    expect(ask('api_calls', 1_000, admin).kind).toBe('limit_reached')
  })

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    'is closed if %s is used or wanted',
    (amount) => {
      const enterprise = entitled(facts({ grants: [grant({ plan: 'enterprise' })] }))

      for (const holder of [entitled(), entitled(starter()), enterprise]) {
        expect(ask('api_calls', amount, holder).kind).toBe('limit_reached')
        expect(ask('api_calls', 0, holder, amount).kind).toBe('limit_reached')
      }
    },
  )

  it.each(['time', '__proto__', 'constructor', ''])(
    'is closed for an unknown meter: %j',
    (meter) => {
      expect(ask(meter, 0)).toMatchObject({
        kind: 'limit_reached',
        included: 0,
        requiredPlan: null,
      })
    },
  )
})

it('gives a browser only the public part of a plan', () => {
  expect(soldPlans(plans)[1]).toEqual({
    key: 'starter',
    name: 'Starter',
    rank: 10,
    features: ['api-access', 'weekly-backups'],
    permissions: [],
    limits: {
      api_calls: { included: 10_000, overageCents: 0.2 },
      storage: { included: 10, overageCents: 50 },
      backups: { included: 4 },
      sources: { included: 3 },
    },
  })
})
