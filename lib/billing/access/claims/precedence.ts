import type { Claim } from './claims'

/**
 * Sorts claims so that the one that counts comes first: open, then the highest plan, then the one
 * most likely to last. No two claims compare as equal, so Stripe's listing order never matters.
 */
export const byPrecedence = (a: Claim, b: Claim): number =>
  Number(b.open) - Number(a.open) ||
  (a.open
    ? rankOf(b) - rankOf(a) || stability(b) - stability(a)
    : recoverability(b) - recoverability(a)) ||
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
  b.since.getTime() - a.since.getTime() ||
  (a.id < b.id ? -1 : Number(a.id > b.id))

const kinds: Claim['kind'][] = ['subscription', 'purchase', 'grant']

const rankOf = (claim: Claim) => claim.plan?.rank ?? -1

/** Ranks open claims: paid above on trial above past due. */
function stability(claim: Claim): number {
  if (claim.kind === 'grant' && claim.fact.kind === 'trial_extension') return 1
  if (claim.kind !== 'subscription' || claim.status === 'active') return 2
  return claim.status === 'trialing' ? 1 : 0
}

/** Ranks closed subscriptions: one that can recover tells the user more than one that has ended. */
function recoverability(claim: Claim): number {
  switch (claim.kind === 'subscription' ? claim.status : 'none') {
    case 'past_due':
    case 'unpaid':
      return 3
    case 'paused':
    case 'incomplete':
      return 2
    case 'canceled':
      return 1
    default:
      return 0
  }
}
