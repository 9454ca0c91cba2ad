import { demoAccount, expect, signIn, stack, test } from './test'
import { startWithoutMiddleware } from './without-middleware'

const pages = [
  '/dashboard',
  '/dashboard/analytics',
  '/settings',
  '/setup-billing',
  '/checkout/return',
]
const handlers = [
  ['GET', '/api/entitlements'],
  ['GET', '/me/entitlements'],
  ['GET', '/api/features/analytics'],
  ['POST', '/api/checkout'],
  ['POST', '/api/portal'],
  ['POST', '/api/cron/sweep'],
] as const

/** Headers and spellings that have slipped past a middleware somewhere, sometime. */
const tricks: { path?: (path: string) => string; headers?: Record<string, string> }[] = [
  {},
  {
    headers: {
      'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
    },
  },
  { headers: { 'x-middleware-subrequest': 'src/middleware' } },
  { headers: { 'x-middleware-rewrite': '/' } },
  { headers: { 'x-middleware-next': '1' } },
  { headers: { 'x-nextjs-data': '1' } },
  { headers: { 'next-router-prefetch': '1', rsc: '1' } },
  { headers: { rsc: '1' } },
  { headers: { 'x-original-url': '/plans', 'x-rewrite-url': '/plans' } },
  { headers: { 'x-forwarded-host': 'localhost', 'x-invoke-path': '/plans' } },
  { path: (path) => `${path}/` },
  { path: (path) => `/${path}` },
  { path: (path) => path.toUpperCase() },
  { path: (path) => path.replace('a', '%61') },
  { path: (path) => `${path}.rsc` },
  { path: (path) => `${path}?_rsc=1` },
  { path: (path) => `/plans/..${path}` },
  { path: (path) => `${path}%00` },
]

test('with the middleware deleted, every protected page and handler still refuses', async ({
  page,
  request,
}) => {
  const bare = await startWithoutMiddleware()
  try {
    const home = await request.get(bare.url)
    expect(home.headers()['content-security-policy'], 'the middleware is gone').toBeUndefined()
    let probes = 0
    for (const server of [bare.url, stack.app]) {
      for (const { path = (same: string) => same, headers = {} } of tricks) {
        for (const target of pages) {
          const response = await request.get(server + path(target), { headers, maxRedirects: 0 })
          const body = await response.text()
          expect(
            opened(response.status(), body),
            `${path(target)} ${JSON.stringify(headers)}`,
          ).toBe(false)
          probes++
        }
        for (const [method, target] of handlers) {
          const response = await request.fetch(server + path(target), {
            method,
            headers,
            data: method === 'POST' ? {} : undefined,
            maxRedirects: 0,
          })
          expect(response.status(), `${method} ${path(target)}`).toBeGreaterThanOrEqual(300)
          probes++
        }
      }
    }
    expect(probes).toBeGreaterThanOrEqual(60)

    // And whoever is signed in still gets in: it refuses strangers, not everybody.
    await signIn(page, demoAccount('pro'))
    await page.goto(`${bare.url}/dashboard`)
    await expect(page.getByText('You’re on Pro')).toBeVisible()
    await page.goto('about:blank')
  } finally {
    await bare.stop()
  }
})

/** What only a signed-in person's page would say. Redirects may come as a page that goes elsewhere. */
const opened = (status: number, body: string) =>
  status === 200 && /You’re on|Plan and billing|Stay on Free|Why you have access/.test(body)
