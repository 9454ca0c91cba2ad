import { describe, expect, it } from 'vitest'
import { facts, march, pro, rules, starter } from '@/lib/testing/facts'
import { decideAccess } from './access'
import type { Facts } from './facts'
import { featureGate, planGate, type Visitor } from './gates'

const visitor = (known: Facts, ...tokenGroups: string[]): Visitor => ({
  access: decideAccess(known, rules, march(2)),
  tokenGroups,
  ...rules,
})

describe('a feature’s gate', () => {
  it('opens for a plan that includes it', () => {
    expect(featureGate('analytics', visitor(pro()))).toEqual({ kind: 'open' })
  })

  it('else names the cheapest plan that would open it', () => {
    expect(featureGate('analytics', visitor(starter()))).toEqual({
      kind: 'plan_required',
      requiredPlan: 'pro',
      currentPlan: 'starter',
    })
  })

  it('believes the row and not a group in the token', () => {
    expect(featureGate('analytics', visitor(facts(), 'app-enterprise', 'enterprise')).kind).toBe(
      'plan_required',
    )
  })

  it('opens for staff', () => {
    expect(featureGate('audit-log', visitor(facts(), 'app-support'))).toEqual({ kind: 'open' })
  })

  it.each(['time-travel', '__proto__', 'constructor', ''])(
    'of a feature nobody sells, %j, is closed to all, staff too',
    (feature) => {
      const refusal = { kind: 'plan_required', requiredPlan: null }
      expect(featureGate(feature, visitor(pro()))).toMatchObject(refusal)
      expect(featureGate(feature, visitor(pro(), 'app-admins'))).toMatchObject(refusal)
    },
  )
})

describe('a plan’s gate', () => {
  it('opens from that plan up', () => {
    expect(planGate('starter', visitor(pro())).kind).toBe('open')
    expect(planGate('pro', visitor(pro())).kind).toBe('open')
    expect(planGate('enterprise', visitor(pro()))).toEqual({
      kind: 'plan_required',
      requiredPlan: 'enterprise',
      currentPlan: 'pro',
    })
  })

  it('opens for staff, and for nobody where there is no such plan', () => {
    expect(planGate('enterprise', visitor(facts(), 'app-support')).kind).toBe('open')
    expect(planGate('gold', visitor(pro(), 'app-admins')).kind).toBe('plan_required')
  })
})
