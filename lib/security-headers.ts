/** What every answer carries. `next.config.mjs` has the same list for all that it answers: a test compares. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** The Content-Security-Policy of an answer in which nothing may run or be framed. */
export const nothingRuns = "default-src 'none'; frame-ancestors 'none'"
