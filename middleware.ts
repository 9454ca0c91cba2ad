import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, makeNonce } from '@/lib/auth/content-security-policy'
import { services } from '@/lib/services'

/**
 * Only for pages, and only to be early: it spares a person who isn't signed in the wait for a page
 * that would send them away. Every page asks for itself who is there; without this file all of them
 * still refuse. It also gives each page its Content-Security-Policy, whose nonce Next puts on its
 * own scripts.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  if (isProtected(request.nextUrl.pathname) && !(await isSignedIn(request))) {
    const signIn = new URL('/signin', request.nextUrl)
    signIn.searchParams.set('next', request.nextUrl.pathname + request.nextUrl.search)
    return NextResponse.redirect(signIn)
  }

  const policy = contentSecurityPolicy(makeNonce(), {
    ...services.settings,
    isDevelopment: process.env.NODE_ENV === 'development',
    takesPayment:
      request.nextUrl.pathname === '/setup-billing' &&
      services.settings.STRIPE_PUBLISHABLE_KEY !== undefined,
  })
  const headers = new Headers(request.headers)
  headers.set('Content-Security-Policy', policy)
  // For a page that sends a person to sign in, and back to where they were.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

export const config = {
  runtime: 'nodejs',
  // Pages, and paths where there is none. Not handlers, Next's own files and those in `public/`.
  matcher: [
    '/((?!api/|me/|_next/|(?:favicon\\.ico|icon\\.svg|icon-[\\w-]+\\.png|apple-touch-icon\\.png|share\\.png|manifest\\.webmanifest|robots\\.txt|sitemap\\.xml)$).*)',
  ],
}

const isProtected = (path: string): boolean =>
  ['/dashboard', '/settings', '/setup-billing', '/checkout'].some(
    (page) => path === page || path.startsWith(`${page}/`),
  )

/** A Cognito that can't be reached is no reason to send anybody away: the page will say so. */
const isSignedIn = async (request: NextRequest): Promise<boolean> =>
  services.users.find(request).then(
    (token) => token !== null,
    () => true,
  )
