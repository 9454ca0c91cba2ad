import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { type PageEnv, refuseForeignPosts, strictHeaders } from './security'

const app = new Hono<PageEnv>()
  .use(strictHeaders, refuseForeignPosts)
  .get('/form', (c) => {
    c.set('formTargets', ['https://shop.example/done?session={CHECKOUT_SESSION_ID}'])
    return c.text('a form')
  })
  .post('/form', (c) => c.text('taken'))

const post = (headers: Record<string, string>) =>
  app.request('http://localhost:12111/form', { method: 'POST', headers })

describe('refuseForeignPosts', () => {
  it.each([
    ['a page of ours', { origin: 'http://localhost:12111' }],
    ['a program, which names no origin', {}],
    ['a person, straight from the address bar', { 'sec-fetch-site': 'none' }],
  ])('takes a form from %s', async (_, headers) => {
    expect((await post(headers)).status).toBe(200)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3000' }],
    ['a page that hides where it is from', { origin: 'null' }],
    ['a browser that says it is cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a form from %s', async (_, headers) => {
    expect((await post(headers)).status).toBe(403)
  })
})

describe('strictHeaders', () => {
  it('lets nothing run, load or frame, and forms go only where the page said', async () => {
    const { headers } = await app.request('/form')

    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://shop.example",
    )
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})
