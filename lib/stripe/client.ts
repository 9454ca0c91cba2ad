import Stripe from 'stripe'

/**
 * A client for the Stripe at `base`, a local Stripe's URL, or else for the real one. Two retries
 * with the SDK's idempotency keys survive a dropped connection. The timeout is short enough for a
 * webhook request to fail in time, so that Stripe retries it.
 */
export function stripeClient(options: {
  secretKey: string
  base?: string | undefined
  fetch?: typeof fetch
}): Stripe {
  const base = options.base ? new URL(options.base) : null
  return new Stripe(options.secretKey, {
    maxNetworkRetries: 2,
    timeout: 10_000,
    telemetry: false,
    appInfo: { name: 'Tollgate', version: '0.1.0' },
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'https:' ? 443 : 80),
      protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
    }),
    ...(options.fetch && { httpClient: Stripe.createFetchHttpClient(options.fetch) }),
  })
}
