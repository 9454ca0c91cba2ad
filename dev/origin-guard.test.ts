import { describe, expect, it } from 'vitest'
import { isForeignRequest } from './origin-guard'

const post = (headers: Record<string, string> = {}, url = 'http://localhost:8025/messages') =>
  new Request(url, { method: 'POST', headers })

describe('isForeignRequest', () => {
  it.each([
    ['our own page', { origin: 'http://localhost:8025' }],
    ['a program that sends no Origin', {}],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    [
      'our own page in a browser that sends only Sec-Fetch-Site',
      { 'sec-fetch-site': 'same-origin' },
    ],
  ])('accepts a request from %s', (_, headers) => {
    expect(isForeignRequest(post(headers))).toBe(false)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3000' }],
    ['another scheme', { origin: 'https://localhost:8025' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['a cross-site page', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a request from %s', (_, headers) => {
    expect(isForeignRequest(post(headers))).toBe(true)
  })

  it.each([
    'http://evil.example:8025',
    'http://127.0.0.1.evil.example:8025',
    'http://localhost.evil.example:8025',
    'http://0.0.0.0:8025',
  ])('refuses even a GET under the name %s', (origin) => {
    expect(isForeignRequest(new Request(`${origin}/messages`))).toBe(true)
    expect(isForeignRequest(post({ origin }, `${origin}/messages`))).toBe(true)
  })

  it.each(['http://127.0.0.1:1', 'http://127.1:1', 'http://[::1]:1', 'http://mail.localhost:1'])(
    'accepts its own name %s',
    (origin) => {
      expect(isForeignRequest(post({ origin: new URL(origin).origin }, `${origin}/messages`))).toBe(
        false,
      )
    },
  )
})
