import { z } from 'zod'
import { Time } from '@/lib/billing/time'
import type { Claim } from './claims/claims'

/**
 * A payment that a bank takes days to process (ACH, SEPA …), for something that gives no access
 * yet.
 */
export const BankPayment = z.object({
  state: z.enum(['processing', 'failed']),
  plan: z.string().nullable(),
  for: z.enum(['subscription', 'purchase']),
  /** The id of the subscription or of the charge. */
  id: z.string(),
  since: Time,
})
export type BankPayment = z.infer<typeof BankPayment>

/** How long users are told to wait. https://docs.stripe.com/payments/bank-debits (November 2026) */
export const bankDays = { usual: '3–5 business days', longest: '14 days' }

/** For how long a failure is shown. */
const failureDays = 30

/**
 * The latest bank payment. A failure is dropped once the user has the same plan or a higher one.
 */
export function bankPaymentOf(claims: readonly Claim[], now: Date): BankPayment | null {
  const opened = Math.max(-1, ...claims.map(({ open, plan }) => (open && plan ? plan.rank : -1)))
  const found = claims.flatMap((claim): BankPayment[] => {
    const state = bankState(claim)
    if (!state || claim.kind === 'grant') return []
    const age = now.getTime() - claim.since.getTime()
    if (state === 'failed' && age > failureDays * 86_400_000) return []
    if (state === 'failed' && claim.plan && claim.plan.rank <= opened) return []
    const { id, plan, since, kind } = claim
    return [{ state, plan: plan?.key ?? null, for: kind, id, since }]
  })
  return found.sort((a, b) => b.since.getTime() - a.since.getTime())[0] ?? null
}

export function bankState(claim: Claim): BankPayment['state'] | undefined {
  if (claim.kind === 'purchase') return claim.fact.payment
  if (claim.kind === 'grant') return undefined
  switch (claim.fact.status) {
    case 'active':
    case 'incomplete':
    case 'past_due':
      return claim.fact.firstPayment
    case 'incomplete_expired':
    case 'unpaid':
      return claim.fact.firstPayment === 'failed' ? 'failed' : undefined
    default:
      return undefined
  }
}
