import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { pageRequirement } from './page-requirements'

const needs = (path: string) => pageRequirement(path, saas)
const signedIn = { kind: 'signed_in' }
const analytics = { kind: 'feature', feature: 'analytics' }
const staff = { kind: 'staff', group: 'support' }

it.each(['/', '/plans', '/signin', '/signup', '/forgot-password', '/signout', '/forbidden'])(
  '%s is open to all',
  (path) => {
    expect(needs(path)).toBeNull()
  },
)

it.each([
  '/dashboard',
  '/settings',
  '/setup-billing',
  '/checkout/return',
  '/settings/a-page-to-come',
  '/checkout',
  '/dashboard/analytics/more',
])('%s needs a signed-in user', (path) => {
  expect(needs(path)).toEqual(signedIn)
})

it('the page of a feature needs that feature', () => {
  expect(needs('/dashboard/analytics')).toEqual(analytics)
  expect(needs('/dashboard/audit-log')).toEqual({ kind: 'feature', feature: 'audit-log' })
})

it.each(['no-such-feature', '__proto__', 'constructor'])(
  'the page of a feature that is not in the catalog, %s, is left to "not found"',
  (feature) => {
    expect(needs(`/dashboard/${feature}`)).toEqual(signedIn)
  },
)

it.each(['/admin', '/admin/users', '/admin/users/123', '/admin/a/b/c/d'])(
  '%s is for staff, whether its page exists yet or not',
  (path) => {
    expect(needs(path)).toEqual(staff)
  },
)

it.each(['/nowhere', '/planscape', '/dashboards', '/plans/old', '/ADMIN', '/Dashboard'])(
  '%s is no page',
  (path) => {
    expect(needs(path)).toBeUndefined()
  },
)

describe('a page in another spelling', () => {
  it.each([
    '/dashboard/analytics/',
    '//dashboard/analytics',
    '/dashboard//analytics',
    '/dashboard/%61nalytics',
    '/%64ashboard/analytics',
  ])('%s needs the same', (path) => {
    expect(needs(path)).toEqual(analytics)
  })

  it('does not break on what is not encoded right', () => {
    expect(needs('/admin/%E0%A4%A')).toEqual(staff)
    expect(needs('/%')).toBeUndefined()
  })
})

describe('every page of the app', () => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.split('/').at(-1) === 'page.tsx')
    .map((file) => ({ file: `app/${file}`, path: pathOf(file) }))

  it('is found', () => {
    expect(pages.map(({ path }) => path)).toContain('/')
    expect(pages.map(({ path }) => path)).toContain('/dashboard/analytics')
  })

  it.each(pages)('$path says in page-requirements.ts what it needs', ({ path }) => {
    expect(needs(path), `add ${path} to lib/auth/page-requirements.ts`).toBeDefined()
  })

  it.each(pages.filter(({ path }) => needs(path)))('$path asks for it itself', ({ file }) => {
    expect(readFileSync(file, 'utf8')).toMatch(/await require(Limit)?Page\(/)
  })
})

/** Without the folders that only group pages. A parameter becomes the name of a feature. */
function pathOf(file: string): string {
  const parts = file.split('/').slice(0, -1)
  const path = parts
    .filter((part) => !part.startsWith('('))
    .map((part) => (part.startsWith('[') ? 'analytics' : part))
  return `/${path.join('/')}`
}
