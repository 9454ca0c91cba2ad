import type { Gate } from '@/lib/billing/gates'

/** Where a page sends somebody its gate is closed to: to what opens it, if anything that is sold does. */
export const refusalPath = (
  { requiredPlan }: Extract<Gate, { kind: 'plan_required' }>,
  from: string,
) =>
  requiredPlan === null
    ? '/forbidden'
    : (`/plans?upgrade=${encodeURIComponent(requiredPlan)}&from=${encodeURIComponent(from)}` as const)
