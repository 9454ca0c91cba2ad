import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { planBelow } from './below'

const belowOf = (catalog: Catalog) =>
  Object.fromEntries(catalog.plans.map((plan) => [plan.key, planBelow(plan, catalog)?.key]))

it('returns the highest plan that a plan includes completely', () => {
  expect(belowOf(saas)).toEqual({
    free: undefined,
    starter: 'free',
    pro: 'starter',
    enterprise: 'pro',
  })
})

it('never returns a trial or a plan without features', () => {
  expect(belowOf(catalogs.groups ?? saas)).toMatchObject({
    starter: 'free',
    business: 'professional',
  })
  expect(belowOf(catalogs.trial ?? saas)).toEqual({ free: undefined, member: undefined })
})

it('returns no plan that has a feature or a limit which the higher plan lacks', () => {
  const [free, starter, pro] = saas.plans
  if (!free || !starter || !pro) throw new Error('There are free, starter and pro')
  const without = (changes: Partial<typeof pro>) =>
    planBelow(
      { ...pro, ...changes },
      { ...saas, plans: [starter, { ...pro, ...changes }], defaultPlan: 'starter' },
    )

  expect(without({})?.key).toBe('starter')
  expect(without({ features: ['api-access'] })).toBeNull()
  expect(without({ limits: { ...pro.limits, backups: { included: 1 } } })).toBeNull()
  expect(without({ limits: {} })).toBeNull()
})
