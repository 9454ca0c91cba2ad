import { signed } from '@/testing/deliver'
import { type RawAnswer, rawRequest } from '@/testing/raw-request'
import { tokenOf } from './support/cognito'
import { type ProtectedPage, protectedHandlers, protectedPages } from './support/protected'
import { sessionOf } from './support/session'
import { type Trick, tricks } from './support/tricks'
import { type OwnApp, startWithoutMiddleware } from './support/without-middleware'
import { demoAccount, expect, openAs, stack, test } from './test'

/**
 * What only a visitor who is let in sees, by the page's path. A feature's page says why it is open.
 * Add a line for a new page: without one this file fails.
 */
const words: Record<string, string> = {
  '/dashboard': 'You’re on',
  '/settings': 'Plan and billing',
  '/setup-billing': 'Stay on',
  '/checkout/return': 'We couldn’t find that checkout',
}
const wordsOf = ({ path }: ProtectedPage) =>
  words[path] ?? (path.startsWith('/dashboard/') ? 'Why you have access' : undefined)

type Headers = Record<string, string>

let bare: OwnApp
const cookies: Record<string, Headers> = {}
const tokens: Record<string, Headers> = {}

// One worker takes all, since the tests share what is started here.
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

/** Redirects that only correct the spelling, and the one by which Next marks a request for a payload. */
const isSamePage = ({ status, location = '' }: RawAnswer, asked: string): boolean =>
  (status === 308 && /^\/(?!\/)/.test(location)) ||
  (status === 307 && location.startsWith(`${asked.split('?')[0]}?_rsc`) && !asked.includes('_rsc'))

/** The answer at the end of such redirects, and the path that it is about. */
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
/** What Next writes into a payload for a page that isn’t found. */
const notFoundDigest = 'NEXT_HTTP_ERROR_FALLBACK;404'

/** A spelling that isn’t a path of this app is answered as such. */
const isNoPage = ({ status, body }: RawAnswer): boolean =>
  [400, 404].includes(status) || (status === 200 && body.includes(notFoundDigest))

/** A redirect in a header, or, in a payload that was begun already, in its body. */
const redirectOf = ({ status, location, headers, body }: RawAnswer): string | undefined =>
  status === 307
    ? (location ?? withoutDataPath(String(headers['x-nextjs-redirect'])))
    : /NEXT_REDIRECT;\w+;([^;"\\]+);307/.exec(body)?.[1]

/** A request for a page's data is redirected to the data of another page. */
const withoutDataPath = (path: string) => path.replace(/^\/_next\/data\/[^/]+(\/[^?]*)\.json/, '$1')

/** A path of this site, encoded: not `//`, and no backslash. */
const somePath = '%2F(?!%2F|%5C)[\\w%.~-]*'

/**
 * Whether a refused visitor is sent where they should be: to sign in, to a plan that opens the page,
 * or to refresh their token first, and from there back. The page without the middleware doesn't
 * know its path, so it leads back to the dashboard, or to what the visitor says that the path is. Of
 * an odd spelling Next makes another path, which only has to be one of this site.
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

test('every protected page is open to whom it is for, also by each trick of headers', async () => {
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

test('no trick opens a protected page: its visitor is sent to sign in or to a plan', async () => {
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

test('every protected handler is open to whom it is for', async () => {
  for (const { method, path, body, letIn, refusal } of protectedHandlers()) {
    const sender = {
      ...tokens,
      scheduler: { authorization: `Bearer ${bare.cronSecret}` },
      stripe: Object.fromEntries(
        signed(body ?? '', { secret: stack.stripe.webhookSecret }).headers,
      ),
    }[letIn]
    const headers = { ...json(body), ...sender }
    const answer = await rawRequest(bare.url, path, { method, headers, body })

    // What they send is invalid, or is about an event that no one has. Stripe's is no event.
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
