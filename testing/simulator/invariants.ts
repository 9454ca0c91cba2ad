import { decideAccess } from '@/lib/billing/access/access'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import { type Backends, foreignGroups, person, rules } from './backends'

const ours = managedGroups(rules.catalog, rules.groupPrefix)

/** After the last delivery: what the row says is what is true. `null` if all is well. */
export async function rowProblem(backends: Backends, now: Date): Promise<string | null> {
  const row = await backends.accounts.get(person.userId)
  const isGone = (await backends.cognito.find(person.username)) === null
  if (!row) return isGone ? null : missingRowProblem(backends, now)
  // A person who was deleted while their row was being made has no customer, and nobody to have one.
  if (isGone && row.customerId === null) return null
  const truth = { ...backends.stripe.truth(), grants: backends.grants }
  const actual = JSON.stringify(decideAccess(row.facts, rules, now))
  const expected = JSON.stringify(decideAccess(truth, rules, now))
  if (actual === expected) return null
  const plan = decideAccess(row.facts, rules, now).plan
  const truePlan = decideAccess(truth, rules, now).plan
  return plan === truePlan
    ? `The row diverged in its details:\n  ${actual}\n  ${expected}`
    : `The row diverged: it says ${plan}, and ${truePlan} is true`
}

/** Somebody who pays has a row; a customer who was deleted pays nothing. */
function missingRowProblem(backends: Backends, now: Date): string | null {
  const { plan } = decideAccess({ ...backends.stripe.truth(), grants: backends.grants }, rules, now)
  return plan === rules.catalog.defaultPlan ? null : `Somebody who pays for ${plan} has no row`
}

/** After the sweeper: Cognito has what the row says, and nothing of ours is under way. */
export async function groupsProblem(backends: Backends, now: Date): Promise<string | null> {
  const row = await backends.accounts.get(person.userId)
  const groups = await backends.cognito.of(person.username)
  const managed = groups.filter((group) => ours.includes(group))
  if ((await backends.cognito.find(person.username)) === null) return null
  for (const group of foreignGroups) {
    if (!groups.includes(group)) return `A group that isn't ours was taken away: ${group}`
  }
  if (!row) return managed.length > 0 ? `Somebody without a row is in ${managed.join()}` : null
  const wanted = decideAccess(row.facts, rules, now).groups
  if (managed.join() !== wanted.join()) {
    return `Groups diverged: they are ${managed.join() || 'none'}, and the row says ${wanted.join()}`
  }
  return null
}

/** After the sweeper: nothing is under way, and the next look is when time changes something. */
export async function restProblem(backends: Backends): Promise<string | null> {
  const row = await backends.accounts.get(person.userId)
  if (!row) return null
  const intents = Object.keys(row.intents)
  if (intents.length > 0) return `Intents were left on the row: ${intents.join()}`
  if (row.move) return `Nobody has told of what ${row.move.id} began`
  if (row.dueAt?.getTime() !== row.access.nextLookAt?.getTime()) {
    return `The sweeper looks at ${row.dueAt?.toISOString()}, and time changes something at ${row.access.nextLookAt?.toISOString()}`
  }
  return null
}
