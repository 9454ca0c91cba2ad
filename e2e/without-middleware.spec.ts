import { rawRequest } from '@/testing/raw-request'
import { sessionOf } from './support/session'
import { tricks } from './support/tricks'
import { startWithoutMiddleware } from './support/without-middleware'
import { demoAccount, expect, signIn, stack, test } from './test'

/** Each page, a text that only an allowed visitor sees, and a user who is allowed. */
const pages = [
  { path: '/dashboard', text: 'You’re on', user: 'free' },
  { path: '/dashboard/analytics', text: 'Why you have access', user: 'pro' },
  { path: '/dashboard/audit-log', text: 'Why you have access', user: 'enterprise' },
  { path: '/settings', text: 'Plan and billing', user: 'free' },
  { path: '/setup-billing', text: 'Stay on', user: 'free' },
  { path: '/checkout/return', text: 'We couldn’t find that checkout', user: 'free' },
]

/** Each handler, and its allowed caller: a user or the scheduler. */
const handlers = [
  { method: 'GET', path: '/api/entitlements', user: 'free' },
  { method: 'GET', path: '/me/entitlements', user: 'free' },
  { method: 'GET', path: '/api/features/analytics', user: 'pro' },
  { method: 'GET', path: '/api/admin/outbox', user: 'support' },
  { method: 'POST', path: '/api/cron/sweep', user: 'scheduler' },
]

const isNotFree = ({ user }: { user: string }) => user !== 'free'

test('with the middleware deleted, every protected page and handler still refuses', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000)
  const bare = await startWithoutMiddleware()
  try {
    const home = await request.get(bare.url)
    expect(home.headers()['content-security-policy'], 'the middleware is gone').toBeUndefined()

    const sessions: Record<string, Record<string, string>> = {
      scheduler: { authorization: `Bearer ${bare.cronSecret}` },
    }
    for (const name of ['free', 'pro', 'enterprise', 'support']) {
      sessions[name] = await sessionOf(demoAccount(name))
    }

    // First a check of the probes: allowed users see the texts that the probes look for.
    for (const { path, text, user } of pages) {
      const { status, body } = await rawRequest(bare.url, path, { headers: sessions[user] ?? {} })
      expect({ status, says: body.includes(text) }, path).toEqual({ status: 200, says: true })
    }
    for (const { method, path, user } of handlers) {
      const { status } = await rawRequest(bare.url, path, { method, headers: sessions[user] ?? {} })
      expect(status, path).toBe(200)
    }

    const intruders = [
      { who: 'a visitor', session: {}, pages, handlers },
      {
        who: 'a free user',
        session: sessions.free ?? {},
        pages: pages.filter(isNotFree),
        handlers: handlers.filter(isNotFree),
      },
    ]
    let probes = 0
    for (const app of [bare.url, stack.app]) {
      for (const { path: spell = (same: string) => same, headers: more = {} } of tricks) {
        for (const { who, session, ...targets } of intruders) {
          const headers = { ...more, ...session }
          const probe = (path: string) => `${who} at ${spell(path)} with ${JSON.stringify(more)}`
          for (const { path, text } of targets.pages) {
            const { status, body } = await rawRequest(app, spell(path), { headers })
            expect(body.includes(text), probe(path)).toBe(false)
            expect(status, probe(path)).toBeLessThan(500)
            probes++
          }
          for (const { method, path } of targets.handlers) {
            const { status, body } = await rawRequest(app, spell(path), { method, headers })
            expect(isRefused(status, body), `${probe(path)}: ${status}`).toBe(true)
            probes++
          }
        }
      }
    }
    expect(probes).toBeGreaterThanOrEqual(600)

    // A signed-in browser still gets its dashboard.
    await signIn(page, demoAccount('pro'))
    await page.goto(`${bare.url}/dashboard`)
    await expect(page.getByText('You’re on Pro')).toBeVisible()
    await page.goto('about:blank')
  } finally {
    await bare.stop()
  }
})

/**
 * Our own error, a redirect, or a page in place of the handler's answer. A 5xx is not a refusal.
 */
const isRefused = (status: number, body: string): boolean =>
  (status >= 300 && status < 500) || (status === 200 && body.startsWith('<!DOCTYPE html>'))
