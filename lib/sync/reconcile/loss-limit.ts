import type { ListedAccount } from '@/lib/db/accounts/listing'
import type { Suspect } from './suspects'

/** An ordinary number of losses: some cancellations whose events never came. */
const alwaysAllowed = 3
const share = 0.02

/** How many users have a plan, how many of them a run would take it from, and how many it may. */
export type Brake = { holders: number; losing: number; limit: number; isOn: boolean }

/**
 * A repair trusts Stripe and the catalog. If suddenly many users should have no plan, those two are
 * probably wrong: the key belongs to another account, a list came back empty, or a plan was removed
 * from the catalog while users are on it. Then no user loses a plan until an operator confirms it.
 */
export function brakeFor(
  rows: Iterable<Pick<ListedAccount, 'access'>>,
  suspects: readonly Suspect[],
  defaultPlan: string,
): Brake {
  const holders = [...rows].filter(({ access }) => access.plan !== defaultPlan).length
  const losing = suspects.filter(({ loses }) => loses).length
  const limit = Math.max(alwaysAllowed, Math.floor(holders * share))
  return { holders, losing, limit, isOn: losing > limit }
}
