import { createLocalStripe, frozenAt, type LocalStripeOptions } from 'local-stripe'
import Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { setUpStripe } from '@/lib/stripe/setup/setup'
import { undisturbed } from './intercept'

export type AroundStripe = (name: string, send: () => Promise<Response>) => Promise<Response>

/**
 * The local Stripe in process, sold out of `catalog`, and the real SDK talking to it. It doesn't
 * retry, so that a test sees each failure once. `around` may fail or hold up a request, before it
 * is carried out or after.
 */
export async function openStripe({
  catalog,
  around = undisturbed,
  ...options
}: LocalStripeOptions & {
  catalog: Catalog
  around?: AroundStripe
}) {
  const local = createLocalStripe({ clock: frozenAt('2026-03-01T12:00:00Z'), seed: 1, ...options })
  const connect = (send: typeof fetch) =>
    new Stripe('sk_test_local', {
      httpClient: Stripe.createFetchHttpClient(send),
      maxNetworkRetries: 0,
      telemetry: false,
    })
  await setUpStripe(connect(local.fetch), catalog, { parts: 'prices' })
  return {
    local,
    engine: local.engine,
    /** For the code under test: goes through `around`. */
    stripe: connect((input, init) => {
      const request = new Request(input, init)
      const { pathname: path } = new URL(request.url)
      return around(`stripe ${request.method} ${path}`, () => local.fetch(request))
    }),
    /** For the test's own hands. */
    direct: connect(local.fetch),
  }
}
