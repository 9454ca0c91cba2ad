import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, makeNonce } from '@/lib/auth/content-security-policy'
import { cookieRefusal } from '@/lib/auth/cookie-limit'
import { pageRedirect } from '@/lib/auth/page-redirect'
import { nothingRuns } from '@/lib/security-headers'
import { services } from '@/lib/services'

/**
 * Runs before each page, and decides from the verified token alone whether to let the visitor in.
 * It only saves time: every page decides again, from the account row, and refuses by itself if this
 * file is deleted. It also gives each page its Content-Security-Policy, whose nonce Next puts on
 * its own scripts.
 *
 * It runs for handlers only if a request has more than 64 cookies, and refuses it: see
 * `docs/notes/next-cookie-cost.md`.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const refusal = cookieRefusal(request.headers.get('cookie'))
  if (refusal) return new NextResponse(refusal.body, refusal)
  const to = await pageRedirect(services, request)
  return to ? redirect(new URL(to, request.nextUrl)) : withPolicy(request)
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

function withPolicy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(makeNonce(), {
    ...services.settings,
    isDevelopment: process.env.NODE_ENV === 'development',
    takesPayment:
      request.nextUrl.pathname === '/setup-billing' &&
      services.settings.STRIPE_PUBLISHABLE_KEY !== undefined,
  })
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  // For a page that sends its visitor to sign in, and back to where they were.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}
