import type { Grant, PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import type { AccessStatus } from '@/lib/billing/access/status'
import type { Plan } from '@/lib/billing/catalog/schema'

/** A fact as a claim to a plan: whether it gives access now, until when, and why. */
export type Claim = SubscriptionClaim | OtherClaim

type Common = {
  id: string
  plan: Plan | undefined
  /** Whether it gives access now. Never without a plan. */
  open: boolean
  why: string
  since: Date
  /** When time alone may change `open`, or when to ask Stripe again. */
  nextChecks: (Date | null)[]
}

export type SubscriptionClaim = Common & {
  kind: 'subscription'
  fact: SubscriptionFact
  /** The status that the user sees. */
  status: AccessStatus
  graceUntil: Date | null
}

export type OtherClaim = PurchaseClaim | GrantClaim
export type PurchaseClaim = Common & { kind: 'purchase'; fact: PurchaseFact }
export type GrantClaim = Common & { kind: 'grant'; fact: Grant }
