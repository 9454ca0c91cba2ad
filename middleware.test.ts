import { unstable_doesMiddlewareMatch as doesMatch } from 'next/experimental/testing/server'
import { expect, it } from 'vitest'
import type { Route } from '@/lib/api/route'
import { routes } from '@/lib/api/routes'
import { config } from './middleware'

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
