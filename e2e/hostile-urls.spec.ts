import { rawRequest } from '@/testing/raw-request'
import { expect, stack, test } from './test'

const names = (count: number) => Array.from({ length: count }, (_, i) => i.toString(36)).join('&')

for (const path of ['/api/plans', '/me/entitlements', '/robots.txt', '/plans', '/dashboard']) {
  test(`3,500 query names are refused before ${path} does any work, and 64 are not`, async () => {
    const refused = await rawRequest(stack.app, `${path}?${names(3_500)}`)

    expect(refused.status).toBe(414)
    expect(JSON.parse(refused.body).error.code).toBe('too_many_query_names')
    expect((await rawRequest(stack.app, `${path}?${names(64)}`)).status).not.toBe(414)
  })
}

test('a client whose request was refused is answered the next time', async () => {
  for (const path of [`/plans?${names(3_500)}`, '/api/plans', '/api/%', '/api/plans']) {
    const { status } = await rawRequest(stack.app, path, { method: 'GET' })
    expect(status).toBe(path === '/api/plans' ? 200 : path === '/api/%' ? 400 : 414)
  }
})

const redirects = [
  { path: '/plans/', to: '/plans' },
  { path: '/api/plans/', to: '/api/plans' },
  { path: '//plans', to: '/plans' },
  { path: '/api//plans', to: '/api/plans' },
  { path: '/plans\\x', to: '/plans/x' },
  { path: '//evil.test/%2f..', to: '/evil.test/%2f..' },
]

for (const { path, to } of redirects) {
  test(`the redirect of ${path} stays on this site and lets nothing run`, async () => {
    const { status, location, headers } = await rawRequest(stack.app, path)

    expect([status, location]).toEqual([308, to])
    expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers['strict-transport-security']).toContain('max-age=')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
}

const oddPaths = [
  '/%',
  '/api/%',
  '/api/features/%E0%A4%A',
  '/me/%',
  '/_next/%',
  '/_next/image?url=x',
  '/_next/data/x/dashboard.json',
  '/dashboard/%ff',
  '/api/features/%2e%2e',
  '/plans/%2e%2e/dashboard',
  '/%00',
  '/icon.svg/x',
  '/nowhere',
]

for (const path of oddPaths) {
  test(`the 4xx of ${path} has a policy and the security headers`, async () => {
    const { status, headers } = await rawRequest(stack.app, path)

    expect(status).toBeGreaterThanOrEqual(300)
    expect(status).toBeLessThan(500)
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['strict-transport-security']).toContain('max-age=')
  })
}
