import type { PurchaseFact } from '@/lib/billing/access/facts'
import { revocation } from '@/lib/billing/access/policies'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { PurchaseClaim } from './claims'
import { isoDay, pendingText, returnedText } from './text'

/** Turns a one-time purchase into a claim, which is open from its payment to a refund or a dispute. */
export function purchaseClaim(fact: PurchaseFact, catalog: Catalog): PurchaseClaim {
  const plan = fact.plan ? planByKey(catalog, fact.plan) : undefined
  const revoked = revocation(fact, catalog.policies)
  return {
    kind: 'purchase',
    id: fact.id,
    plan,
    open: plan !== undefined && !fact.payment && !revoked,
    why: purchaseText(fact, plan?.name, revoked),
    since: fact.paidAt,
    nextChecks: [],
    fact,
  }
}

function purchaseText(
  fact: PurchaseFact,
  name: string | undefined,
  revoked: ReturnType<typeof revocation>,
): string {
  if (fact.payment) {
    const what = name ?? 'a plan we no longer sell'
    return fact.payment === 'processing' ? pendingText(what) : returnedText(what)
  }
  const on = isoDay(fact.paidAt)
  const bought = name
    ? `You bought ${name} on ${on}`
    : `On ${on}, you bought a plan we no longer sell`
  switch (revoked) {
    case 'refunded':
      return `${bought}. It was refunded in full.`
    case 'refunded_in_part':
      return `${bought}. It was partially refunded, so access was removed.`
    case 'dispute_lost':
      return `${bought}. The payment dispute was lost.`
    case 'disputed':
      return `${bought}. It’s on hold during a payment dispute.`
    case null:
      if (!name) return `${bought}. It doesn’t include access.`
      return fact.dispute === 'open'
        ? `${bought}. It’s yours unless the payment dispute is lost.`
        : `${bought}. It’s yours forever.`
  }
}
