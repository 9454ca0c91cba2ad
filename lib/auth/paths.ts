import type { GateRefusal } from '@/lib/billing/gates/gates'

/** To the sign-in page, and back to `path` afterwards. */
export const signInPath = (path: string) => `/signin?next=${encodeURIComponent(path)}` as const

/** To the page that refreshes a token which did not open `path`, and back with the new one. */
export const refreshPath = (path: string) => `/refresh?to=${encodeURIComponent(path)}` as const

/** To the same page, once the token was refreshed: there is no second attempt. */
export const refreshedPath = (path: string) => `${refreshPath(path)}&refreshed=1` as const

/** To the plan that would open what was refused, or to `/forbidden` if no plan opens it. */
export const refusalPath = (refusal: GateRefusal, path: string) =>
  refusal.kind === 'staff_required' || refusal.requiredPlan === null
    ? '/forbidden'
    : (`/plans?upgrade=${encodeURIComponent(refusal.requiredPlan)}&from=${encodeURIComponent(path)}` as const)
