import { describe, expect, it } from 'vitest'
import { entitled, facts, grant, pro, rules, starter } from '@/testing/facts'
import type { Entitlements } from './entitlements'
import { featureGate, limitGate, permissionGate, planGate, soldPlans, staffGate } from './gates'

const { plans, staff } = rules.catalog
const support = entitled(facts(), 'app-support')
const admin = entitled(facts(), 'app-admins')

describe('a feature’s gate', () => {
  it('opens for a plan that includes it', () => {
    expect(featureGate('analytics', entitled(pro()), plans)).toEqual({ kind: 'open' })
  })

  it('else names the cheapest plan that would open it', () => {
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
    'of a feature nobody sells, %j, is closed to all, staff too',
    (feature) => {
      const refusal = { kind: 'plan_required', requiredPlan: null }
      expect(featureGate(feature, entitled(pro()), plans)).toMatchObject(refusal)
      expect(featureGate(feature, admin, plans)).toMatchObject(refusal)
    },
  )
})

describe('a plan’s gate', () => {
  it('opens from that plan up', () => {
    expect(planGate('starter', entitled(pro()), plans).kind).toBe('open')
    expect(planGate('pro', entitled(pro()), plans).kind).toBe('open')
    expect(planGate('enterprise', entitled(pro()), plans)).toEqual({
      kind: 'plan_required',
      requiredPlan: 'enterprise',
      currentPlan: 'pro',
    })
  })

  it('opens for staff, and for nobody where there is no such plan', () => {
    expect(planGate('enterprise', support, plans).kind).toBe('open')
    expect(planGate('gold', admin, plans)).toMatchObject({ requiredPlan: null })
  })
})

describe('a permission’s gate', () => {
  const carried = plans.map((plan) =>
    plan.rank >= 20 ? { ...plan, permissions: ['read:reports'] } : plan,
  )
  const holder = (permissions: string[]): Entitlements => ({ ...entitled(), permissions })

  it('opens for whoever has it', () => {
    expect(permissionGate('read:reports', holder(['read:reports']), carried).kind).toBe('open')
  })

  it('else names the cheapest plan that carries it, or none', () => {
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

describe('a staff group’s gate', () => {
  it('opens to that group and those above, and to no customer', () => {
    expect(staffGate('support', admin, staff).kind).toBe('open')
    expect(staffGate('managers', support, staff)).toEqual({
      kind: 'staff_required',
      group: 'managers',
    })
    const enterprise = entitled(facts({ grants: [grant({ plan: 'enterprise' })] }))
    expect(staffGate('support', enterprise, staff).kind).toBe('staff_required')
  })
})

describe('a limit’s gate', () => {
  const ask = (meter: string, used: number, holder = entitled(), wanted?: number) =>
    limitGate({ meter, used, ...(wanted !== undefined && { wanted }) }, holder, plans)

  it('opens while one more fits, to the last unit', () => {
    expect(ask('api_calls', 999)).toEqual({ kind: 'open' })
    expect(ask('api_calls', 1_000).kind).toBe('limit_reached')
  })

  it('asks for as many as are wanted, of what comes in fractions too', () => {
    expect(ask('api_calls', 990, entitled(), 10).kind).toBe('open')
    expect(ask('api_calls', 990, entitled(), 11).kind).toBe('limit_reached')
    expect(ask('storage', 0.5, entitled(), 0.5).kind).toBe('open')
    expect(ask('storage', 0.5, entitled(), 0.51).kind).toBe('limit_reached')
    expect(ask('storage', 1, entitled(), 0).kind).toBe('open')
  })

  it('says how much there was, and which plan has room for it', () => {
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

  it('stays open where more is billed, and where there is no limit', () => {
    const enterprise = entitled(facts({ grants: [grant({ plan: 'enterprise' })] }))

    expect(ask('api_calls', 10_000_000, entitled(starter())).kind).toBe('open')
    expect(ask('backups', 10_000_000, enterprise).kind).toBe('open')
  })

  it('holds for staff: what is counted costs the same whoever uses it', () => {
    expect(ask('api_calls', 1_000, admin).kind).toBe('limit_reached')
  })

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    'is closed to %s used or wanted',
    (amount) => {
      const enterprise = entitled(facts({ grants: [grant({ plan: 'enterprise' })] }))

      for (const holder of [entitled(), entitled(starter()), enterprise]) {
        expect(ask('api_calls', amount, holder).kind).toBe('limit_reached')
        expect(ask('api_calls', 0, holder, amount).kind).toBe('limit_reached')
      }
    },
  )

  it.each(['time', '__proto__', 'constructor', ''])(
    'is closed for a meter nobody has: %j',
    (meter) => {
      expect(ask(meter, 0)).toMatchObject({
        kind: 'limit_reached',
        included: 0,
        requiredPlan: null,
      })
    },
  )
})

it('tells a browser nothing of a plan but what anybody may read', () => {
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
