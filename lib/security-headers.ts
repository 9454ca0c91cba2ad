/** The headers of every response. `next.config.mjs` repeats the list, and a test compares the two. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** A Content-Security-Policy under which nothing runs, and no site may frame the response. */
export const nothingRuns = "default-src 'none'; frame-ancestors 'none'"
