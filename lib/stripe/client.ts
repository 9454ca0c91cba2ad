import Stripe from 'stripe'

/**
 * `base` is a local Stripe's URL; without it the real one is meant. Two retries with the SDK's own
 * idempotency keys ride out a dropped connection; the timeout leaves Stripe's webhook time to hear
 * of a failure and try again.
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
