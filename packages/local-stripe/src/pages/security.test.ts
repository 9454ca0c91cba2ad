import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { type PageEnv, refuseForeignRequests, strictHeaders } from './security'

const app = new Hono<PageEnv>()
  .use(strictHeaders, refuseForeignRequests('http://localhost:12111'))
  .get('/form', (c) => {
    c.set('formTargets', ['https://shop.example/done?session={CHECKOUT_SESSION_ID}'])
    return c.text('a form')
  })
  .post('/form', (c) => c.text('taken'))

const post = (headers: Record<string, string>) =>
  app.request('http://localhost:12111/form', { method: 'POST', headers })

describe('refuseForeignRequests', () => {
  it('accepts forms from our own pages only', async () => {
    expect((await post({ origin: 'http://localhost:12111' })).status).toBe(200)
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403)
  })

  it('shows nothing under a foreign host name', async () => {
    expect((await app.request('http://evil.example:12111/form')).status).toBe(403)
  })
})

describe('strictHeaders', () => {
  it('allows no scripts, foreign content or framing, and forms only to the page’s targets', async () => {
    const { headers } = await app.request('/form')

    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://shop.example",
    )
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})
