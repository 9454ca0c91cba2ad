import { describe, expect, it } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { price, rules } from '@/testing/facts'
import { type PricePlans, planOfPrice } from './price-plan'

const planOf = (changes: Parameters<typeof price>[0], byId: PricePlans = {}) =>
  planOfPrice(price(changes), rules.catalog, byId)?.key

describe('the plan of a price', () => {
  it('is found by its lookup key, then its product, then its id, then its nickname', () => {
    const byId = { price_1: 'starter' }
    const all = { lookupKey: 'saas_enterprise_year', productPlan: 'pro', nickname: 'Free' }

    expect(planOf(all, byId)).toBe('enterprise')
    expect(planOf({ ...all, lookupKey: 'last-years' }, byId)).toBe('pro')
    expect(planOf({ ...all, lookupKey: null }, byId)).toBe('pro')
    expect(planOf({ ...all, lookupKey: null, productPlan: 'gold' }, byId)).toBe('starter')
    expect(planOf({ nickname: 'Free' }, byId)).toBe('starter')
    expect(planOf({ nickname: 'Free' }, { price_1: 'gold' })).toBe('free')
    expect(planOf({ nickname: 'Free' })).toBe('free')
  })

  it('is found by the lookup key of its metered price too', () => {
    const usage = price({ lookupKey: 'metered_usage_credits' })
    expect(planOfPrice(usage, metered)?.key).toBe('usage')
  })

  it.each(['Pro', 'pro', ' PRO ', 'pRo\n'])('is found by the nickname %j', (nickname) => {
    expect(planOf({ nickname })).toBe('pro')
  })

  it.each(['', ' ', 'Pro yearly', 'P r o', 'Professional', 'prо', 'saas_pro_month'])(
    'is not guessed from the nickname %j',
    (nickname) => {
      expect(planOf({ nickname })).toBeUndefined()
    },
  )

  it.each(['__proto__', 'constructor', 'toString', 'valueOf'])('is never %s', (name) => {
    const everywhere = { id: name, lookupKey: name, productPlan: name, nickname: name }
    expect(planOf(everywhere)).toBeUndefined()
    expect(planOf(everywhere, { price_1: name })).toBeUndefined()
  })
})
