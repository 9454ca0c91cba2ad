import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { isRepeatedFailure } from '@/lib/stripe/idempotency'
import { codeOf, needsConfirmation } from '@/lib/stripe/stripe-errors'
import { changeMark } from './running'
import type { Changed, RunningSubscription } from './subscriptions'

/**
 * Runs one change per state of a subscription. Anything that charges, or decides whether something
 * is charged, must be serialized: an upgrade that races with a pause would never be paid, and a
 * pause that two processes end at once would be paid twice. Stripe has no conditional writes, but
 * executes an idempotency key only once. So all changes of one state share a key made of its
 * `changeToken`: of two at once, Stripe refuses the second, or answers it like the first if both
 * are the same.
 */
export async function exclusively(
  stripe: Stripe,
  { id, changeToken }: RunningSubscription,
  act: (options: { idempotencyKey: string }) => Promise<Changed>,
): Promise<Changed> {
  try {
    return await act({ idempotencyKey: `change:${id}:${changeToken}` })
  } catch (error) {
    const isRenewed = wasAnswered(error) && (await renewToken(stripe, id))
    if (error instanceof Stripe.errors.StripeCardError) {
      return {
        kind: 'payment_required',
        url: null,
        ...(needsConfirmation(error) && { reason: 'authentication_required' }),
      }
    }
    if (isTaken(error)) return { kind: 'contended' }
    // Stripe only repeated an earlier failure. With the new token the caller may decide again.
    if (isRenewed && isRepeatedFailure(error)) return { kind: 'contended' }
    throw error
  }
}

/**
 * For a day Stripe answers a key as it did the first time, failures included. Without a new token
 * the user could not retry with another card.
 */
const renewToken = (stripe: Stripe, subscriptionId: string): Promise<boolean> =>
  stripe.subscriptions.update(subscriptionId, { metadata: { [changeMark]: randomUUID() } }).then(
    () => true,
    () => false,
  )

/** Another process has used the key, or is using it now. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeIdempotencyError ||
  codeOf(error) === 'idempotency_key_in_use'

/** A request that never reached Stripe may be sent again under the same key. */
export const wasAnswered = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError &&
  !(error instanceof Stripe.errors.StripeConnectionError)
