import { describe, expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { groups } from '@/lib/billing/catalog/catalogs/groups'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { usageStories, usesOf } from './usage-story'

const now = new Date('2026-03-21T15:00:00Z')
const range = { from: new Date('2026-03-01T15:00:00Z'), to: now, now }
const plan = (catalog: Catalog, key: string) => planByKey(catalog, key) as Plan
const sum = (uses: { quantity: number }[]) => uses.reduce((all, { quantity }) => all + quantity, 0)

describe('the usage of the demo accounts', () => {
  it('is a story where usage is billed', () => {
    expect(usageStories(saas).map(({ name, plan }) => `${name} ${plan.key}`)).toEqual([
      'near-limit free',
      'overage pro',
      'capped starter',
    ])
    expect(usageStories(metered).map(({ plan }) => plan.key)).toEqual(['free', 'usage', 'usage'])
    expect(usageStories(groups)).toEqual([])
  })

  it('adds up to the share of what is included', () => {
    const uses = usesOf(plan(saas, 'pro'), saas, 1.22, range)

    expect(sum(uses.filter(({ meter }) => meter === 'api_calls'))).toBe(122_000)
    expect(uses.filter(({ meter }) => meter === 'storage').at(-1)?.quantity).toBe(122)
  })

  it('stays below a limit beyond which no more is sold', () => {
    const uses = usesOf(plan(saas, 'free'), saas, 1.22, range)

    expect(sum(uses.filter(({ meter }) => meter === 'api_calls'))).toBe(930)
  })

  it('is recorded within its time, in what the meter records', () => {
    const uses = usesOf(plan(metered, 'usage'), metered, 1.25, range)

    // 1,250 credits are 6.25 dollars of cost.
    expect(sum(uses)).toBe(6_250_000)
    expect(uses.every(({ at }) => at > range.from && at < range.to)).toBe(true)
    expect(new Set(uses.map(({ at }) => at.getTime())).size).toBe(uses.length)
  })

  it('has a cap of which four fifths are spent', () => {
    const capped = usageStories(saas).find(({ name }) => name === 'capped')

    // 2,500 calls beyond 10,000 at 0.2 ¢ are $5.
    expect(capped?.usage.capCents).toBe(700)
  })
})
