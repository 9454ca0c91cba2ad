import { describe, expect, it } from 'vitest'
import { isForeignRequest } from './origin-guard'

const asked = (headers: Record<string, string> = {}, url = 'http://localhost:12111/x') =>
  new Request(url, { method: 'POST', headers })

describe('isForeignRequest', () => {
  it.each([
    ['a page of ours', { origin: 'http://localhost:12111' }],
    ['a program, which names no origin', {}],
    ['a person, straight from the address bar', { 'sec-fetch-site': 'none' }],
    ['a page of ours, by a browser that says only this', { 'sec-fetch-site': 'same-origin' }],
  ])('knows %s', (_, headers) => {
    expect(isForeignRequest(asked(headers))).toBe(false)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3000' }],
    ['another scheme', { origin: 'https://localhost:12111' }],
    ['a page that hides where it is from', { origin: 'null' }],
    ['no URL at all', { origin: 'localhost:12111' }],
    ['a browser that says it is cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }],
  ])('doesn’t know %s', (_, headers) => {
    expect(isForeignRequest(asked(headers))).toBe(true)
  })

  it.each([
    'http://localhost:1',
    'http://stripe.localhost:1',
    'http://127.0.0.1:1',
    'http://127.1:1',
    'http://[::1]:1',
  ])('is at home on %s', (origin) => {
    expect(isForeignRequest(asked({ origin: new URL(origin).origin }, `${origin}/x`))).toBe(false)
  })

  it.each([
    'http://evil.example:12111',
    'http://127.0.0.1.evil.example:12111',
    'http://localhost.evil.example:12111',
    'http://0.0.0.0:12111',
  ])('is not fooled by %s, which leads here, even when it only looks', (origin) => {
    expect(isForeignRequest(asked({ origin }, `${origin}/x`))).toBe(true)
    expect(isForeignRequest(new Request(`${origin}/x`))).toBe(true)
  })

  it('is at home where it was told it is reached', () => {
    const request = new Request('http://stripe.internal:12111/x')

    expect(isForeignRequest(request, 'http://stripe.internal:12111')).toBe(false)
    expect(isForeignRequest(request)).toBe(true)
  })
})
