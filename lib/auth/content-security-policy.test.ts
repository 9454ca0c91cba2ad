import { expect, it } from 'vitest'
import { contentSecurityPolicy, makeNonce } from './content-security-policy'

const deployed = {
  APP_URL: 'https://app.example',
  AWS_REGION: 'eu-west-1',
  COGNITO_ENDPOINT: undefined,
  isDevelopment: false,
}
const local = {
  ...deployed,
  APP_URL: 'http://localhost:3000',
  COGNITO_ENDPOINT: 'http://localhost:9229/',
}

const directive = (policy: string, name: string) =>
  policy.split('; ').find((part) => part.startsWith(`${name} `))

it('runs only scripts that carry the nonce of this response', () => {
  expect(directive(contentSecurityPolicy('n0nce', deployed), 'script-src')).toBe(
    "script-src 'self' 'nonce-n0nce' 'strict-dynamic'",
  )
})

it('allows eval in development only', () => {
  expect(contentSecurityPolicy('n', { ...local, isDevelopment: true })).toContain('unsafe-eval')
  expect(contentSecurityPolicy('n', local)).not.toContain('unsafe-eval')
})

it('lets a page call the Cognito that signs users in, and no other server', () => {
  expect(directive(contentSecurityPolicy('n', deployed), 'connect-src')).toBe(
    "connect-src 'self' https://cognito-idp.eu-west-1.amazonaws.com",
  )
  expect(directive(contentSecurityPolicy('n', local), 'connect-src')).toBe(
    "connect-src 'self' http://localhost:9229",
  )
})

it('forbids framing, and upgrades requests to https where the site uses it', () => {
  expect(contentSecurityPolicy('n', deployed)).toContain("frame-ancestors 'none'")
  expect(contentSecurityPolicy('n', deployed)).toContain('upgrade-insecure-requests')
  expect(contentSecurityPolicy('n', local)).not.toContain('upgrade-insecure-requests')
})

it('allows Stripe on pages that take a payment only', () => {
  const pays = contentSecurityPolicy('n', { ...deployed, takesPayment: true })

  expect(directive(pays, 'frame-src')).toContain('https://js.stripe.com')
  expect(directive(pays, 'connect-src')).toContain('https://api.stripe.com')
  expect(directive(pays, 'script-src')).toBe("script-src 'self' 'nonce-n' 'strict-dynamic'")
  expect(contentSecurityPolicy('n', deployed)).not.toContain('stripe')
})

it('lets no string become a script or markup, except in development and with Stripe.js', () => {
  const policy = contentSecurityPolicy('n', deployed)

  expect(directive(policy, 'require-trusted-types-for')).toBe("require-trusted-types-for 'script'")
  expect(directive(policy, 'trusted-types')).toBe('trusted-types default')
  for (const more of [{ isDevelopment: true }, { takesPayment: true }]) {
    expect(contentSecurityPolicy('n', { ...deployed, ...more })).not.toContain('trusted-types')
  }
})

it('makes a new nonce each time, too long to guess', () => {
  const nonces = new Set(Array.from({ length: 100 }, makeNonce))

  expect(nonces.size).toBe(100)
  expect([...nonces].every((nonce) => nonce.length >= 24)).toBe(true)
})
