import { randomBytes } from 'node:crypto'
import type { Settings } from '@/lib/env'

export const makeNonce = (): string => randomBytes(18).toString('base64')

/**
 * What a page may load. Tokens are in cookies that scripts can read, which is how Amplify works, so
 * no script runs that we didn't name: `strict-dynamic` with a nonce made for this one answer.
 */
export function contentSecurityPolicy(
  nonce: string,
  where: Pick<Settings, 'APP_URL' | 'AWS_REGION' | 'COGNITO_ENDPOINT'> & {
    isDevelopment: boolean
    /** Whether Stripe's own form may stand on it, in frames of theirs. */
    takesPayment?: boolean
  },
): string {
  const cognito = where.COGNITO_ENDPOINT
    ? new URL(where.COGNITO_ENDPOINT).origin
    : `https://cognito-idp.${where.AWS_REGION}.amazonaws.com`
  const directives = [
    "default-src 'self'",
    // React's messages in development need eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${where.isDevelopment ? " 'unsafe-eval'" : ''}`,
    // The Authenticator styles its parts with attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data:${where.takesPayment ? ' https://*.stripe.com' : ''}`,
    "font-src 'self'",
    `connect-src 'self' ${cognito}${where.takesPayment ? ' https://api.stripe.com https://checkout.stripe.com' : ''}`,
    // Stripe.js itself needs no word here: a script of ours, which has the nonce, loads it.
    ...(where.takesPayment
      ? [
          'frame-src https://js.stripe.com https://*.js.stripe.com https://checkout.stripe.com https://hooks.stripe.com',
        ]
      : []),
    "object-src 'none'",
    "base-uri 'none'",
    // We go to Stripe by address, never by a form.
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(where.APP_URL.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ]
  return directives.join('; ')
}
