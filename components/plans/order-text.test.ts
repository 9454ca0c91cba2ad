import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import type { Catalog, Price } from '@/lib/billing/catalog/schema'
import { decideOrder } from '@/lib/billing/checkout/order'
import { withLifetime } from '@/testing/catalog'
import { facts, march, onTrial, pro, rules } from '@/testing/facts'
import { choiceText, orderTerms } from './order-text'

/**
 * The terms shown to a user with these facts, if a first subscription starts with a 14-day trial.
 */
function termsFor(
  known: Facts,
  plan: string,
  interval: Price['interval'],
  trial: Catalog['trial'] = withLifetime.trial,
) {
  const access = decideAccess(known, { ...rules, catalog: withLifetime }, march(20))
  const found = decideOrder({ plan, interval }, { facts: known, access }, withLifetime, 14)
  return found.kind === 'order' ? orderTerms(found, trial) : found.kind
}

it('promises the free trial of a first subscription', () => {
  expect(termsFor(facts(), 'pro', 'month')).toBe(
    'Starts with a 14-day free trial. Renews monthly. Cancel anytime. Extra usage is billed at the end of each month.',
  )
})

it('promises no second trial, since Stripe charges right away', () => {
  const canceledAfterTrial = pro({ ...onTrial, status: 'canceled', endedAt: march(15) })

  expect(termsFor(canceledAfterTrial, 'pro', 'month')).toMatch(/^Renews monthly\. Cancel anytime\./)
})

it('says what a year saves', () => {
  expect(termsFor(facts(), 'pro', 'year')).toMatch(/Save \$98 a year\. Renews yearly/)
})

it('mentions no renewal for a one-time purchase', () => {
  expect(termsFor(facts(), 'lifetime', 'once')).toBe('One-time payment. Yours forever.')
})

it('says that extra usage is billed, if it is', () => {
  const access = decideAccess(facts(), { ...rules, catalog: metered }, march(20))
  const found = decideOrder(
    { plan: 'usage', interval: 'month' },
    { facts: facts(), access },
    metered,
    0,
  )

  expect(found.kind === 'order' && orderTerms(found, metered.trial)).toBe(
    'Renews monthly. Cancel anytime. Extra usage is billed at the end of each month.',
  )
})

it('promises no renewal and no payment if the trial needs no card', () => {
  const trial = { card: 'optional', withoutCard: 'cancel' } as const
  const [plan, price] = [withLifetime.plans[2], withLifetime.plans[2]?.prices[0]]
  if (!plan || !price) throw new Error('There is a plan with a price')

  expect(termsFor(facts(), 'pro', 'month', trial)).toBe(
    'Starts with a 14-day free trial, no card required. Without a card it ends by itself. With a card it renews monthly. Cancel anytime. Extra usage is billed at the end of each month.',
  )
  expect(choiceText({ plan, price, trialDays: 14 }, trial)).toBe(
    'You chose Pro: 14 days free, no card required. Without a card it ends by itself.',
  )
  expect(choiceText({ plan, price, trialDays: 14 }, withLifetime.trial)).toBe(
    'You chose Pro: 14 days free, then $49/month. You won’t be charged today.',
  )
  expect(choiceText({ plan, price, trialDays: null }, trial)).toBe(
    'You chose Pro at $49/month. You’ll pay in the next step.',
  )
})
