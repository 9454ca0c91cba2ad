import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import {
  byInvoice,
  grant,
  march,
  pro,
  purchase,
  rules,
  starter,
  subscription,
} from '@/testing/facts'
import { driftsOf } from './drifts'
import {
  type Observation,
  type ObservedCustomer,
  type ObservedRow,
  ownCustomer,
} from './observation'

const now = march(10)
const userId = 'ada'

const customer = (changes: Partial<ObservedCustomer> = {}): ObservedCustomer => ({
  id: 'cus_1',
  owner: userId,
  subscriptions: pro().subscriptions,
  purchases: [],
  ...changes,
})

/** The correct row for these facts. */
const row = (facts: Facts = pro(), changes: Partial<ObservedRow> = {}): ObservedRow => ({
  customerId: 'cus_1',
  version: 3,
  access: decideAccess(facts, rules, now),
  facts,
  intents: { dead: 0, live: 0 },
  checkoutUntil: null,
  ...changes,
})

const free: Facts = { ...pro(), subscriptions: [] }

/** What is seen of Ada, on Pro, without any drift. */
const sighting = (changes: Partial<Observation> = {}): Observation => ({
  row: row(),
  person: 'there',
  groups: ['app-pro', 'admins', 'pro'],
  customers: [customer()],
  ...changes,
})

const kinds = (changes: Partial<Observation> = {}, by: AccessRules = rules, at = now) =>
  driftsOf(userId, sighting(changes), by, at).map(({ kind }) => kind)
const words = (changes: Partial<Observation>) =>
  driftsOf(userId, sighting(changes), rules, now)
    .map((drift) => drift.words)
    .join(' ')

describe('there is no drift', () => {
  it('if everything matches, whatever other groups the user is in', () => {
    expect(kinds()).toEqual([])
  })

  it('for a disabled user who pays nothing, or whose checkout expired', () => {
    const left = row(free, { checkoutUntil: now })
    const seen = { groups: ['app-free'], customers: [customer(free)] }

    expect(kinds({ row: left, person: 'disabled', ...seen })).toEqual([])
    expect(kinds({ row: row(free, { checkoutUntil: march(11) }), ...seen })).toEqual([])
  })

  it('for a user who pays nothing and has no customer', () => {
    const free = row({ ...pro(), subscriptions: [] }, { customerId: null })

    expect(kinds({ row: free, groups: ['app-free'], customers: [] })).toEqual([])
  })

  it('because of a grant, which Stripe doesn’t have', () => {
    const granted = { ...starter(), grants: [grant({ plan: 'enterprise' })] }
    const customers = [customer({ subscriptions: starter().subscriptions })]

    expect(kinds({ row: row(granted), groups: ['app-enterprise'], customers })).toEqual([])
  })

  it('between a "canceled" row and a customer deleted in Stripe', () => {
    const gone = row(pro({ status: 'canceled' }))

    expect(kinds({ row: gone, groups: ['app-free'], customers: [] })).toEqual([])
  })

  it('for an unconfirmed user without a row', () => {
    expect(kinds({ row: null, person: 'unconfirmed', groups: [], customers: [] })).toEqual([])
  })

  it('because of a one-time purchase of a deleted user', () => {
    const purchases = [purchase()]
    const kept = row({ ...pro(), subscriptions: [], purchases })
    const customers = [customer({ subscriptions: [], purchases })]

    expect(kinds({ row: kept, person: 'gone', groups: [], customers })).toEqual([])
  })

  it('because of a deleted user’s row that gives no access', () => {
    const ended = customer({ subscriptions: pro({ status: 'canceled' }).subscriptions })

    expect(kinds({ person: 'gone', groups: [], customers: [ended] })).toEqual([])
    expect(kinds({ person: 'gone', groups: [], customers: [] })).toEqual([])
  })

  it('because of a deleted user’s customer that pays nothing', () => {
    const left = customer({ subscriptions: pro({ status: 'canceled' }).subscriptions })

    expect(kinds({ row: null, person: 'gone', groups: [], customers: [left] })).toEqual([])
  })

  it('because of a second customer that pays nothing', () => {
    const other = customer({ id: 'cus_2', subscriptions: [] })

    expect(kinds({ customers: [customer(), other] })).toEqual([])
  })
})

describe('a row has drifted', () => {
  it.each([
    ['another plan', starter().subscriptions, 'the plan is pro and should be starter'],
    ['nothing more', [], 'the plan is pro and should be free'],
    ['an end', pro({ cancelAt: march(20) }).subscriptions, 'the cancellation is none'],
    ['another period', pro({ currentPeriodEnd: march(30) }).subscriptions, 'the period is'],
    ['a failed payment', pro({ status: 'past_due' }).subscriptions, 'should be past_due'],
  ])('if Stripe says %s', (_, subscriptions, expected) => {
    const changes = { customers: [customer({ subscriptions })] }

    expect(kinds(changes)).toEqual(['row_stale'])
    expect(words(changes)).toContain(expected)
  })

  it('if the stored decision was edited', () => {
    const access = { ...row().access, features: ['everything'] }

    expect(kinds({ row: row(pro(), { access }) })).toEqual(['row_stale'])
  })

  it('if the catalog has changed since the decision', () => {
    const plans = rules.catalog.plans.map((plan) =>
      plan.key === 'pro' ? { ...plan, permissions: ['new:permission'] } : plan,
    )

    expect(kinds({}, { ...rules, catalog: { ...rules.catalog, plans } })).toEqual(['row_stale'])
  })

  it('if time changed the decision and the sweeper didn’t save it in time', () => {
    const facts = pro({ cancelAt: march(12) })
    const changes = { row: row(facts), customers: [customer(facts)] }
    const minutesOn = (minutes: number) => new Date(march(12).getTime() + minutes * 60_000)

    expect(kinds(changes, rules, minutesOn(4))).toEqual([])
    expect(kinds(changes, rules, minutesOn(5))).toEqual(['row_stale'])
  })
})

describe('groups', () => {
  it.each([
    ['group_missing', []],
    ['group_missing', ['pro', 'admins']],
    ['group_extra', ['app-pro', 'app-free']],
    ['group_stale', ['app-starter']],
  ])('are %s if a user on Pro is in %j', (kind, groups) => {
    expect(kinds({ groups })).toEqual([kind])
  })

  it('are not checked during a live intent, but after a dead one', () => {
    expect(kinds({ groups: [], row: row(pro(), { intents: { dead: 0, live: 1 } }) })).toEqual([])
    expect(kinds({ groups: [], row: row(pro(), { intents: { dead: 1, live: 0 } }) })).toEqual([
      'group_missing',
      'dead_intent',
    ])
  })
})

describe('users and customers', () => {
  const other = customer({ id: 'cus_2' })

  it.each<[what: string, Partial<Observation>, kinds: string[]]>([
    ['a user without a row', { row: null }, ['row_missing']],
    [
      'a row that does not name its customer',
      { row: row(pro(), { customerId: null }) },
      ['customer_unlinked'],
    ],
    [
      'a customer of another user',
      { customers: [customer({ owner: 'bob' })] },
      ['customer_of_another'],
    ],
    ['a second customer who pays', { customers: [customer(), other] }, ['second_customer']],
    ['a deleted user’s row, still billed', { person: 'gone', groups: [] }, ['person_gone']],
    ['a disabled user who is still billed', { person: 'disabled' }, ['person_disabled']],
    [
      'a checkout that a deleted user left open',
      {
        row: row(free, { checkoutUntil: march(11) }),
        person: 'gone',
        groups: [],
        customers: [],
      },
      ['checkout_open'],
    ],
    [
      'a checkout that a disabled user left open',
      {
        row: row(free, { checkoutUntil: march(11) }),
        person: 'disabled',
        groups: ['app-free'],
        customers: [customer(free)],
      },
      ['checkout_open'],
    ],
    [
      'a customer without a user who pays',
      { row: null, person: 'gone', groups: [] },
      ['customer_of_nobody'],
    ],
  ])('differ by %s', (_, changes, expected) => {
    expect(kinds(changes)).toEqual(expected)
  })

  it('drift if a deleted user is still billed', () => {
    expect(words({ person: 'gone', groups: [] })).toContain('cus_1 is still billed')
  })

  it('drift if a deleted user still has a grant', () => {
    const granted = row({ ...pro(), subscriptions: [], grants: [grant({ plan: 'enterprise' })] })

    expect(words({ row: granted, person: 'gone', groups: [], customers: [] })).toContain(
      'a grant still gives them enterprise',
    )
  })

  it('report whether a repair takes a plan from the user', () => {
    const loses = (changes: Partial<Observation>, by = rules) =>
      driftsOf(userId, sighting(changes), by, now).map((drift) => drift.loses ?? false)
    const withoutPro = { ...saas, plans: saas.plans.filter(({ key }) => key !== 'pro') }

    expect(loses({ customers: [] })).toEqual([true])
    expect(loses({ customers: [customer(starter())] })).toEqual([true])
    expect(loses({ row: row(starter()), groups: ['app-starter'] })).toEqual([false])
    expect(loses({ groups: ['app-pro', 'app-starter'] })).toEqual([false])
    expect(loses({ groups: [], customers: [] })).toEqual([true, false])
    expect(loses({}, { ...rules, catalog: withoutPro })[0]).toBe(true)
  })

  it('drift if there are two subscriptions, though the row has the higher plan', () => {
    const facts = { ...pro(), subscriptions: [subscription('starter'), subscription('pro')] }

    expect(kinds({ row: row(facts), customers: [customer(facts)] })).toEqual(['two_subscriptions'])
  })

  it('are repaired automatically only if there is one right answer', () => {
    const remedy = (changes: Partial<Observation>) =>
      driftsOf(userId, sighting(changes), rules, now).map((drift) => drift.remedy)

    expect(remedy({ groups: [] })).toEqual(['repair'])
    expect(remedy({ person: 'gone' })).toEqual(['staff'])
    expect(remedy({ customers: [customer({ owner: 'bob' })] })).toEqual(['staff'])
    expect(remedy({ customers: [customer(), other] })).toEqual(['staff'])
  })

  it('are matched by metadata, preferring a customer that pays', () => {
    const idle = customer({ id: 'cus_idle', subscriptions: [] })
    const foreign = customer({ id: 'cus_foreign', owner: 'bob' })

    expect(ownCustomer(userId, [foreign, idle, other])).toBe(other)
    expect(ownCustomer(userId, [foreign, idle])).toBe(idle)
    expect(ownCustomer(userId, [foreign])).toBeUndefined()
  })
})

describe('a row that an earlier version wrote', () => {
  const billed = pro(byInvoice(null)).subscriptions

  it('is filled in if its subscription may still change', () => {
    const drifts = driftsOf(
      userId,
      sighting({ customers: [customer({ subscriptions: billed })] }),
      rules,
      now,
    )

    expect(drifts).toEqual([
      {
        kind: 'row_stale',
        remedy: 'repair',
        words: 'An earlier version wrote the row: it doesn’t say how sub_pro is billed.',
      },
    ])
    expect(kinds({ row: row({ ...pro(), subscriptions: billed }) })).toEqual([])
  })

  it('is left alone if its subscription has ended', () => {
    const ended = { status: 'canceled', endedAt: march(3) } as const
    const customers = [
      customer({ subscriptions: pro({ ...ended, ...byInvoice(null) }).subscriptions }),
    ]

    expect(kinds({ row: row(pro(ended)), groups: ['app-free'], customers })).toEqual([])
  })
})
