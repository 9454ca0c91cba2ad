import { describe, expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { grant, march, pro, purchase, rules, starter, subscription } from '@/testing/facts'
import {
  driftsOf,
  type Observation,
  type ObservedCustomer,
  type ObservedRow,
  ownCustomer,
} from './drift'

const now = march(10)
const userId = 'ada'

const customer = (changes: Partial<ObservedCustomer> = {}): ObservedCustomer => ({
  id: 'cus_1',
  owner: userId,
  subscriptions: pro().subscriptions,
  purchases: [],
  ...changes,
})

/** A row as it should be for somebody of whom these facts are known. */
const row = (facts: Facts = pro(), changes: Partial<ObservedRow> = {}): ObservedRow => ({
  customerId: 'cus_1',
  version: 3,
  access: decideAccess(facts, rules, now),
  facts,
  intents: { dead: 0, live: 0 },
  ...changes,
})

/** Ada, on Pro, of whom everything fits. */
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

describe('nothing is wrong', () => {
  it('with somebody of whom everything fits, whatever else they are in', () => {
    expect(kinds()).toEqual([])
  })

  it('with somebody who pays nothing and has no customer', () => {
    const free = row({ ...pro(), subscriptions: [] }, { customerId: null })

    expect(kinds({ row: free, groups: ['app-free'], customers: [] })).toEqual([])
  })

  it('with what a grant gives, which Stripe knows nothing of', () => {
    const granted = { ...starter(), grants: [grant({ plan: 'enterprise' })] }
    const customers = [customer({ subscriptions: starter().subscriptions })]

    expect(kinds({ row: row(granted), groups: ['app-enterprise'], customers })).toEqual([])
  })

  it('with a row that says "canceled" of a customer whom Stripe has forgotten', () => {
    const gone = row(pro({ status: 'canceled' }))

    expect(kinds({ row: gone, groups: ['app-free'], customers: [] })).toEqual([])
  })

  it('with somebody who never confirmed their address and has no row', () => {
    expect(kinds({ row: null, person: 'unconfirmed', groups: [], customers: [] })).toEqual([])
  })

  it('with what somebody who is gone once bought for good', () => {
    const purchases = [purchase()]
    const kept = row({ ...pro(), subscriptions: [], purchases })
    const customers = [customer({ subscriptions: [], purchases })]

    expect(kinds({ row: kept, person: 'gone', groups: [], customers })).toEqual([])
  })

  it('with a row that is left of somebody who is gone, and opens nothing any more', () => {
    const ended = customer({ subscriptions: pro({ status: 'canceled' }).subscriptions })

    expect(kinds({ person: 'gone', groups: [], customers: [ended] })).toEqual([])
    expect(kinds({ person: 'gone', groups: [], customers: [] })).toEqual([])
  })

  it('with a customer that is left of somebody, and pays nothing', () => {
    const left = customer({ subscriptions: pro({ status: 'canceled' }).subscriptions })

    expect(kinds({ row: null, person: 'gone', groups: [], customers: [left] })).toEqual([])
  })

  it('with a second customer of theirs that pays nothing', () => {
    const other = customer({ id: 'cus_2', subscriptions: [] })

    expect(kinds({ customers: [customer(), other] })).toEqual([])
  })
})

describe('a row is stale', () => {
  it.each([
    ['another plan', starter().subscriptions, 'the plan is pro and should be starter'],
    ['nothing more', [], 'the plan is pro and should be free'],
    ['an end', pro({ cancelAt: march(20) }).subscriptions, 'the cancellation is none'],
    ['another period', pro({ currentPeriodEnd: march(30) }).subscriptions, 'the period is'],
    ['a failed payment', pro({ status: 'past_due' }).subscriptions, 'should be past_due'],
  ])('when Stripe says %s', (_, subscriptions, expected) => {
    const changes = { customers: [customer({ subscriptions })] }

    expect(kinds(changes)).toEqual(['row_stale'])
    expect(words(changes)).toContain(expected)
  })

  it('when somebody changed what it holds', () => {
    const access = { ...row().access, features: ['everything'] }

    expect(kinds({ row: row(pro(), { access }) })).toEqual(['row_stale'])
  })

  it('when the catalog changed, and the row was decided by the old one', () => {
    const plans = rules.catalog.plans.map((plan) =>
      plan.key === 'pro' ? { ...plan, permissions: ['new:permission'] } : plan,
    )

    expect(kinds({}, { ...rules, catalog: { ...rules.catalog, plans } })).toEqual(['row_stale'])
  })

  it('when time changed it, but only once the sweeper has had its time', () => {
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
  ])('are %s when somebody on Pro is in %j', (kind, groups) => {
    expect(kinds({ groups })).toEqual([kind])
  })

  it('are the business of a writer who is at it, but not of one who died', () => {
    expect(kinds({ groups: [], row: row(pro(), { intents: { dead: 0, live: 1 } }) })).toEqual([])
    expect(kinds({ groups: [], row: row(pro(), { intents: { dead: 1, live: 0 } }) })).toEqual([
      'group_missing',
      'dead_intent',
    ])
  })
})

describe('people and customers', () => {
  const other = customer({ id: 'cus_2' })

  it.each<[what: string, Partial<Observation>, kinds: string[]]>([
    ['a person without a row', { row: null }, ['row_missing']],
    [
      'a row that does not name its customer',
      { row: row(pro(), { customerId: null }) },
      ['customer_unlinked'],
    ],
    [
      'a customer of somebody else',
      { customers: [customer({ owner: 'bob' })] },
      ['customer_of_another'],
    ],
    ['a second customer who pays', { customers: [customer(), other] }, ['second_customer']],
    ['a row without a person, still billed', { person: 'gone', groups: [] }, ['person_gone']],
    [
      'a customer who pays for nobody',
      { row: null, person: 'gone', groups: [] },
      ['customer_of_nobody'],
    ],
  ])('differ by %s', (_, changes, expected) => {
    expect(kinds(changes)).toEqual(expected)
  })

  it('say that somebody who is gone is still billed', () => {
    expect(words({ person: 'gone', groups: [] })).toContain('cus_1 is still billed')
  })

  it('say that a grant still opens something for somebody who is gone', () => {
    const granted = row({ ...pro(), subscriptions: [], grants: [grant({ plan: 'enterprise' })] })

    expect(words({ row: granted, person: 'gone', groups: [], customers: [] })).toContain(
      'a grant still gives them enterprise',
    )
  })

  it('say whether to mend it takes a plan from somebody', () => {
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

  it('have two subscriptions, and the row is right about the better one', () => {
    const facts = { ...pro(), subscriptions: [subscription('starter'), subscription('pro')] }

    expect(kinds({ row: row(facts), customers: [customer(facts)] })).toEqual(['two_subscriptions'])
  })

  it('are only repaired by machine where there is one right answer', () => {
    const remedy = (changes: Partial<Observation>) =>
      driftsOf(userId, sighting(changes), rules, now).map((drift) => drift.remedy)

    expect(remedy({ groups: [] })).toEqual(['repair'])
    expect(remedy({ person: 'gone' })).toEqual(['staff'])
    expect(remedy({ customers: [customer({ owner: 'bob' })] })).toEqual(['staff'])
    expect(remedy({ customers: [customer(), other] })).toEqual(['staff'])
  })

  it('choose, of several customers, one that is theirs and pays', () => {
    const idle = customer({ id: 'cus_idle', subscriptions: [] })
    const foreign = customer({ id: 'cus_foreign', owner: 'bob' })

    expect(ownCustomer(userId, [foreign, idle, other])).toBe(other)
    expect(ownCustomer(userId, [foreign, idle])).toBe(idle)
    expect(ownCustomer(userId, [foreign])).toBeUndefined()
  })
})
