import { expect, it } from 'vitest'
import { withLifetime } from '@/testing/catalog'
import { facts, march, purchase, starter, subscription } from '@/testing/facts'
import { isSuperseded } from './superseded'

const monthly = { plan: 'pro', interval: 'month' }
const lifetime = { plan: 'lifetime', interval: 'once' }
const replacing = { ...lifetime, ends: ['sub_starter'] }
const alone = { ...lifetime, ends: [] }
const ending = starter({ cancelAt: march(31) })
const endingLater = starter({ cancelAt: march(92) })
const second = facts({ subscriptions: [...ending.subscriptions, subscription('pro')] })
const owner = facts({ purchases: [purchase({ plan: 'lifetime' })] })

it.each([
  ['a subscription, next to nothing', monthly, facts(), false],
  ['a subscription, next to a live one', monthly, starter(), true],
  ['a subscription, next to one that is past due', monthly, starter({ status: 'past_due' }), true],
  ['a subscription, next to one that has ended', monthly, starter({ status: 'canceled' }), false],
  ['a subscription, next to a lifetime plan', monthly, owner, true],
  ['a lifetime plan, next to a subscription that it replaces', replacing, starter(), false],
  ['a lifetime plan, next to a subscription that is set to end', alone, ending, false],
  ['a lifetime plan, next to a subscription that was resumed since', alone, starter(), true],
  ['a lifetime plan, next to a subscription that ends far ahead', alone, endingLater, true],
  ['a lifetime plan, next to a subscription that was made since', replacing, second, true],
  ['a lifetime plan, from a row that says nothing of subscriptions', lifetime, starter(), false],
  ['a lifetime plan, bought already', lifetime, owner, true],
  [
    'a plan that isn’t sold any more, next to a lifetime plan',
    { ...lifetime, plan: 'x' },
    owner,
    true,
  ],
])('an open checkout of %s is superseded: %s %s %s', (_, checkout, known, expected) => {
  expect(isSuperseded(checkout, known, withLifetime)).toBe(expected)
})
