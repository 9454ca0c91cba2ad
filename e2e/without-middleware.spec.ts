import { signed } from '@/testing/deliver'
import { type RawAnswer, rawRequest } from '@/testing/raw-request'
import { tokenOf } from './support/cognito'
import { type ProtectedPage, protectedHandlers, protectedPages } from './support/protected'
import { sessionOf } from './support/session'
import { type Trick, tricks } from './support/tricks'
import { type OwnApp, startWithoutMiddleware } from './support/without-middleware'
import { demoAccount, expect, openAs, stack, test } from './test'

/**
 * A text of each page that only a visitor with access sees. Add a line for a new page: without one
 * this file fails.
 */
const words: Record<string, string> = {
  '/dashboard': 'You’re on',
  '/settings': 'Plan and billing',
  '/usage': 'Requests to the API.',
  '/setup-billing': 'Stay on',
  '/checkout/return': 'We couldn’t find that checkout',
}
const wordsOf = ({ path }: ProtectedPage) =>
  words[path] ?? (path.startsWith('/dashboard/') ? 'Why you have access' : undefined)

type Headers = Record<string, string>

let bare: OwnApp
const cookies: Record<string, Headers> = {}
const tokens: Record<string, Headers> = {}

// In one worker, because the tests share the app that is started here.
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  bare = await startWithoutMiddleware()
  for (const name of ['free', 'enterprise', 'support', 'managers', 'admins']) {
    cookies[name] = await sessionOf(demoAccount(name))
    tokens[name] = { authorization: `Bearer ${await tokenOf(stack, demoAccount(name))}` }
  }
})
test.afterAll(() => bare?.stop())

const apps = () => [
  { name: 'without the middleware', url: bare.url, cronSecret: bare.cronSecret },
  { name: 'with it', url: stack.app, cronSecret: null },
]

/** Whether a redirect only corrects the URL's spelling, or adds Next's `_rsc` parameter. */
const isSamePage = ({ status, location = '' }: RawAnswer, asked: string): boolean =>
  (status === 308 && /^\/(?!\/)/.test(location)) ||
  (status === 307 && location.startsWith(`${asked.split('?')[0]}?_rsc`) && !asked.includes('_rsc'))

/** Follows such redirects, and returns the last answer with its path. */
async function ask(
  app: string,
  path: string,
  options: Parameters<typeof rawRequest>[2],
): Promise<RawAnswer & { asked: string }> {
  let asked = path
  for (let hops = 0; ; hops++) {
    const answer = await rawRequest(app, asked, options)
    if (hops === 4 || !answer.location || !isSamePage(answer, asked)) return { ...answer, asked }
    asked = answer.location
  }
}

const plain = (path: string) => path
/** Next’s mark in the payload of a page that isn’t found. */
const notFoundDigest = 'NEXT_HTTP_ERROR_FALLBACK;404'

/** Whether the answer says that the app has no such path. */
const isNoPage = ({ status, body }: RawAnswer): boolean =>
  [400, 404].includes(status) || (status === 200 && body.includes(notFoundDigest))

/** Returns the target of a redirect: from the header, or from the body of a streamed payload. */
const redirectOf = ({ status, location, headers, body }: RawAnswer): string | undefined =>
  status === 307
    ? (location ?? withoutDataPath(String(headers['x-nextjs-redirect'])))
    : /NEXT_REDIRECT;\w+;([^;"\\]+);307/.exec(body)?.[1]

/** Turns the path of a page's data into the path of the page. */
const withoutDataPath = (path: string) => path.replace(/^\/_next\/data\/[^/]+(\/[^?]*)\.json/, '$1')

/** Matches an encoded path of this site: it doesn't start with `//`, and has no backslash there. */
const somePath = '%2F(?!%2F|%5C)[\\w%.~-]*'

/**
 * Whether a refused visitor is redirected to the right page: to sign in, to a plan that includes the
 * page, or to refresh their token, each with the way back. Without the middleware the page doesn't
 * know its path, so the way back is the dashboard, or the path in the visitor's own header. Next
 * rewrites an unusual spelling to another path, which only has to be on this site.
 */
function isSentAway(
  to: string,
  { path }: ProtectedPage,
  trick: Trick,
  who: 'a visitor' | 'a free user',
): boolean {
  const exact = [path, '/dashboard', trick.headers?.['x-path'] ?? path].map(encodeURIComponent)
  const back = trick.path || trick.headers?.rsc ? somePath : `(${exact.join('|')})`
  const patterns =
    who === 'a visitor'
      ? [`/signin\\?next=${back}`]
      : [`/refresh\\?to=${back}`, `/plans\\?upgrade=[\\w-]+&from=${back}`, '/forbidden']
  return patterns.some((pattern) => new RegExp(`^${pattern}$`).test(to))
}

test('every protected page opens for an account with access, with any trick in the headers', async () => {
  for (const { name, url } of apps()) {
    for (const page of protectedPages()) {
      const text = wordsOf(page)
      expect(text, `say in this file what ${page.path} shows`).toBeDefined()
      for (const { path, headers = {} } of tricks) {
        if (path) continue
        const headersOfUser = { ...headers, ...cookies[page.letIn] }
        const { status, body } = await ask(url, page.path, { headers: headersOfUser })
        const probe = `${page.letIn} at ${page.path} with ${JSON.stringify(headers)}, ${name}`
        expect(status, probe).toBe(200)
        if (!headers.rsc) expect(body, probe).toContain(text ?? '')
      }
    }
  }
})

test('no trick opens a protected page: the visitor is redirected to sign in or to a plan', async () => {
  const intruders = [
    { who: 'a visitor' as const, session: {}, pages: protectedPages() },
    {
      who: 'a free user' as const,
      session: cookies.free ?? {},
      pages: protectedPages().filter(({ isForFree }) => !isForFree),
    },
  ]
  let probes = 0
  for (const { name, url } of apps()) {
    for (const trick of tricks) {
      const { path: spell, headers = {} } = trick
      for (const { who, session, pages } of intruders) {
        for (const page of pages) {
          const spelled = (spell ?? plain)(page.path)
          const answer = await ask(url, spelled, { headers: { ...headers, ...session } })
          const probe = `${who} at ${spelled} with ${JSON.stringify(headers)}, ${name}`
          const to = redirectOf(answer)
          expect(answer.body, probe).not.toContain(wordsOf(page) ?? '')
          probes++
          if (spell && to === undefined && isNoPage(answer)) continue
          if (headers['next-router-segment-prefetch']) {
            // The names of the route's parts, which say nothing of a user: the same for everyone.
            const ofUser = { headers: { ...headers, ...cookies[page.letIn] } }
            if (answer.body === (await ask(url, spelled, ofUser)).body) continue
          }
          const isRefused = to !== undefined && isSentAway(to, page, trick, who)
          expect({ isRefused, status: answer.status, to }, probe).toMatchObject({ isRefused: true })
        }
      }
    }
  }
  expect(probes).toBeGreaterThanOrEqual(800)
})

test('every protected handler answers a caller with access', async () => {
  for (const { method, path, body, letIn, refusal } of protectedHandlers()) {
    const sender = {
      ...tokens,
      service: { authorization: `Bearer ${stack.serviceKey}` },
      scheduler: { authorization: `Bearer ${bare.cronSecret}` },
      stripe: Object.fromEntries(
        signed(body ?? '', { secret: stack.stripe.webhookSecret }).headers,
      ),
    }[letIn]
    const headers = { ...json(body), ...sender }
    const answer = await rawRequest(bare.url, path, { method, headers, body })

    // 400 and 404 prove access, too: the body is invalid, or the event doesn't exist.
    const { stranger, user } = refusal
    const code = codeOf(answer)
    expect([200, 400, 404], `${letIn} at ${method} ${path}`).toContain(answer.status)
    expect([stranger.code, user.code], `${letIn} at ${method} ${path}`).not.toContain(code)
  }
})

test('no trick opens a protected handler: the answer is the refusal that the table names', async () => {
  let probes = 0
  for (const { name, url } of apps()) {
    for (const trick of tricks) {
      for (const handler of protectedHandlers()) {
        const intruders = [
          { who: 'a visitor', session: {}, refusal: handler.refusal.stranger },
          ...(handler.isForFree
            ? []
            : [{ who: 'a free user', session: tokens.free, refusal: handler.refusal.user }]),
        ]
        for (const { who, session, refusal } of intruders) {
          const answer = await askHandler(url, handler, trick, session ?? {})
          const spelled = (trick.path ?? plain)(handler.path)
          const probe = `${who} at ${handler.method} ${spelled} with ${JSON.stringify(trick.headers)}, ${name}`
          probes++
          if (trick.path && [400, 404, 405].includes(answer.status)) continue
          expect({ status: answer.status, code: codeOf(answer) }, probe).toEqual(refusal)
        }
      }
    }
  }
  expect(probes).toBeGreaterThanOrEqual(1_500)
})

test('a signed-in browser still gets its dashboard without the middleware', async ({ page }) => {
  await openAs(page, demoAccount('pro'))
  await page.goto(`${bare.url}/dashboard`)
  await expect(page.getByText('You’re on Pro')).toBeVisible()
  await page.goto('about:blank')
})

test('without the middleware there is no policy, so it is really gone', async ({ request }) => {
  const home = await request.get(bare.url)
  expect(home.headers()['content-security-policy']).toBeUndefined()
})

const askHandler = (
  app: string,
  { method, path, body }: { method: string; path: string; body: string | undefined },
  { path: spell = plain, headers = {} }: Trick,
  session: Headers,
) => ask(app, spell(path), { method, headers: { ...headers, ...json(body), ...session }, body })

const json = (body: string | undefined): Headers =>
  body ? { 'content-type': 'application/json', 'content-length': String(body.length) } : {}

function codeOf({ body }: RawAnswer): string | undefined {
  try {
    return JSON.parse(body).error?.code
  } catch {
    return undefined
  }
}
