import { randomBytes } from 'node:crypto'
import type { Settings } from '@/lib/env'

/** A new one for each response, too long to guess. */
export const makeNonce = (): string => randomBytes(18).toString('base64')

/**
 * The Content-Security-Policy of a page. Amplify keeps tokens in cookies that scripts can read, so
 * no script may run except ours: `strict-dynamic` with a nonce that is made for this one response.
 */
export function contentSecurityPolicy(
  nonce: string,
  site: Pick<Settings, 'APP_URL' | 'AWS_REGION' | 'COGNITO_ENDPOINT'> & {
    isDevelopment: boolean
    /** Whether the page embeds Stripe's payment form, in Stripe's iframes. */
    takesPayment?: boolean
  },
): string {
  const cognito = site.COGNITO_ENDPOINT
    ? new URL(site.COGNITO_ENDPOINT).origin
    : `https://cognito-idp.${site.AWS_REGION}.amazonaws.com`
  const directives = [
    "default-src 'self'",
    // React's error messages in development need eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${site.isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Bars set their width as a style attribute, and the brand its colors in a style element.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data:${site.takesPayment ? ' https://*.stripe.com' : ''}`,
    "font-src 'self'",
    `connect-src 'self' ${cognito}${site.takesPayment ? ' https://api.stripe.com https://checkout.stripe.com' : ''}`,
    // Stripe.js itself needs no entry: a script of ours, which has the nonce, loads it.
    ...(site.takesPayment
      ? [
          'frame-src https://js.stripe.com https://*.js.stripe.com https://checkout.stripe.com https://hooks.stripe.com',
        ]
      : []),
    "object-src 'none'",
    "base-uri 'none'",
    // We open Stripe's pages with links and redirects, never with a form.
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...trustedTypes(site),
    ...(site.APP_URL.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ]
  return directives.join('; ')
}

/**
 * Requires Trusted Types, with the rules of `components/ui/trusted-types.ts`. Not in development,
 * where React and Turbopack evaluate code, and not on pages with Stripe.js, which doesn't document
 * support for them.
 */
const trustedTypes = (site: { isDevelopment: boolean; takesPayment?: boolean }): string[] =>
  site.isDevelopment || site.takesPayment
    ? []
    : ["require-trusted-types-for 'script'", 'trusted-types default']
