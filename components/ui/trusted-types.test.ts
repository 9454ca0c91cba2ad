import { expect, it } from 'vitest'
import { allowedHtml, allowedScriptUrl, allowOwnScriptsOnly } from './trusted-types'

const site = 'https://app.example/settings'

it.each(['/_next/static/chunks/a.js', 'https://app.example/_next/static/chunks/a.js?dpl=1'])(
  'loads our build’s %s',
  (url) => {
    expect(allowedScriptUrl(url, site)).toBe(url)
  },
)

it('loads Stripe’s payment form', () => {
  const url = 'https://js.stripe.com/endive/stripe.js'
  expect(allowedScriptUrl(url, site)).toBe(url)
})

it.each([
  'https://evil.example/_next/static/chunks/a.js',
  '//evil.example/_next/static/a.js',
  'https://js.stripe.com.evil.example/x.js',
  'http://js.stripe.com/x.js',
  'https://app.example:8443/_next/static/a.js',
  '/_next/static/../../api/plans',
  '/_next/static/%2e%2e/%2e%2e/api/plans',
  '/api/plans?callback=alert',
  'data:text/javascript,alert(1)',
  'blob:https://app.example/1',
  'javascript:alert(1)',
])('loads no script from %s', (url) => {
  expect(allowedScriptUrl(url, site)).toBeNull()
})

it('allows text and React’s empty script, and no other markup', () => {
  expect(allowedHtml('{"@type":"Product"}')).toBe('{"@type":"Product"}')
  expect(allowedHtml('<script></script>')).toBe('<script></script>')
  expect(allowedHtml('<img src=x onerror=alert(1)>')).toBeNull()
  expect(allowedHtml('<script>alert(1)</script>')).toBeNull()
})

it('creates one policy if the browser has Trusted Types, and none otherwise', () => {
  const made: string[] = []
  const trustedTypes = { createPolicy: (name: string) => made.push(name) }

  allowOwnScriptsOnly({ trustedTypes }, site)
  allowOwnScriptsOnly({}, site)

  expect(made).toEqual(['default'])
})
