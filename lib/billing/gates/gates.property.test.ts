import fc from 'fast-check'
import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog, Limit, Plan } from '@/lib/billing/catalog/schema'
import { entitlementsOf } from './entitlements'
import { featureGate, type Gate, limitGate, permissionGate, planGate, staffGate } from './gates'

const runs = { numRuns: 1_000 }
const prefix = 'app-'
const features = ['a', 'b', 'c', 'd']
const permissions = ['read:x', 'write:x', 'access:admin-panel', 'manage:subscription']
const meters = ['calls', 'storage']

const limit: fc.Arbitrary<Limit> = fc.record(
  {
    included: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 20 })),
    overageCents: fc.constant(1),
  },
  { requiredKeys: ['included'] },
)

/** Any plans, in any order. A higher plan need not include the features of a lower one. */
const catalogs: fc.Arbitrary<Catalog> = fc
  .record({
    plans: fc.uniqueArray(
      fc.record({
        rank: fc.integer({ min: 0, max: 9 }),
        features: fc.subarray(features),
        permissions: fc.subarray(permissions),
        limits: fc.dictionary(fc.constantFrom(...meters), limit),
      }),
      { selector: ({ rank }) => rank, minLength: 1, maxLength: 5 },
    ),
    staff: fc.uniqueArray(
      fc.record({
        rank: fc.integer({ min: 0, max: 99 }),
        permissions: fc.subarray(permissions),
      }),
      { selector: ({ rank }) => rank, minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ plans, staff }) => ({
    ...saas,
    plans: plans.map((plan) => ({
      ...plan,
      key: `plan-${plan.rank}`,
      name: `Plan ${plan.rank}`,
      description: '',
      group: `plan-${plan.rank}`,
      prices: [],
      maxQuantity: 1,
    })),
    staff: staff.map((group) => ({ ...group, group: `staff-${group.rank}` })),
  }))

const asked = fc.record({
  feature: fc.constantFrom(...features),
  permission: fc.constantFrom(...permissions),
  meter: fc.constantFrom(...meters),
  used: fc.integer({ min: 0, max: 25 }),
  wanted: fc.integer({ min: 0, max: 5 }),
})
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never

const someone = (catalog: Catalog, plan: Plan, groups: string[] = []) =>
  entitlementsOf({ ...plan, plan: plan.key }, groups, { catalog, groupPrefix: prefix })

type Someone = ReturnType<typeof someone>

/** The gates of every feature, plan and permission. */
const gatesOf = (catalog: Catalog, holder: Someone): Record<string, Gate> => {
  const { plans } = catalog
  return Object.fromEntries([
    ...features.map((name) => [`feature ${name}`, featureGate(name, holder, plans)]),
    ...permissions.map((name) => [`permission ${name}`, permissionGate(name, holder, plans)]),
    ...plans.map(({ key }) => [`plan ${key}`, planGate(key, holder, plans)]),
  ])
}

it('no plan satisfies a staff requirement, whatever other groups are in the token', () => {
  fc.assert(
    fc.property(catalogs, fc.array(fc.string()), (catalog, strange) => {
      const planGroups = catalog.plans.map(({ group }) => `${prefix}${group}`)
      const unprefixed = catalog.staff.map(({ group }) => group)
      for (const plan of catalog.plans) {
        const customer = someone(catalog, plan, [...planGroups, ...unprefixed, ...strange])
        for (const { group } of catalog.staff) {
          expect(staffGate(group, customer, catalog.staff).kind).toBe('staff_required')
        }
        for (const { key } of catalog.plans) {
          expect(staffGate(key, customer, catalog.staff).kind).toBe('staff_required')
        }
        // A customer never has a permission that only a staff group has.
        expect(customer.permissions).toEqual(plan.permissions)
      }
    }),
    runs,
  )
})

it('staff outrank every plan: the lowest staff group may do what any plan allows', () => {
  fc.assert(
    fc.property(catalogs, (catalog) => {
      const opened = new Set(
        catalog.plans.flatMap((plan) =>
          Object.entries(gatesOf(catalog, someone(catalog, plan)))
            .filter(([, gate]) => gate.kind === 'open')
            .map(([name]) => name),
        ),
      )
      for (const own of catalog.plans) {
        for (const { group } of catalog.staff) {
          const gates = gatesOf(catalog, someone(catalog, own, [`${prefix}${group}`]))
          expect([...opened].filter((name) => gates[name]?.kind !== 'open')).toEqual([])
        }
      }
    }),
    runs,
  )
})

it('staff reach exactly the staff groups ranked at or below their highest', () => {
  fc.assert(
    fc.property(catalogs, fc.nat(), (catalog, pick) => {
      const plan = catalog.plans[0]
      const mine = catalog.staff.filter((_, at) => (pick >> at) % 2 === 1)
      if (!plan || mine.length === 0) return
      const groups = mine.map(({ group }) => `${prefix}${group}`)
      const holder = someone(catalog, plan, groups)
      const highest = Math.max(...mine.map(({ rank }) => rank))
      for (const { group, rank } of catalog.staff) {
        const isOpen = staffGate(group, holder, catalog.staff).kind === 'open'
        expect(isOpen).toBe(rank <= highest)
      }
    }),
    runs,
  )
})

it('the plan that a refusal names opens the gate, and if it names none no plan does', () => {
  const askAll = (catalog: Catalog, holder: Someone, wanted: Asked): Gate[] => [
    featureGate(wanted.feature, holder, catalog.plans),
    permissionGate(wanted.permission, holder, catalog.plans),
    limitGate(wanted, holder, catalog.plans),
  ]
  fc.assert(
    fc.property(catalogs, asked, (catalog, wanted) => {
      for (const plan of catalog.plans) {
        askAll(catalog, someone(catalog, plan), wanted).forEach((gate, at) => {
          if (gate.kind === 'open' || gate.kind === 'staff_required') return
          const opens = (other: Plan) =>
            askAll(catalog, someone(catalog, other), wanted)[at]?.kind === 'open'
          const named = catalog.plans.find(({ key }) => key === gate.requiredPlan)
          // A refusal never offers a lower plan for its limit: that would take other things away.
          const candidates = catalog.plans.filter(
            ({ rank }) => gate.kind !== 'limit_reached' || rank > plan.rank,
          )
          if (named) expect(opens(named)).toBe(true)
          else expect(candidates.some(opens)).toBe(false)
        })
      }
    }),
    runs,
  )
})
