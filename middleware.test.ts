import { unstable_doesMiddlewareMatch as doesMatch } from 'next/experimental/testing/server'
import { NextRequest } from 'next/server'
import { describe, expect, it } from 'vitest'
import type { Route } from '@/lib/api/route'
import { routes } from '@/lib/api/routes'
import { config, middleware } from './middleware'

const runsFor = (url: string) => doesMatch({ config, url })

it.each([
  '/',
  '/plans',
  '/plans?interval=year',
  '/signin',
  '/dashboard',
  '/dashboard/analytics',
  '/settings',
  '/setup-billing',
  '/checkout/return?session_id=cs_1',
  '/nowhere',
  '/dashboard/notes.txt',
  '/apiary',
  '/billing',
  '/me',
  '/healthy',
  '/stripe-fees',
  '/favicon.ico.html',
  '/dashboard/share.png',
])('runs for the page %s', (url) => {
  expect(runsFor(url)).toBe(true)
})

it.each([
  '/api/stripe/webhook',
  '/api/checkout',
  '/api/features/analytics',
  '/me/entitlements',
  '/me/nothing',
  '/_next/static/chunks/main.js',
  '/_next/image?url=x',
  '/favicon.ico',
  '/icon.svg',
  '/icon-maskable-512.png',
  '/apple-touch-icon.png',
  '/share.png',
  '/manifest.webmanifest',
  '/robots.txt',
  '/sitemap.xml',
])('stays away from %s', (url) => {
  expect(runsFor(url)).toBe(false)
})

const all: Route[] = Object.values(routes)

it.each(all.flatMap(({ path, aliases = [] }) => [path, ...aliases]))(
  'stays away from %s',
  (path) => {
    expect(runsFor(path.replace(/\{\w+\}/g, 'x'))).toBe(false)
  },
)

describe('cookies', () => {
  const cookies = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, '1']))
  const isStopped = (url: string, count: number) =>
    doesMatch({ config, url, cookies: cookies(count) })

  it.each(['/api/plans', '/api/stripe/webhook', '/me/entitlements', '/robots.txt', '/sitemap.xml'])(
    'are counted before the handler of %s: 65 are too many',
    (path) => {
      expect(isStopped(path, 64)).toBe(false)
      expect(isStopped(path, 65)).toBe(true)
      expect(isStopped(path, 2_500)).toBe(true)
    },
  )

  it('beyond 64 are refused with 431, without any other work', async () => {
    const headers = { cookie: 'a=1; '.repeat(2_500) }

    const response = await middleware(new NextRequest('https://app.test/api/plans', { headers }))

    expect(response.status).toBe(431)
    expect(await response.json()).toMatchObject({ error: { code: 'too_many_cookies' } })
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
