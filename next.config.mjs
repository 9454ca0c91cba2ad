/** Next sends none of these by default. `middleware.ts` sends the Content-Security-Policy of pages. */
const securityHeaders = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

/** API answers: nothing in them may run or be framed. */
const answerHeaders = [
  { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" },
]

/**
 * The names that other systems have for our routes, so that their clients, and webhook endpoints
 * registered at Stripe, keep working. The same as the `aliases` of the route table: a test compares.
 */
const aliases = {
  '/me/entitlements': '/api/entitlements',
  '/api/auth/premium-status': '/api/access',
  '/billing/plans': '/api/plans',
  '/billing/plan-comparison': '/api/plans/compare',
  '/billing/subscription': '/api/subscription',
  '/api/stripe/create-checkout-session': '/api/checkout',
  '/api/stripe/cancel-subscription': '/api/subscription/cancel',
  '/stripe/webhook': '/api/stripe/webhook',
  '/v1/stripe/webhook': '/api/stripe/webhook',
  '/health': '/api/health',
}

/** Under these there are only answers for programs, also where there is nothing. */
const prefixes = ['me', 'billing', 'stripe', 'v1']

/** The names of files in `public/`, and of those that Next makes: the middleware doesn't run for them. */
const files =
  'favicon\\.ico|icon\\.svg|icon-[\\w-]+\\.png|apple-touch-icon\\.png|share\\.png|manifest\\.webmanifest|robots\\.txt|sitemap\\.xml'

/** @type {import('next').NextConfig} */
export default {
  typedRoutes: true,
  agentRules: false,
  // A workspace of TypeScript, which nothing else compiles.
  transpilePackages: ['stripe-currencies'],
  poweredByHeader: false,
  // `npm run typecheck` checks everything, tests included.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      { source: '/:path*', headers: securityHeaders },
      {
        // The page with Stripe's payment form, which may offer the device's wallet.
        source: '/setup-billing',
        headers: [
          {
            key: 'Permissions-Policy',
            value:
              'camera=(), microphone=(), geolocation=(), payment=(self "https://js.stripe.com" "https://checkout.stripe.com"), usb=(), browsing-topics=()',
          },
        ],
      },
      { source: `/:prefix(api|${prefixes.join('|')})/:path+`, headers: answerHeaders },
      { source: '/health', headers: answerHeaders },
      // Where the middleware doesn't run, a file that isn't there is answered with an HTML page, too.
      { source: '/_next/:path*', headers: answerHeaders },
      { source: `/:file(${files})`, headers: answerHeaders },
    ]
  },
  async rewrites() {
    return {
      // Where browsers look by themselves: the icon of the catalog's brand.
      beforeFiles: [
        { source: '/favicon.ico', destination: '/brand/icon-48.png' },
        { source: '/apple-touch-icon.png', destination: '/brand/icon-180.png' },
      ],
      afterFiles: Object.entries(aliases).map(([source, destination]) => ({ source, destination })),
      // To the handler that answers 404 as JSON.
      fallback: [
        { source: `/:prefix(${prefixes.join('|')})/:path+`, destination: '/api/:prefix/:path+' },
      ],
    }
  },
}
