import { one, type SearchParams } from '@/components/plans/choice'
import type { Settings } from '@/lib/env'

/**
 * Where the user pays: on Stripe's page, or in Stripe's form embedded in ours. The form needs a
 * full page load with `pay` in the URL: only that response's Content-Security-Policy allows
 * Stripe.js, and a client-side navigation keeps the policy of the page before.
 */
export type WayToPay =
  | { kind: 'hosted' }
  | { kind: 'embedded'; publishableKey: string; isHere: boolean }

export function wayToPay(
  { STRIPE_PUBLISHABLE_KEY }: Pick<Settings, 'STRIPE_PUBLISHABLE_KEY'>,
  params: SearchParams,
): WayToPay {
  if (!STRIPE_PUBLISHABLE_KEY) return { kind: 'hosted' }
  return {
    kind: 'embedded',
    publishableKey: STRIPE_PUBLISHABLE_KEY,
    isHere: one(params.pay) !== undefined,
  }
}
