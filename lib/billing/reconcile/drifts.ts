import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { planOfPrice } from '@/lib/billing/access/price-plan'
import type { AccessRules } from '@/lib/billing/access/status'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { managedGroups, planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type Drift, leftToStaff, listText, toRepair } from './drift'
import {
  factsOf,
  type Observation,
  type ObservedCustomer,
  type ObservedRow,
  ownCustomer,
} from './observation'
import { staleRow } from './stale-row'

/**
 * All differences for one user, worst first. Pure: the same comparison finds suspects in a listing
 * and checks them again from fresh reads.
 */
export function driftsOf(
  userId: string,
  { row, person, groups, customers }: Observation,
  rules: AccessRules,
  now: Date,
): Drift[] {
  if (!row) return withoutRow(person, customers, rules)
  const left = person === 'there' ? [] : leftCheckout(row, now)
  if (person === 'gone') return [...withoutPerson(row, customers, rules, now), ...left]

  const named = customers.find(({ id }) => id === row.customerId)
  const foreign = named?.owner != null && named.owner !== userId
  const unlinked = row.customerId === null ? ownCustomer(userId, customers) : null
  const used = named ?? unlinked
  const facts = factsOf(used, row.facts.grants)
  const should = decideAccess(facts, rules, now)
  const remembered = decideAccess(row.facts, rules, now)
  const loss = [row.access, remembered].some(({ plan }) =>
    losesPlan(plan, should.plan, rules.catalog),
  ) && { loses: true as const }
  return [
    ...(foreign ? [customerOfAnother(named.id)] : []),
    ...(unlinked ? [{ ...unlinkedCustomer(unlinked.id), ...loss }] : []),
    ...(unlinked ? [] : staleRow(row, remembered, facts, should, now)).map((each) => ({
      ...each,
      ...loss,
    })),
    ...groupDrifts(row, unlinked ? should.groups : row.access.groups, groups, rules),
    ...(row.intents.dead > 0 ? [deadIntent(row.intents.dead)] : []),
    ...twoSubscriptions(ownFacts(facts, rules)),
    ...(person === 'disabled' ? [...billedWhileDisabled(ownFacts(facts, rules)), ...left] : []),
    ...customers.filter((other) => other !== used).flatMap((other) => secondCustomer(other, rules)),
  ]
}

/** The differences for a customer that names no user, and that no row names. */
export const withoutOwner = (customer: ObservedCustomer, rules: AccessRules): Drift[] =>
  pays(customer, rules) ? [customerWithoutUser(customer)] : []

/** The difference for a row that can't be parsed: another version or another program wrote it. */
export const unreadableRow = (why: string): Drift =>
  leftToStaff('row_unreadable', `The row is unreadable, so nothing keeps it up to date: ${why}`)

/** Whether a repair lowers the plan. A plan that left the catalog counts as the highest. */
function losesPlan(is: string, be: string, catalog: Catalog): boolean {
  const rank = (plan: string) => planByKey(catalog, plan)?.rank ?? Number.POSITIVE_INFINITY
  return is !== be && rank(is) > rank(be)
}

/** Compares the groups, unless a live intent says that a writer is moving them now. */
function groupDrifts(
  { intents, version }: ObservedRow,
  should: readonly string[],
  groups: readonly string[],
  { catalog, groupPrefix }: AccessRules,
): Drift[] {
  if (intents.live > 0) return []
  const managed = managedGroups(catalog, groupPrefix)
  const held = groups.filter((group) => managed.includes(group))
  const missing = should.filter((group) => !held.includes(group))
  const extra = held.filter((group) => !should.includes(group))
  const is = `In Cognito, the user is in ${listText(held)}`
  if (missing.length > 0 && extra.length > 0) {
    return [toRepair('group_stale', `${is} instead of ${listText(missing)}.`)]
  }
  if (extra.length > 0)
    return [toRepair('group_extra', `${is} and should not be in ${listText(extra)}.`)]
  if (missing.length > 0) {
    const why = version === 0 ? ' (no groups were ever applied)' : ''
    return [toRepair('group_missing', `${is} and not in ${listText(missing)}${why}.`)]
  }
  return []
}

function withoutRow(
  person: Observation['person'],
  customers: readonly ObservedCustomer[],
  rules: AccessRules,
): Drift[] {
  if (person === 'there' || person === 'disabled') {
    return [toRepair('row_missing', 'The user exists in Cognito but has no row in the table.')]
  }
  return customers.flatMap((customer) => withoutOwner(customer, rules))
}

/**
 * The differences for a deleted user. Reports only what still costs money, and grants, which we can
 * revoke. A one-time purchase isn't reported: it bills nothing more and opens nothing.
 */
function withoutPerson(
  row: ObservedRow,
  customers: readonly ObservedCustomer[],
  rules: AccessRules,
  now: Date,
): Drift[] {
  const paying = customers.filter((customer) => liveSubscriptions(factsOf(customer, [])).length > 0)
  const billed = listText(paying.map(({ id }) => id))
  const gone = 'The user no longer exists in Cognito, but'
  if (paying.length > 0) {
    return [leftToStaff('person_gone', `${gone} ${billed} is still billed: cancel it in Stripe.`)]
  }
  const { plan } = decideAccess(factsOf(null, row.facts.grants), rules, now)
  if (plan === rules.catalog.defaultPlan) return []
  return [leftToStaff('person_gone', `${gone} a grant still gives them ${plan}: revoke it.`)]
}

function billedWhileDisabled(facts: Facts): Drift[] {
  const ids = liveSubscriptions(facts).map(({ id }) => id)
  if (ids.length === 0) return []
  return [
    leftToStaff(
      'person_disabled',
      `The user is disabled in Cognito, but ${listText(ids)} is still billed: enable them, or cancel and refund it.`,
    ),
  ]
}

/** The open checkout of a deleted or disabled user, who would pay for nothing. */
const leftCheckout = ({ checkoutUntil }: ObservedRow, now: Date): Drift[] =>
  checkoutUntil && checkoutUntil > now
    ? [toRepair('checkout_open', 'The user was deleted or disabled, but can still pay a checkout.')]
    : []

const pays = (customer: ObservedCustomer, { catalog, pricePlans }: AccessRules) =>
  liveSubscriptions(factsOf(customer, [])).some(({ prices }) =>
    prices.some((price) => planOfPrice(price, catalog, pricePlans)),
  )

const customerWithoutUser = ({ id, owner }: ObservedCustomer) =>
  leftToStaff(
    'customer_of_nobody',
    owner
      ? `${id} pays for a plan but belongs to a user who isn’t in Cognito.`
      : `${id} pays for a plan, but its metadata has no cognito_sub that says for which user.`,
  )

const customerOfAnother = (id: string) =>
  leftToStaff(
    'customer_of_another',
    `The row names ${id}, which belongs to another user according to its metadata.`,
  )

const unlinkedCustomer = (id: string) =>
  toRepair(
    'customer_unlinked',
    `${id} belongs to this user in Stripe, but the row doesn’t name it.`,
  )

const deadIntent = (count: number) =>
  toRepair(
    'dead_intent',
    `${count === 1 ? 'A writer' : `${count} writers`} crashed while applying groups.`,
  )

function twoSubscriptions(facts: Facts): Drift[] {
  const ids = liveSubscriptions(facts).map(({ id }) => id)
  if (ids.length < 2) return []
  return [
    leftToStaff(
      'two_subscriptions',
      `${listText(ids)} are billed at the same time: cancel and refund one.`,
    ),
  ]
}

const secondCustomer = (customer: ObservedCustomer, rules: AccessRules): Drift[] =>
  pays(customer, rules)
    ? [
        leftToStaff(
          'second_customer',
          `${customer.id} also pays for this user, without any effect.`,
        ),
      ]
    : []
