import Stripe from 'stripe'

type Keyed = { idempotencyKey: string; maxNetworkRetries: number }

/** More stored failures than a user can cause in the day for which Stripe keeps a key. */
const maxKeys = 20

/**
 * Sends a request under an idempotency key, so that Stripe executes it once. For a day Stripe repeats
 * its first response to a key, even a 500, which would block the user for that day. So a failure that
 * Stripe only repeats is skipped, and the request is sent under the next key. All processes use the
 * same keys in the same order.
 *
 * A new failure is thrown: Stripe may have executed a part of the request, and the user's next
 * request reads Stripe's current state first. After a lost connection the request is retried once,
 * under the same key.
 */
export async function underKey<T>(key: string, send: (options: Keyed) => Promise<T>): Promise<T> {
  for (let number = 1; ; number++) {
    const idempotencyKey = number === 1 ? key : `${key}:${number}`
    // With the SDK's own retries, each failure would look like a repeated one.
    const attempt = () => send({ idempotencyKey, maxNetworkRetries: 0 })
    try {
      return await attempt().catch((error) => {
        if (error instanceof Stripe.errors.StripeConnectionError) return attempt()
        throw error
      })
    } catch (error) {
      if (number === maxKeys || !isRepeatedFailure(error)) throw error
    }
  }
}

/** Whether Stripe executed nothing and only repeated its earlier response to this key. */
export const isRepeatedFailure = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.headers?.['idempotent-replayed'] === 'true'
