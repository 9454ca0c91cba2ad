import { describe, expect, it } from 'vitest'
import type { PriceFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { subscription } from '@/testing/facts'
import { missingMeteredPrices } from './metered-items'

const rules = { catalog: saas, pricePlans: {} }
const metered = (lookupKey: string | null): PriceFact => ({
  id: `price_${lookupKey}`,
  lookupKey,
  productPlan: 'pro',
  nickname: 'Pro',
  isMetered: true,
})
const all = ['saas_pro_api_calls', 'saas_pro_storage', 'saas_pro_sources']
const sold = (changes: Partial<SubscriptionFact> = {}, items: PriceFact[] = []) => {
  const fact = subscription('pro', { soldHere: true, ...changes })
  return missingMeteredPrices({ ...fact, prices: [...fact.prices, ...items] }, rules)
}

describe('the metered prices that a subscription lacks', () => {
  it('are those of its plan', () => {
    expect(sold()).toEqual(all)
    expect(sold({}, [metered('saas_pro_storage')])).toEqual([
      'saas_pro_api_calls',
      'saas_pro_sources',
    ])
    expect(sold({}, all.map(metered))).toEqual([])
  })

  it.each<[string, Partial<SubscriptionFact>]>([
    ['that staff made by hand', { soldHere: undefined }],
    ['that is paused', { pause: { resumesAt: null } }],
    ['whose first payment is open', { status: 'incomplete' }],
    ['that has ended', { status: 'canceled' }],
  ])('are none for one %s', (_, changes) => {
    expect(sold(changes)).toEqual([])
  })

  it('are none while an older metered price still bills: it would be billed twice', () => {
    expect(sold({}, [metered(null)])).toEqual([])
  })
})
