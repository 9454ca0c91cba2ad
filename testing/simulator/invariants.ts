import { decideAccess } from '@/lib/billing/access/access'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import { type Backends, foreignGroups, person, simulatedRules } from './backends'

const ours = managedGroups(simulatedRules.catalog, simulatedRules.groupPrefix)

/**
 * After the last delivery: the row must equal the state of Stripe. Returns the problem, or `null`.
 */
export async function rowProblem(backends: Backends, now: Date): Promise<string | null> {
  const row = await backends.accounts.get(person.userId)
  const isGone = (await backends.cognito.find(person.username)) === null
  if (!row) return isGone ? null : missingRowProblem(backends, now)
  // A user who was deleted while their row was being created never gets a customer.
  if (isGone && row.customerId === null) return null
  const truth = { ...backends.stripe.truth(), grants: backends.grants }
  const actual = JSON.stringify(decideAccess(row.facts, simulatedRules, now))
  const expected = JSON.stringify(decideAccess(truth, simulatedRules, now))
  if (actual === expected) return null
  const plan = decideAccess(row.facts, simulatedRules, now).plan
  const truePlan = decideAccess(truth, simulatedRules, now).plan
  return plan === truePlan
    ? `The row diverged in its details:\n  ${actual}\n  ${expected}`
    : `The row diverged: it says ${plan}, but ${truePlan} is right`
}

/** A paying user must have a row; a deleted customer pays nothing. */
function missingRowProblem(backends: Backends, now: Date): string | null {
  const { plan } = decideAccess(
    { ...backends.stripe.truth(), grants: backends.grants },
    simulatedRules,
    now,
  )
  return plan === simulatedRules.catalog.defaultPlan
    ? null
    : `A user who pays for ${plan} has no row`
}

/** After the sweeper: Cognito's groups must be those of the row. Returns the problem, or `null`. */
export async function groupsProblem(backends: Backends, now: Date): Promise<string | null> {
  const row = await backends.accounts.get(person.userId)
  const groups = await backends.cognito.of(person.username)
  const managed = groups.filter((group) => ours.includes(group))
  if ((await backends.cognito.find(person.username)) === null) return null
  for (const group of foreignGroups) {
    if (!groups.includes(group)) return `A group that isn't ours was taken away: ${group}`
  }
  if (!row) return managed.length > 0 ? `A user without a row is in ${managed.join()}` : null
  const wanted = decideAccess(row.facts, simulatedRules, now).groups
  if (managed.join() !== wanted.join()) {
    return `Groups diverged: they are ${managed.join() || 'none'}, and the row says ${wanted.join()}`
  }
  return null
}

/**
 * After the sweeper: no intent may be left, and the row is due when time next changes its access.
 */
export async function restProblem(backends: Backends): Promise<string | null> {
  const row = await backends.accounts.get(person.userId)
  if (!row) return null
  const intents = Object.keys(row.intents)
  if (intents.length > 0) return `Intents were left on the row: ${intents.join()}`
  if (row.move) return `No audit entry for the move that ${row.move.id} began`
  if (row.dueAt?.getTime() !== row.access.nextLookAt?.getTime()) {
    return `The sweeper looks at ${row.dueAt?.toISOString()}, and time changes something at ${row.access.nextLookAt?.toISOString()}`
  }
  return null
}
