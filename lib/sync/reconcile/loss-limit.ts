import type { ListedAccount } from '@/lib/db/accounts/listing'
import type { Suspect } from './suspects'

/** Losses that are ordinary: some cancellations of which no event came. */
const alwaysAllowed = 3
const share = 0.02

/** How many of those who have a plan would lose it in a run, and how many may. */
export type Brake = { holders: number; losing: number; limit: number; isOn: boolean }

/**
 * A repair believes Stripe and the catalog. When suddenly many people should have nothing any more,
 * it is these two that are probably wrong: the key of another account, a list that came back empty,
 * a plan that was taken out of the catalog while people are on it. Then nobody is made to lose
 * anything until a person says so.
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
