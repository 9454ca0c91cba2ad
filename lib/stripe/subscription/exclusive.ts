import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { codeOf } from '@/lib/stripe/stripe-errors'
import { changeMark } from './stripe-running'
import type { Changed, RunningSubscription } from './subscriptions'

/**
 * What charges, or decides whether anything is charged, is done one at a time: an upgrade beside a pause
 * would be paid by nobody, and a pause ended twice at once would be paid twice. Stripe has no conditional
 * writes, but answers a key only once. So all that may be done in one turn has one key: the second of two
 * is refused, or answered like the first if it is the same.
 */
export const exclusively =
  (stripe: Stripe) =>
  async (
    { id, turn }: RunningSubscription,
    act: (options: { idempotencyKey: string }) => Promise<Changed>,
  ): Promise<Changed> => {
    // For a day Stripe answers a key as it did the first time, be it with a failure: without another turn
    // nobody could put another card in and try again.
    const pass = () =>
      stripe.subscriptions.update(id, { metadata: { [changeMark]: randomUUID() } }).catch(() => {})
    try {
      return await act({ idempotencyKey: `turn:${id}:${turn}` })
    } catch (error) {
      if (wasAnswered(error)) await pass()
      if (error instanceof Stripe.errors.StripeCardError) {
        return { kind: 'payment_required', url: null }
      }
      if (isTaken(error)) return { kind: 'contended' }
      throw error
    }
  }

/** Somebody else has used the key, or is at it this moment. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeIdempotencyError ||
  codeOf(error) === 'idempotency_key_in_use'

/** What never reached Stripe may be asked again under the same key. */
export const wasAnswered = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError &&
  !(error instanceof Stripe.errors.StripeConnectionError)
