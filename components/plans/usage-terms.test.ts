import { expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import { usageTerms } from './usage-terms'

it('says what a plan that is billed by use includes, and what comes after', () => {
  expect(usageTerms(planByKey(metered, 'usage') as Plan, metered, 'usd')).toBe(
    'Includes $10 of usage each month: 1,000 credits. After that it’s $0.01 per credit, billed at the end of the month. You can set a spending cap at any time.',
  )
})

it('says when several meters are paid, and nothing of a plan without any', () => {
  expect(usageTerms(planByKey(saas, 'pro') as Plan, saas, 'eur')).toMatch(
    /^What you use beyond that is billed at the end of each month\./,
  )
  expect(usageTerms(planByKey(saas, 'free') as Plan, saas, 'usd')).toBeNull()
})
