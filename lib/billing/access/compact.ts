import { sourcesShown } from './access'
import { bankState } from './bank-payment'
import type { Claim } from './claims/claims'
import { byPrecedence } from './claims/precedence'
import { purchaseClaim } from './claims/purchase'
import { subscriptionClaim } from './claims/subscription'
import type { Facts, SubscriptionFact } from './facts'
import { ownFacts } from './own-subscriptions'
import type { AccessRules } from './status'
import { hasEnded } from './subscription-status'
import { hadTrial } from './trial'

/**
 * Drops facts that can no longer matter, so that a row stays below DynamoDB's limit of 400 KB.
 * Keeps everything that may still change access, the settled facts that are shown as reasons, and
 * whether there was a trial. `decideAccess` gives the same answer before and after, at any time.
 * All grants stay, because they are stored nowhere else.
 */
export function compactFacts(facts: Facts, rules: AccessRules): Facts {
  const { subscriptions, purchases, grants } = facts
  return {
    subscriptions: isShort(subscriptions) ? subscriptions : compactSubscriptions(facts, rules),
    purchases: isShort(purchases)
      ? purchases
      : dropSettled(
          purchases,
          purchases.map((fact) => purchaseClaim(fact, rules.catalog)),
        ),
    grants,
    ...(hadTrial(ownFacts(facts, rules)) && { trialUsed: true as const }),
  }
}

/** Below the number of reasons ever shown there is nothing to drop. */
const isShort = (facts: readonly unknown[]) => facts.length <= sourcesShown

/** Drops the subscriptions of other products, too, once they have ended. */
function compactSubscriptions(facts: Facts, rules: AccessRules): SubscriptionFact[] {
  const own = ownFacts(facts, rules).subscriptions
  const kept = isShort(own)
    ? own
    : dropSettled(
        own,
        // The time doesn't matter: a settled fact makes the same claim at any time.
        own.map((fact) => subscriptionClaim(fact, rules, new Date(0))),
      )
  return facts.subscriptions.filter(
    (fact) => kept.includes(fact) || (!own.includes(fact) && !hasEnded(fact.status)),
  )
}

function dropSettled<Fact extends { id: string }>(facts: Fact[], claims: Claim[]): Fact[] {
  const settled = claims.filter(isSettled).sort(byPrecedence)
  const kept = new Set(
    [
      ...claims.filter((claim) => !isSettled(claim)),
      ...settled.filter(({ open }) => open).slice(0, sourcesShown),
      ...settled.filter(({ open }) => !open).slice(0, sourcesShown),
      ...latestFailedPayments(settled),
    ].map(({ id }) => id),
  )
  return facts.filter(({ id }) => kept.has(id))
}

/** Whether neither time nor an expected event changes the claim any more. */
function isSettled(claim: Claim): boolean {
  if (claim.nextChecks.some((check) => check !== null)) return false
  switch (claim.kind) {
    case 'subscription':
      return hasEnded(claim.fact.status)
    case 'purchase':
      return bankState(claim) !== 'processing'
    default:
      return false
  }
}

/** The last failed bank payment for each plan: users see it for a month. */
function latestFailedPayments(settled: Claim[]): Claim[] {
  const latest = new Map<string | undefined, Claim>()
  for (const claim of settled) {
    const known = latest.get(claim.plan?.key)
    if (bankState(claim) === 'failed' && (!known || claim.since > known.since)) {
      latest.set(claim.plan?.key, claim)
    }
  }
  return [...latest.values()]
}
