import { rawRequest } from '@/testing/raw-request'
import { buildMiddlewareOnly, openedText, verifiedText } from './support/middleware-only'
import { sessionOf } from './support/session'
import { tricks } from './support/tricks'
import { startBuild, startWithoutMiddleware } from './support/without-middleware'
import { demoAccount, expect, test } from './test'

const paidPages = ['/dashboard/analytics', '/dashboard/audit-log']
const staffPages = ['/admin', '/admin/users/123']
const ownPages = ['/dashboard', '/settings']

test('the middleware alone refuses everyone who lacks a plan or a staff group', async () => {
  test.setTimeout(180_000)
  const { folder, remove } = buildMiddlewareOnly()
  try {
    const free = await sessionOf(demoAccount('free'))
    const enterprise = await sessionOf(demoAccount('enterprise'))
    const support = await sessionOf(demoAccount('support'))
    const isOpen = async (app: string, path: string, headers: Record<string, string>) =>
      (await rawRequest(app, path, { headers })).body.includes(openedText)

    const bare = await startWithoutMiddleware(folder)
    try {
      for (const path of [...paidPages, ...staffPages, ...ownPages]) {
        expect(await isOpen(bare.url, path, {}), `${path} asks nothing by itself`).toBe(true)
      }
    } finally {
      await bare.stop()
    }

    const app = await startBuild(folder)
    try {
      for (const path of ownPages) expect(await isOpen(app.url, path, free)).toBe(true)
      const dashboard = await rawRequest(app.url, '/dashboard', { headers: free })
      expect(dashboard.body, 'the page shares what the middleware verified').toContain(verifiedText)
      for (const path of paidPages) expect(await isOpen(app.url, path, enterprise)).toBe(true)
      for (const path of [...staffPages, ...paidPages]) {
        expect(await isOpen(app.url, path, support)).toBe(true)
      }

      const refused = [
        { who: 'a visitor', session: {}, pages: [...paidPages, ...staffPages, ...ownPages] },
        { who: 'a free user', session: free, pages: [...paidPages, ...staffPages] },
        { who: 'an enterprise customer', session: enterprise, pages: staffPages },
      ]
      let probes = 0
      for (const { who, session, pages } of refused) {
        for (const { path = (same: string) => same, headers = {} } of tricks) {
          for (const page of pages) {
            const trick = `${who} at ${path(page)} with ${JSON.stringify(headers)}`
            expect(await isOpen(app.url, path(page), { ...headers, ...session }), trick).toBe(false)
            probes++
          }
        }
      }
      expect(probes).toBeGreaterThanOrEqual(300)

      const toRefresh = await rawRequest(app.url, '/admin', { headers: free })
      expect(toRefresh.location).toBe('/refresh?to=%2Fadmin')
      const toSignIn = await rawRequest(app.url, '/settings?a=b')
      expect(toSignIn.location).toBe('/signin?next=%2Fsettings%3Fa%3Db')
    } finally {
      await app.stop()
    }
  } finally {
    remove()
  }
})
