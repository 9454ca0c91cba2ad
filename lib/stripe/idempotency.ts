import Stripe from 'stripe'

type Keyed = { idempotencyKey: string; maxNetworkRetries: number }

/** As many stored failures as a user could meet in the day that Stripe keeps a key. */
const maxKeys = 20

/**
 * Runs one request under an idempotency key, so that Stripe carries it out once. For a day Stripe
 * answers a key as it did the first time, a 500 included, so the user would be stuck for a day. A
 * failure that Stripe only repeats is therefore skipped: the request runs under the next key. All
 * processes take the same keys in the same order.
 *
 * A failure that is not a repetition is thrown: Stripe may have carried out a part, so it is left to
 * the next request of the user, which reads Stripe's present state first. A lost connection is
 * retried once, under the same key.
 */
export async function underKey<T>(key: string, send: (options: Keyed) => Promise<T>): Promise<T> {
  for (let number = 1; ; number++) {
    const idempotencyKey = number === 1 ? key : `${key}:${number}`
    // The SDK's own retries would turn each failure into a repeated one.
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

/** Whether Stripe did nothing, and answered as it had answered this key before. */
export const isRepeatedFailure = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.headers?.['idempotent-replayed'] === 'true'
