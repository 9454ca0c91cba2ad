import type { Refusal } from '@/lib/billing/gates/gates'

/** Where a page sends somebody its gate is closed to: to what opens it, if anything that is sold does. */
export const refusalPath = (refusal: Refusal, from: string) =>
  refusal.kind === 'staff_required' || refusal.requiredPlan === null
    ? '/forbidden'
    : (`/plans?upgrade=${encodeURIComponent(refusal.requiredPlan)}&from=${encodeURIComponent(from)}` as const)
