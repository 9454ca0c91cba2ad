import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { facts, march, purchase } from '@/testing/facts'
import { hasAnythingToBuy } from './anything-to-buy'

const rules = { catalog: premium, groupPrefix: '' }
const has = (known: Facts) =>
  hasAnythingToBuy({ facts: known, access: decideAccess(known, rules, march(2)) }, premium)

it.each<[string, Facts, boolean]>([
  ['a user who pays nothing', facts(), true],
  ['the owner of a lifetime plan', facts({ purchases: [purchase({ plan: 'lifetime' })] }), false],
  [
    'an owner whose purchase was refunded',
    facts({ purchases: [purchase({ plan: 'lifetime', amountRefundedCents: 30_000 })] }),
    true,
  ],
  [
    'a user whose bank payment is processing',
    facts({ purchases: [purchase({ plan: 'lifetime', payment: 'processing' })] }),
    false,
  ],
])('for %s there is something to buy: %s %s', (_, known, expected) => {
  expect(has(known)).toBe(expected)
})
