import { z } from 'zod'
import { type Access, decideAccess } from '@/lib/billing/access/access'
import type { Facts, Grant, PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { planOfPrice } from '@/lib/billing/access/price-plan'
import type { AccessRules } from '@/lib/billing/access/status'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { managedGroups, planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'

const DriftKind = z.enum([
  'row_missing',
  'row_stale',
  'row_unreadable',
  'customer_unlinked',
  'group_missing',
  'group_extra',
  'group_stale',
  'dead_intent',
  'two_subscriptions',
  'second_customer',
  'customer_of_another',
  'customer_of_nobody',
  'person_gone',
  'person_disabled',
  'checkout_open',
])
type DriftKind = z.infer<typeof DriftKind>

/** One difference between Stripe, the table and Cognito, and how to fix it. */
export const Drift = z.object({
  kind: DriftKind,
  /** `repair` is automatic. `staff` needs a person to decide what is right. */
  remedy: z.enum(['repair', 'staff']),
  /** A sentence for an operator. */
  words: z.string(),
  /** The repair takes a plan from a user who has it now. */
  loses: z.literal(true).optional(),
})
export type Drift = z.infer<typeof Drift>

/** Whether repairing any of them takes the user's plan away. */
export const losesAPlan = (drifts: readonly Drift[]): boolean => drifts.some(({ loses }) => loses)

/** What Stripe, the table and Cognito say about one user. */
export type Observation = {
  /** The user's row; `null` if the table has none. */
  row: ObservedRow | null
  /** Whether Cognito has the user. `unconfirmed` if they never confirmed their email address. */
  person: 'there' | 'disabled' | 'unconfirmed' | 'gone'
  /** All Cognito groups of the user, managed or not. */
  groups: string[]
  /** The customers whose metadata names the user, and the one that their row names. */
  customers: ObservedCustomer[]
}

export type ObservedRow = {
  customerId: string | null
  version: number
  access: ObservedAccess
  /** What gates decide from, whatever `access` says. */
  facts: Facts
  /** How many intents are past their lease, so that their writer crashed, and how many are live. */
  intents: { dead: number; live: number }
  /** Until when the user's open Checkout session can be paid; `null` if there is none. */
  checkoutUntil: Date | null
}

export type ObservedAccess = Pick<
  Access,
  | 'plan'
  | 'status'
  | 'groups'
  | 'features'
  | 'permissions'
  | 'currentPeriodEnd'
  | 'trialExpiresAt'
  | 'cancelAt'
  | 'graceUntil'
  | 'invoiceDueAt'
  | 'nextLookAt'
>

export type ObservedCustomer = {
  id: string
  /** The user that Stripe's metadata names. */
  owner: string | null
  subscriptions: SubscriptionFact[]
  purchases: PurchaseFact[]
}

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

/** The customer that belongs to a user. If there are several, one with a live subscription. */
export function ownCustomer(
  userId: string,
  customers: readonly ObservedCustomer[],
): ObservedCustomer | undefined {
  const own = customers.filter(({ owner }) => owner === userId)
  return own.find((customer) => liveSubscriptions(factsOf(customer, [])).length > 0) ?? own[0]
}

/** The differences for a customer that names no user, and that no row names. */
export const withoutOwner = (customer: ObservedCustomer, rules: AccessRules): Drift[] =>
  pays(customer, rules) ? [customerWithoutUser(customer)] : []

/** The difference for a row that can't be parsed: another version or another program wrote it. */
export const unreadableRow = (why: string): Drift =>
  staff('row_unreadable', `The row is unreadable, so nothing keeps it up to date: ${why}`)

/** Whether a repair lowers the plan. A plan that left the catalog counts as the highest. */
function losesPlan(is: string, be: string, catalog: Catalog): boolean {
  const rank = (plan: string) => planByKey(catalog, plan)?.rank ?? Number.POSITIVE_INFINITY
  return is !== be && rank(is) > rank(be)
}

const factsOf = (customer: ObservedCustomer | null | undefined, grants: Grant[]): Facts => ({
  subscriptions: customer?.subscriptions ?? [],
  purchases: customer?.purchases ?? [],
  grants,
})

/** How long the sweeper, which runs every minute, may take before its work counts as drift. */
const sweeperMs = 5 * 60_000

/**
 * Compares both the stored decision and the one from the row's facts, which pages and gates use,
 * with the decision from Stripe's facts.
 */
function staleRow(
  { access, facts: known }: ObservedRow,
  remembered: ObservedAccess,
  facts: Facts,
  should: Access,
  now: Date,
): Drift[] {
  const decided = differences(access, should)
  const wrong = decided.length > 0 ? decided : differences(remembered, should)
  if (wrong.length === 0) return rowWithoutBilling(known, facts)
  const turned = access.nextLookAt ? now.getTime() - access.nextLookAt.getTime() : -1
  if (turned >= 0 && turned < sweeperMs) return []
  return [repair('row_stale', `The row is out of date with Stripe: ${wrong.join('; ')}.`)]
}

/**
 * A row that an earlier version wrote lacks `billing`. It is filled in once, while its subscription
 * may still change.
 */
function rowWithoutBilling(known: Facts, facts: Facts): Drift[] {
  const read = new Set(facts.subscriptions.filter(({ billing }) => billing).map(({ id }) => id))
  const [first] = liveSubscriptions(known).filter(({ id, billing }) => !billing && read.has(id))
  if (!first) return []
  return [
    repair(
      'row_stale',
      `An earlier version wrote the row: it doesn’t say how ${first.id} is billed.`,
    ),
  ]
}

/** Lists the visible differences, such as "the plan is free and should be pro". */
function differences(access: ObservedAccess, should: Access): string[] {
  const compared: [name: string, is: string, be: string][] = [
    ['the plan', access.plan, should.plan],
    ['the status', settled(access.status), settled(should.status)],
    ['the group', list(access.groups), list(should.groups)],
    ['the features', list(access.features), list(should.features)],
    ['the permissions', list(access.permissions), list(should.permissions)],
    ['the period', until(access.currentPeriodEnd), until(should.currentPeriodEnd)],
    ['the trial', until(access.trialExpiresAt), until(should.trialExpiresAt)],
    ['the cancellation', until(access.cancelAt), until(should.cancelAt)],
    ['the grace', until(access.graceUntil), until(should.graceUntil)],
    ['the invoice’s due date', until(access.invoiceDueAt), until(should.invoiceDueAt)],
  ]
  return compared
    .filter(([, is, be]) => is !== be)
    .map(([name, is, be]) => `${name} is ${is} and should be ${be}`)
}

/** Treats `canceled` as `none`, because Stripe deletes the history of a deleted customer. */
const settled = (status: Access['status']) => (status === 'canceled' ? 'none' : status)
const list = (names: readonly string[]) => [...names].sort().join(', ') || 'none'
const until = (date: Date | null | undefined) => (date ? `until ${date.toISOString()}` : 'none')

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
  const is = `In Cognito, the user is in ${list(held)}`
  if (missing.length > 0 && extra.length > 0) {
    return [repair('group_stale', `${is} instead of ${list(missing)}.`)]
  }
  if (extra.length > 0) return [repair('group_extra', `${is} and should not be in ${list(extra)}.`)]
  if (missing.length > 0) {
    const why = version === 0 ? ' (no groups were ever applied)' : ''
    return [repair('group_missing', `${is} and not in ${list(missing)}${why}.`)]
  }
  return []
}

function withoutRow(
  person: Observation['person'],
  customers: readonly ObservedCustomer[],
  rules: AccessRules,
): Drift[] {
  if (person === 'there' || person === 'disabled') {
    return [repair('row_missing', 'The user exists in Cognito but has no row in the table.')]
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
  const billed = list(paying.map(({ id }) => id))
  const gone = 'The user no longer exists in Cognito, but'
  if (paying.length > 0) {
    return [staff('person_gone', `${gone} ${billed} is still billed: cancel it in Stripe.`)]
  }
  const { plan } = decideAccess(factsOf(null, row.facts.grants), rules, now)
  if (plan === rules.catalog.defaultPlan) return []
  return [staff('person_gone', `${gone} a grant still gives them ${plan}: revoke it.`)]
}

function billedWhileDisabled(facts: Facts): Drift[] {
  const ids = liveSubscriptions(facts).map(({ id }) => id)
  if (ids.length === 0) return []
  return [
    staff(
      'person_disabled',
      `The user is disabled in Cognito, but ${list(ids)} is still billed: enable them, or cancel and refund it.`,
    ),
  ]
}

/** Someone who is deleted or disabled would pay in vain. */
const leftCheckout = ({ checkoutUntil }: ObservedRow, now: Date): Drift[] =>
  checkoutUntil && checkoutUntil > now
    ? [repair('checkout_open', 'The user was deleted or disabled, but can still pay a checkout.')]
    : []

const pays = (customer: ObservedCustomer, { catalog, pricePlans }: AccessRules) =>
  liveSubscriptions(factsOf(customer, [])).some(({ prices }) =>
    prices.some((price) => planOfPrice(price, catalog, pricePlans)),
  )

const customerWithoutUser = ({ id, owner }: ObservedCustomer) =>
  staff(
    'customer_of_nobody',
    owner
      ? `${id} pays for a plan but belongs to a user who isn’t in Cognito.`
      : `${id} pays for a plan, but its metadata has no cognito_sub that says for which user.`,
  )

const customerOfAnother = (id: string) =>
  staff(
    'customer_of_another',
    `The row names ${id}, which belongs to another user according to its metadata.`,
  )

const unlinkedCustomer = (id: string) =>
  repair('customer_unlinked', `${id} belongs to this user in Stripe, but the row doesn’t name it.`)

const deadIntent = (count: number) =>
  repair(
    'dead_intent',
    `${count === 1 ? 'A writer' : `${count} writers`} crashed while applying groups.`,
  )

function twoSubscriptions(facts: Facts): Drift[] {
  const ids = liveSubscriptions(facts).map(({ id }) => id)
  if (ids.length < 2) return []
  return [
    staff('two_subscriptions', `${list(ids)} are billed at the same time: cancel and refund one.`),
  ]
}

const secondCustomer = (customer: ObservedCustomer, rules: AccessRules): Drift[] =>
  pays(customer, rules)
    ? [staff('second_customer', `${customer.id} also pays for this user, without any effect.`)]
    : []

const repair = (kind: DriftKind, words: string): Drift => ({ kind, remedy: 'repair', words })
const staff = (kind: DriftKind, words: string): Drift => ({ kind, remedy: 'staff', words })
