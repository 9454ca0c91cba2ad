import { createLocalStripe, frozenAt, type LocalStripeOptions } from 'local-stripe'
import Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { setUpStripe } from '@/lib/stripe/setup/setup'
import { passThrough } from '@/testing/intercept'

export type StripeInterceptor = (name: string, send: () => Promise<Response>) => Promise<Response>

/**
 * The local Stripe in this process, set up with `catalog`, and the real SDK connected to it. The
 * SDK doesn't retry, so that a test sees each failure once. `intercept` may fail or delay a
 * request, before it is carried out or after.
 */
export async function openStripe({
  catalog,
  intercept = passThrough,
  ...options
}: LocalStripeOptions & {
  catalog: Catalog
  intercept?: StripeInterceptor
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
    /** For the code under test: its requests pass through `intercept`. */
    stripe: connect((input, init) => {
      const request = new Request(input, init)
      const { pathname: path } = new URL(request.url)
      return intercept(`stripe ${request.method} ${path}`, () => local.fetch(request))
    }),
    /** For the test itself: never intercepted. */
    direct: connect(local.fetch),
  }
}
