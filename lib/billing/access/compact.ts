import { sourcesShown } from './access'
import { bankState } from './bank-payment'
import { type Claim, purchaseClaim, subscriptionClaim } from './claims'
import type { Facts } from './facts'
import { byPrecedence } from './precedence'
import type { AccessRules } from './status'
import { hasEnded } from './subscription-status'
import { hadTrial } from './trial'

/**
 * The facts that can still matter, so that a row never outgrows its table (400 KB): all that may yet
 * open or close something, the best of what is settled, for the story, and that there was a trial.
 * `decideAccess` answers the same before and after, at whatever time. Grants stay: nobody else
 * remembers them.
 */
export function compactFacts(facts: Facts, rules: AccessRules): Facts {
  const { subscriptions, purchases, grants } = facts
  return {
    subscriptions: isShort(subscriptions)
      ? subscriptions
      : dropSettled(
          subscriptions,
          // At whatever time: what is settled says the same at any.
          subscriptions.map((fact) => subscriptionClaim(fact, rules, new Date(0))),
        ),
    purchases: isShort(purchases)
      ? purchases
      : dropSettled(
          purchases,
          purchases.map((fact) => purchaseClaim(fact, rules.catalog)),
        ),
    grants,
    ...(hadTrial(facts) && { trialUsed: true as const }),
  }
}

/** Of one kind, as many as are ever shown: of a better one nothing must be lost. */
const isShort = (facts: readonly unknown[]) => facts.length <= sourcesShown

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

/** Neither time nor Stripe moves it any more: only an answer of Stripe's that differs. */
function isSettled(claim: Claim): boolean {
  if (claim.nextChecks.some((turn) => turn !== null)) return false
  switch (claim.kind) {
    case 'subscription':
      return hasEnded(claim.fact.status)
    case 'purchase':
      return bankState(claim) !== 'processing'
    default:
      return false
  }
}

/** For a month the person is told that a bank's payment bounced: of each plan the last one. */
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
