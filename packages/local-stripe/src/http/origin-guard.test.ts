import { describe, expect, it } from 'vitest'
import { isForeignRequest } from './origin-guard'

const asked = (headers: Record<string, string> = {}, url = 'http://localhost:12111/x') =>
  new Request(url, { method: 'POST', headers })

describe('isForeignRequest', () => {
  it.each([
    ['our own page', { origin: 'http://localhost:12111' }],
    ['a program that sends no Origin', {}],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    [
      'our own page in a browser that sends only Sec-Fetch-Site',
      { 'sec-fetch-site': 'same-origin' },
    ],
  ])('accepts a request from %s', (_, headers) => {
    expect(isForeignRequest(asked(headers))).toBe(false)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3000' }],
    ['another scheme', { origin: 'https://localhost:12111' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['an Origin that is not a URL', { origin: 'localhost:12111' }],
    ['a cross-site page', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a request from %s', (_, headers) => {
    expect(isForeignRequest(asked(headers))).toBe(true)
  })

  it.each([
    'http://localhost:1',
    'http://stripe.localhost:1',
    'http://127.0.0.1:1',
    'http://127.1:1',
    'http://[::1]:1',
  ])('accepts its own name %s', (origin) => {
    expect(isForeignRequest(asked({ origin: new URL(origin).origin }, `${origin}/x`))).toBe(false)
  })

  it.each([
    'http://evil.example:12111',
    'http://127.0.0.1.evil.example:12111',
    'http://localhost.evil.example:12111',
    'http://0.0.0.0:12111',
  ])('refuses even a GET under the name %s', (origin) => {
    expect(isForeignRequest(asked({ origin }, `${origin}/x`))).toBe(true)
    expect(isForeignRequest(new Request(`${origin}/x`))).toBe(true)
  })

  it('accepts the host name of its public URL', () => {
    const request = new Request('http://stripe.internal:12111/x')

    expect(isForeignRequest(request, 'http://stripe.internal:12111')).toBe(false)
    expect(isForeignRequest(request)).toBe(true)
  })
})
