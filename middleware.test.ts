import { unstable_doesMiddlewareMatch as doesMatch } from 'next/experimental/testing/server'
import { expect, it } from 'vitest'
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
