import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { unmetered } from '@/testing/catalog'
import { questionsAbout } from './faq-text'

const ask = (catalog: Catalog = saas, trialDays?: number) =>
  Object.fromEntries(
    questionsAbout(catalog, trialDays).map(({ question, answer }) => [question, answer]),
  )
const named = (name: string) => catalogs[name] ?? saas

it('explains trials only if there is one, and says what happens without a card', () => {
  const question = 'How does the free trial work?'

  expect(ask()).not.toHaveProperty([question])
  expect(ask(saas, 7)[question]).toContain('It lasts 7 days. We ask for a card')
  expect(ask(named('groups'))[question]).toContain(
    'needs no card. Without a card it ends by itself.',
  )
  expect(
    ask({ ...named('trial'), trial: { card: 'optional', withoutCard: 'pause' } })[question],
  ).toContain('it pauses until you add one')
})

it('explains refunds and the missing renewal if something is sold once', () => {
  const { premium } = catalogs
  if (!premium) throw new Error('There is a catalog "premium"')
  const question = 'What does a one-time purchase include?'
  const any = { ...premium, policies: { ...premium.policies, refund: 'any' as const } }

  expect(ask(saas)).not.toHaveProperty([question])
  expect(ask(premium)[question]).toContain('A full refund ends it.')
  expect(ask(any)[question]).toContain('A refund, even a partial one, ends it.')
  expect(
    Object.keys(ask({ ...premium, plans: premium.plans.filter(({ key }) => key !== 'monthly') })),
  ).toEqual([question, 'Which taxes and currencies apply?'])
})

it('distinguishes billed usage, usage that is for sale, and fixed limits', () => {
  const question = 'What if I use more than my plan includes?'

  expect(ask(named('metered'))[question]).toBe(
    'Extra usage is billed at the end of each month, at the price shown.',
  )
  expect(ask(unmetered(saas))[question]).toMatch(
    /you can keep going at that price. A limit without such a price is fixed/,
  )
  expect(ask(named('groups'))[question]).toMatch(/^A limit without/)
  expect(ask(named('premium'))).not.toHaveProperty([question])
})

it('says that extra usage is charged after a cancellation and with a change, where it is billed', () => {
  const answers = (catalog: Catalog) => [
    ask(catalog)['Can I cancel at any time?'],
    ask(catalog)['What happens if I change plans?'],
  ]

  expect(answers(saas)).toEqual([
    expect.stringContaining('nothing is charged after that, except for extra usage.'),
    expect.stringContaining(
      'the difference for the rest of the period and the extra usage so far.',
    ),
  ])
  expect(answers(unmetered(saas))).toEqual([
    expect.stringContaining('nothing is charged after that.'),
    expect.stringContaining('only the difference for the rest of the period.'),
  ])
})

it('promises the shortest grace period of all plans, and none if a plan has none', () => {
  const question = 'What if a renewal payment fails?'
  const grace = (days: number) => ({
    ...saas,
    plans: saas.plans.map((plan) => (plan.key === 'pro' ? { ...plan, graceDays: days } : plan)),
  })

  expect(ask()[question]).toContain('for 14 days while')
  expect(ask(grace(1))[question]).toContain('for at least 1 day while')
  expect(ask(grace(0))).not.toHaveProperty([question])
})

it('says which tax and which currencies there are', () => {
  const question = 'Which taxes and currencies apply?'
  const checkout = (more: Partial<Catalog['checkout']>) => ({
    ...saas,
    checkout: { ...saas.checkout, ...more },
  })

  expect(ask()[question]).toBe('Prices exclude tax. You pay in USD or EUR.')
  expect(ask(checkout({ taxIncluded: true }))[question]).toMatch(/^Prices include tax/)
  expect(ask(checkout({ automaticTax: true, taxIds: true }))[question]).toMatch(
    /calculated for your address.*tax ID/,
  )
})
