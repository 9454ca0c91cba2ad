import { describe, expect, it } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { march, price, rules, subscription } from '@/testing/facts'
import { subscriptionClaim } from './claims/subscription'
import { planItem } from './plan-item'

const addOn = price({ id: 'price_add_on', quantity: 3 })
const starter = price({ id: 'price_starter', lookupKey: 'saas_starter_month', quantity: 1 })
const pro = price({ id: 'price_pro', productPlan: 'pro', quantity: 1 })

const found = (prices: Parameters<typeof planItem>[0]) => {
  const found = planItem(prices, rules)
  return found.kind === 'none' ? 'none' : [found.kind, found.item.id, found.plan.key]
}

describe('the item of a subscription that is its plan', () => {
  it('is the one whose price maps to a plan, wherever it stands', () => {
    expect(found([addOn, starter])).toEqual(['one', 'price_starter', 'starter'])
    expect(found([starter, addOn])).toEqual(['one', 'price_starter', 'starter'])
    expect(found([addOn, pro, addOn])).toEqual(['one', 'price_pro', 'pro'])
  })

  it('is none of add-ons alone', () => {
    expect(found([addOn])).toBe('none')
    expect(found([])).toBe('none')
  })

  it('is not guessed if there are several: only the highest is named', () => {
    expect(found([starter, addOn, pro])).toEqual(['several', 'price_pro', 'pro'])
    expect(found([pro, starter])).toEqual(['several', 'price_pro', 'pro'])
  })

  it('is what is paid for, before a higher plan with a quantity of 0', () => {
    expect(found([{ ...pro, quantity: 0 }, starter])).toEqual([
      'several',
      'price_starter',
      'starter',
    ])
  })

  it('is never a price that bills usage', () => {
    const sold = { catalog: metered, pricePlans: {} }
    const usage = price({ id: 'price_usage', lookupKey: 'metered_usage_credits' })
    const byHand = price({ id: 'price_by_hand', productPlan: 'usage', isMetered: true })
    const base = price({ id: 'price_base', lookupKey: 'metered_usage_month', quantity: 1 })

    expect(planItem([usage, byHand], sold)).toEqual({ kind: 'none' })
    expect(planItem([usage, base, byHand], sold)).toMatchObject({ kind: 'one', item: base })
  })
})

describe('a quantity of 0', () => {
  it.each(['active', 'trialing', 'past_due'] as const)('opens nothing while %s', (status) => {
    const fact = subscription('starter', {
      status,
      trialEnd: march(15),
      unpaidSince: march(1),
      prices: [{ ...starter, quantity: 0 }],
    })

    expect(subscriptionClaim(fact, rules, march(2))).toMatchObject({
      open: false,
      status: 'none',
      why: 'Your Starter subscription has a quantity of 0, so it includes nothing.',
    })
  })

  it('leaves open what else is paid for', () => {
    const fact = subscription('starter', { prices: [{ ...pro, quantity: 0 }, starter] })

    expect(subscriptionClaim(fact, rules, march(2))).toMatchObject({
      open: true,
      plan: { key: 'starter' },
    })
  })
})
