import { nothingRuns } from '@/lib/security-headers'

/** Amplify sets about ten; the rest is room for what else a site's domain has. */
const maxCookies = 64

/**
 * The 431 for a request with too many cookies; `null` for any other. After each handler Next writes
 * all cookies again for each cookie, so that 2,500 of them keep a process busy for more than a
 * second. A limit in bytes would be the wrong one: Amplify's own cookies are several kilobytes.
 */
export function cookieRefusal(
  header: string | null,
): { status: number; headers: Record<string, string>; body: string } | null {
  if (!header || header.split(';', maxCookies + 1).length <= maxCookies) return null
  const error = {
    code: 'too_many_cookies',
    message: `Send at most ${maxCookies} cookies. Delete this site’s cookies and sign in again.`,
  }
  return {
    status: 431,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-security-policy': nothingRuns,
    },
    body: JSON.stringify({ error }),
  }
}
