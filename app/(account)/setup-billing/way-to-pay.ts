import { one, type SearchParams } from '@/components/plans/choice'
import type { Settings } from '@/lib/env'

/**
 * Where somebody pays: on Stripe's page, or in Stripe's form on ours. The form comes only with a page
 * that was loaded for it: what such a page may load was said when the page was loaded, and one that
 * somebody reached by a link of the app's still goes by what the page before it was told.
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
