import type { CheckoutSession } from '../../world/types'

/** What paying a session led to. */
export type CheckoutResult =
  | { kind: 'paid'; session: CheckoutSession; url: string | null }
  /** Complete, with a bank payment that settles later. */
  | { kind: 'processing'; session: CheckoutSession; url: string | null }
  | { kind: 'declined'; message: string; code: string }
  /** Needs 3-D Secure. `completeAuthentication` continues. */
  | { kind: 'requires_action'; session: CheckoutSession }

/** The success URL, with the session's id in the place of `{CHECKOUT_SESSION_ID}`. */
export function successUrl(session: CheckoutSession): string | null {
  const url = session.success_url ?? session.return_url
  return url?.replaceAll(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/g, session.id) ?? null
}
