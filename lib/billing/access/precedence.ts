import type { Claim } from './claims'

/**
 * Sorts the claim that counts to the front: an open one, of the highest plan, that is the surest to
 * last. It decides between any two, so that the order in which Stripe lists things decides nothing.
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

/** Among open claims: paid before on trial before unpaid. */
function stability(claim: Claim): number {
  if (claim.kind === 'grant' && claim.fact.kind === 'trial_extension') return 1
  if (claim.kind !== 'subscription' || claim.status === 'active') return 2
  return claim.status === 'trialing' ? 1 : 0
}

/** Among closed subscriptions: one that can still be mended says more than one that is gone. */
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
