import {
  unstable_doesMiddlewareMatch as doesMatch,
  getRewrittenUrl,
  unstable_getResponseFromNextConfig as responseTo,
} from 'next/experimental/testing/server'
import { describe, expect, it } from 'vitest'
import type { Route } from '@/lib/api/route'
import { routes } from '@/lib/api/routes'
import { securityHeaders } from '@/lib/security-headers'

// It is JavaScript, so that Next can read it without a build.
const { default: nextConfig } = await import('./next.config.mjs' as string)

const all: Route[] = Object.values(routes)
const aliases = all.flatMap(({ path, aliases = [] }) => aliases.map((alias) => [alias, path]))

const ask = (path: string) => responseTo({ url: `https://app.test${path}`, nextConfig })

describe('the other names of routes', () => {
  it.each(aliases)('%s leads to %s', async (alias, path) => {
    expect(getRewrittenUrl(await ask(`${alias}?a=1`))).toBe(`https://app.test${path}?a=1`)
  })

  it('are all in the table', async () => {
    const { afterFiles } = await nextConfig.rewrites()
    expect(afterFiles).toHaveLength(aliases.length)
  })

  it.each(['/billing/invoices', '/me/account', '/v1/anything', '/stripe/a/b'])(
    'include none for %s: a 404 as JSON',
    async (path) => {
      expect(getRewrittenUrl(await ask(path))).toBe(`https://app.test/api${path}`)
    },
  )

  it.each(['/', '/plans', '/billing', '/mean', '/healthy'])('leave %s alone', async (path) => {
    expect(getRewrittenUrl(await ask(path))).toBeNull()
  })
})

it.each([...all.map(({ path }) => path), ...aliases.map(([alias = '']) => alias), '/me/nothing'])(
  'lets nothing run in the answer of %s',
  async (path) => {
    const { headers } = await ask(path)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

it.each(['/_next/static/chunks/nothing.js', '/_next/nothing', '/icon-none.png', '/robots.txt'])(
  'gives %s a policy, though the middleware doesn’t run for it',
  async (path) => {
    const { headers } = await ask(path)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    )
  },
)

it('gives every path a policy that gets none from the middleware', async () => {
  const { config } = await import('./middleware')
  for (const path of ['/favicon.ico', '/icon.svg', '/apple-touch-icon.png', '/share.png']) {
    expect(doesMatch({ config, url: path }), path).toBe(false)
    expect((await ask(path)).headers.get('content-security-policy'), path).not.toBeNull()
  }
})

it('gives every path the headers that Next’s own redirects get elsewhere', async () => {
  const [{ source, headers }] = await nextConfig.headers()

  expect(source).toBe('/:path*')
  expect(headers).toEqual(Object.entries(securityHeaders).map(([key, value]) => ({ key, value })))
})

it('leaves the policy of pages to the middleware', async () => {
  for (const path of ['/', '/plans', '/billing', '/docs/api']) {
    expect((await ask(path)).headers.get('content-security-policy')).toBeNull()
  }
})
