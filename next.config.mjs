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

/** @type {import('next').NextConfig} */
export default {
  typedRoutes: true,
  agentRules: false,
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
      {
        // API answers: nothing in them may run or be framed.
        source: '/api/:path*',
        headers: [
          {
            key: 'Content-Security-Policy',
            value: "default-src 'none'; frame-ancestors 'none'",
          },
        ],
      },
    ]
  },
  async rewrites() {
    // For mobile clients.
    return [{ source: '/me/entitlements', destination: '/api/entitlements' }]
  },
}
