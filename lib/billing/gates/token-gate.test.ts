import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { entitled, facts, march, pro, rules, starter } from '@/testing/facts'
import { type Requirement, requirementGate } from './requirements'
import { tokenGate } from './token-gate'

const signedIn: Requirement = { kind: 'signed_in' }
const analytics: Requirement = { kind: 'feature', feature: 'analytics' }
const proPlan: Requirement = { kind: 'plan', plan: 'pro' }
const support: Requirement = { kind: 'staff', group: 'support' }

const isOpen = (requirement: Requirement, ...groups: string[]) =>
  tokenGate(requirement, groups, rules).kind === 'open'

describe('a page that needs a feature', () => {
  it('opens for a token with the group of a plan that includes it', () => {
    expect(isOpen(analytics, 'app-pro')).toBe(true)
    expect(isOpen(analytics, 'app-enterprise')).toBe(true)
    expect(isOpen(analytics, 'app-starter')).toBe(false)
  })

  it('opens for any group of the token, while a change leaves a user in two', () => {
    expect(isOpen(analytics, 'app-free', 'app-pro')).toBe(true)
    expect(isOpen(analytics, 'app-pro', 'app-free')).toBe(true)
  })

  it('opens without any group if the default plan includes it', () => {
    expect(isOpen({ kind: 'feature', feature: 'api-access' })).toBe(true)
    expect(isOpen(analytics)).toBe(false)
  })

  it('refuses with the lowest plan that includes it', () => {
    expect(tokenGate(analytics, ['app-starter'], rules)).toMatchObject({
      kind: 'plan_required',
      requiredPlan: 'pro',
    })
  })

  it.each(['time-travel', '__proto__', 'constructor', ''])(
    'opens for no one if no plan includes it: %j',
    (feature) => {
      expect(isOpen({ kind: 'feature', feature }, 'app-enterprise', 'app-admins')).toBe(false)
    },
  )
})

describe('a group opens nothing', () => {
  it.each([
    ['of another system', 'pro'],
    ['with another prefix', 'other-pro'],
    ['that the catalog does not have', 'app-gold'],
    ['that begins like one of ours', 'app-pro-old'],
    ['that one of ours begins with', 'app-pr'],
    ['that ends like one of ours', 'my-app-pro'],
    ['with the prefix alone', 'app-'],
    ['with the prefix twice', 'app-app-pro'],
    ['in capitals', 'APP-PRO'],
    ['with a space after it', 'app-pro '],
    ['that is several in one', 'app-free,app-pro'],
    ['that every object has', '__proto__'],
    ['that is empty', ''],
  ])('%s: %j %j', (_, group) => {
    expect(isOpen(analytics, group)).toBe(false)
    expect(isOpen(proPlan, group)).toBe(false)
    expect(isOpen(support, group)).toBe(false)
    expect(isOpen(signedIn, group)).toBe(true)
  })
})

describe('the two ladders', () => {
  it('let staff into the page of every plan and feature', () => {
    expect(isOpen(proPlan, 'app-support')).toBe(true)
    expect(isOpen({ kind: 'plan', plan: 'enterprise' }, 'app-support', 'app-free')).toBe(true)
    expect(isOpen(analytics, 'app-support')).toBe(true)
  })

  it('let no plan into a staff page, however high', () => {
    const plans = rules.catalog.plans.map(({ group }) => `app-${group}`)
    for (const { group } of rules.catalog.staff) {
      expect(tokenGate({ kind: 'staff', group }, plans, rules)).toEqual({
        kind: 'staff_required',
        group,
      })
    }
  })

  it('let staff into the pages of their own group and those below', () => {
    const opened = (group: string) =>
      ['admins', 'managers', 'support'].filter((other) =>
        isOpen({ kind: 'staff', group: other }, `app-${group}`),
      )

    expect(opened('admins')).toEqual(['admins', 'managers', 'support'])
    expect(opened('managers')).toEqual(['managers', 'support'])
    expect(opened('support')).toEqual(['support'])
  })
})

it('a permission opens for the plans and staff groups that carry it', () => {
  const catalog = {
    ...rules.catalog,
    plans: rules.catalog.plans.map((plan) =>
      plan.key === 'pro' ? { ...plan, permissions: ['read:reports'] } : plan,
    ),
  }
  const needs: Requirement = { kind: 'permission', permission: 'read:reports' }
  const kindFor = (...groups: string[]) => tokenGate(needs, groups, { ...rules, catalog }).kind

  expect(kindFor('app-pro')).toBe('open')
  expect(kindFor('app-support')).toBe('open')
  expect(kindFor('app-free')).toBe('permission_required')
})

it('is never stricter than the row, for a token that carries the row’s groups', () => {
  const requirement: fc.Arbitrary<Requirement> = fc.oneof(
    fc.constant(signedIn),
    fc
      .constantFrom(...Object.keys(rules.catalog.features), 'time-travel')
      .map((feature) => ({ kind: 'feature', feature }) as const),
    fc
      .constantFrom('free', 'starter', 'pro', 'enterprise', 'gold')
      .map((plan) => ({ kind: 'plan', plan }) as const),
    fc
      .constantFrom('admins', 'managers', 'support', 'owners')
      .map((group) => ({ kind: 'staff', group }) as const),
  )
  const others = fc.subarray(['app-support', 'app-admins', 'newsletter', 'pro', 'app-'])
  fc.assert(
    fc.property(
      requirement,
      fc.constantFrom(facts(), starter(), pro(), pro({ status: 'unpaid' })),
      others,
      (needs, known, groups) => {
        const token = [...groups, ...decideAccess(known, rules, march(2)).groups]
        const byRow = requirementGate(needs, entitled(known, ...token), rules.catalog)

        expect(tokenGate(needs, token, rules).kind).toBe(byRow.kind)
      },
    ),
  )
})
