import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { Price } from '@/lib/billing/catalog/catalog'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { order } from '@/lib/billing/checkout/order'
import { withLifetime } from '@/testing/catalog'
import { facts, march, onTrial, pro, rules } from '@/testing/facts'
import { orderTerms } from './order-text'

/** What somebody with these facts is told, where a first subscription begins with 14 free days. */
function termsFor(known: Facts, plan: string, interval: Price['interval']) {
  const access = decideAccess(known, { ...rules, catalog: withLifetime }, march(20))
  const found = order({ plan, interval }, { facts: known, access }, withLifetime, 14)
  return found.kind === 'order' ? orderTerms(found) : found.kind
}

it('promises the free days of a first subscription', () => {
  expect(termsFor(facts(), 'pro', 'month')).toBe(
    'Begins with 14 days free. Renews each month until you cancel, which you can do at any time.',
  )
})

it('promises no free days to somebody who had theirs, since Stripe will charge at once', () => {
  const leftAfterTrial = pro({ ...onTrial, status: 'canceled', endedAt: march(15) })

  expect(termsFor(leftAfterTrial, 'pro', 'month')).toBe(
    'Renews each month until you cancel, which you can do at any time.',
  )
})

it('says what a year saves', () => {
  expect(termsFor(facts(), 'pro', 'year')).toMatch(/Saves \$98 a year\. Renews each year/)
})

it('speaks of no renewal for what is bought once', () => {
  expect(termsFor(facts(), 'lifetime', 'once')).toBe('Paid once, yours for good.')
})

it('says that usage comes on top, where it is billed', () => {
  const access = decideAccess(facts(), { ...rules, catalog: metered }, march(20))
  const found = order({ plan: 'usage', interval: 'month' }, { facts: facts(), access }, metered, 0)

  expect(found.kind === 'order' && orderTerms(found)).toBe(
    'Renews each month until you cancel, which you can do at any time. Usage beyond what is included is billed when the month is over.',
  )
})
