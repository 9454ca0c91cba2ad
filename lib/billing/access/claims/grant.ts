import type { Grant } from '@/lib/billing/access/facts'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { GrantClaim } from './claims'
import { isoDay, trialName } from './text'

/** Turns a grant into a claim, which is open from its start to its end. */
export function grantClaim(fact: Grant, catalog: Catalog, now: Date): GrantClaim {
  const plan = planByKey(catalog, fact.plan)
  const isOver = fact.endsAt !== null && fact.endsAt <= now
  const isAhead = fact.startsAt > now
  const name = plan?.name ?? 'A plan we no longer sell'
  const verb = isOver ? 'was' : isAhead ? 'will be' : 'is'
  const granted =
    fact.kind === 'trial_extension'
      ? `Your ${trialName(plan?.name ?? '')} ${verb} extended`
      : `${name} ${verb} granted to you`
  const from = isAhead && !isOver ? ` from ${isoDay(fact.startsAt)}` : ''
  const until = fact.endsAt ? ` until ${isoDay(fact.endsAt)}` : ''
  return {
    kind: 'grant',
    id: fact.id,
    plan,
    open: plan !== undefined && !isAhead && !isOver,
    why: `${granted}${from}${until}: ${fact.reason}`,
    since: fact.startsAt,
    nextChecks: plan ? [fact.startsAt, fact.endsAt] : [],
    fact,
  }
}
