import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, makeNonce } from '@/lib/auth/content-security-policy'
import { cookieRefusal } from '@/lib/auth/cookie-limit'
import { pageRedirect } from '@/lib/auth/page-redirect'
import { type RenewedSession, renewSession } from '@/lib/auth/renew-session'
import { isOutage } from '@/lib/outages'
import { nothingRuns } from '@/lib/security-headers'
import { services } from '@/lib/services'

/**
 * Runs before each page, and decides from the verified token alone whether to let the visitor in.
 * It only saves time: every page decides again, from the account row, and refuses by itself if this
 * file is deleted. A session whose token has expired is renewed first, with a call to Cognito: the
 * only one that is made here, at most every few minutes for a user. It also gives each page its Content-Security-Policy, whose nonce Next puts on
 * its own scripts.
 *
 * It runs for handlers only if a request has more than 64 cookies, and refuses it: see
 * `docs/notes/next-cookie-cost.md`.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const refusal = cookieRefusal(request.headers.get('cookie'))
  if (refusal) return new NextResponse(refusal.body, refusal)
  let renewed: RenewedSession | null
  try {
    renewed = await renewSession(services, request.headers)
  } catch (error) {
    // The pool's keys can't be fetched. The page finds that out too, and shows an error.
    if (isOutage(error)) return withPolicy(request, request.headers)
    throw error
  }
  const headers = new Headers(request.headers)
  if (renewed) headers.set('cookie', renewed.cookie)
  const to = await pageRedirect(services, new Request(request.url, { headers }))
  const response = to ? redirect(new URL(to, request.nextUrl)) : withPolicy(request, headers)
  for (const cookie of renewed?.setCookies ?? []) response.headers.append('set-cookie', cookie)
  return response
}

export const config = {
  runtime: 'nodejs',
  // Pages, and paths where there is none. Not handlers and their other names, Next's own files and
  // those in `public/`.
  matcher: [
    '/((?!(?:api|me|billing|stripe|v1|_next)/|health$|(?:favicon\\.ico|icon\\.svg|icon-[\\w-]+\\.png|apple-touch-icon\\.png|share\\.png|manifest\\.webmanifest|robots\\.txt|sitemap\\.xml)$).*)',
    {
      source: '/:path*',
      has: [{ type: 'header', key: 'cookie', value: '(?:[^;]*;){64,}.*' }],
    },
  ],
}

/** Nothing may run in an answer that only redirects. */
const redirect = (to: URL): NextResponse =>
  NextResponse.redirect(to, {
    headers: { 'Content-Security-Policy': nothingRuns },
  })

/** Lets the page be rendered, for these headers of its request. */
function withPolicy(request: NextRequest, given: Headers): NextResponse {
  const policy = contentSecurityPolicy(makeNonce(), {
    ...services.settings,
    isDevelopment: process.env.NODE_ENV === 'development',
    takesPayment:
      request.nextUrl.pathname === '/setup-billing' &&
      services.settings.STRIPE_PUBLISHABLE_KEY !== undefined,
  })
  const headers = new Headers(given)
  headers.set('Content-Security-Policy', policy)
  // For a page that sends its visitor to sign in, and back to where they were.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}
