import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import getPort from 'get-port'
import { tokenOf } from '@/e2e/support/cognito'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { tokenGate } from '@/lib/billing/gates/token-gate'
import { startIssuer } from '@/testing/issuer'
import { load } from './support/load'
import { buildMinimalApp, removeMinimalApp } from './support/minimal-app'
import { roundRobin } from './support/round-robin'
import { type Server, startServer } from './support/server'
import { type Shop, serverCore, withShop } from './support/shop'
import { median, spread } from './support/statistics'

/**
 * `npm run build && npx tsx bench/gate.ts`: what our gates cost, on one small Next app made of our own
 * code. A handler behind our gate (token verified, row read, feature decided) is compared with the
 * same handler without any gate or row: the target is a ratio of at least 0.50. A page behind the
 * middleware's decision is compared with one that the middleware only gives its policy.
 *
 * No token is sent twice within the seconds for which `verifyOnce` remembers it.
 */
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '2' },
  },
})

const page = `export const dynamic = 'force-dynamic'
export default function Page() { return <h1>A page</h1> }
`
const folder = buildMinimalApp('gate', {
  'jsconfig.json': '{"compilerOptions":{"paths":{"@/*":["../../*"]}}}',
  'middleware.ts': readFileSync('middleware.ts', 'utf8'),
  'app/plans/page.jsx': page,
  'app/dashboard/[feature]/page.jsx': page,
  'app/api/gated/route.js': `import { feature } from '@/lib/api/gates/feature'
import { services } from '@/lib/services'

export const dynamic = 'force-dynamic'
export const GET = (request) => feature(services)(request, { params: { feature: process.env.FEATURE } })
`,
  'app/api/row/route.js': `import { handle } from '@/lib/api/handle'
import { services } from '@/lib/services'
import { route } from '../route-without-gate'

export const dynamic = 'force-dynamic'
export const GET = (request) =>
  handle(services, route, async () => {
    const account = await services.accounts.get(process.env.USER_ID)
    return { feature: process.env.FEATURE, open: account !== null }
  })(request)
`,
  'app/api/bare/route.js': `import { handle } from '@/lib/api/handle'
import { services } from '@/lib/services'
import { route } from '../route-without-gate'

export const dynamic = 'force-dynamic'
export const GET = (request) =>
  handle(services, route, async () => ({ feature: process.env.FEATURE, open: true }))(request)
`,
  'app/api/route-without-gate.js': `import { z } from 'zod'
import { anyone } from '@/lib/api/callers'

export const route = {
  method: 'GET',
  path: '/api/bare',
  section: 'Service',
  caller: anyone,
  summary: 'Answer without a gate',
  answers: { 200: z.object({ feature: z.string(), open: z.boolean() }) },
  example: {},
}
`,
})
const issuer = await startIssuer()
try {
  await withShop(async (shop) => {
    const { userId, feature } = await knownUser(shop)
    const env = { ...shop.env, ...ownPool(), USER_ID: userId, FEATURE: feature }
    const server = await startServer(folder, await getPort(), { env, core: serverCore })
    try {
      const token = roundRobin(tokensOf(userId))
      await compare(server, feature, token)
    } finally {
      await server.stop()
    }
  })
} finally {
  removeMinimalApp(folder)
}
decisionTime()

/** Asked for once, so that the row is up to date. */
async function knownUser({ stack, app }: Shop) {
  const account = stack.accounts.find(({ email }) => email === 'pro@example.com')
  if (!account) throw new Error('There is no demo account')
  const answer = await fetch(`${app.url}/api/entitlements`, {
    headers: { authorization: `Bearer ${await tokenOf(stack, account)}` },
  })
  const { userId, features } = (await answer.json()) as { userId: string; features: string[] }
  return { userId, feature: features.at(-1) ?? '' }
}

/** The local Cognito would take a minute for as many tokens as we need. */
function ownPool() {
  const at = issuer.issuer.lastIndexOf('/')
  return {
    COGNITO_ENDPOINT: issuer.issuer.slice(0, at),
    COGNITO_USER_POOL_ID: issuer.issuer.slice(at + 1),
    COGNITO_CLIENT_ID: issuer.clientId,
  }
}

/** More than are remembered at once. Issued after the row's last change of access. */
function tokensOf(userId: string): string[] {
  const now = Math.floor(Date.now() / 1000)
  const claims = { sub: userId, username: userId, 'cognito:groups': ['pro'], iat: now }
  return Array.from({ length: 2_000 }, (_, jti) =>
    issuer.sign({ ...claims, exp: now + 3_600, jti: String(jti) }),
  )
}

async function compare(server: Server, feature: string, token: () => string): Promise<void> {
  const name = `CognitoIdentityServiceProvider.${issuer.clientId}`
  const cookie = () => `${name}.LastAuthUser=me; ${name}.me.accessToken=${token()}`
  /** `over` is the path that a row's ratio is taken of. */
  const contestants = [
    { what: 'handler without gate or row', path: '/api/bare', over: '/api/bare' },
    { what: 'handler that reads the row', path: '/api/row', over: '/api/bare' },
    { what: 'handler behind our gate', path: '/api/gated', over: '/api/bare', target: '≥ 0.50' },
    { what: 'page open to all', path: '/plans', over: '/plans' },
    { what: 'page gated by the middleware', path: `/dashboard/${feature}`, over: '/plans' },
  ]
  const run = async (path: string, seconds: string) => {
    const next = () => ({ headers: { cookie: cookie() } })
    const options = { seconds: Number(seconds), method: 'GET', next } as const
    const before = server.cpuSeconds()
    const { perSecond, answered } = await load(server.url + path, options)
    return { perSecond, cpuMs: ((server.cpuSeconds() - before) * 1_000) / answered }
  }
  for (const { path } of contestants) await run(path, flags['warm-up'])

  type Round = Awaited<ReturnType<typeof run>>
  const taken = new Map<string, Round[]>(contestants.map(({ path }) => [path, []]))
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const { path } of contestants) taken.get(path)?.push(await run(path, flags.seconds))
  }
  const of = (path: string, figure: keyof Round) =>
    (taken.get(path) ?? []).map((round) => round[figure])
  console.table(
    contestants.map(({ what, path, over, target = '' }) => ({
      what,
      'requests/s': Math.round(median(of(path, 'perSecond'))),
      ratio: spread(
        of(path, 'perSecond').map((speed, at) => speed / (of(over, 'perSecond')[at] ?? 0)),
      ),
      target,
      'server CPU ms': median(of(path, 'cpuMs')).toFixed(2),
      'CPU ratio': spread(of(path, 'cpuMs').map((ms, at) => (of(over, 'cpuMs')[at] ?? 0) / ms)),
    })),
  )
  console.log(`${flags.rounds} rounds of ${flags.seconds} s: median (min-max).`)
  console.log('The pages are trivial: the ratio of real ones is nearer to 1.')
}

/** The decision by groups alone, in process, once the token is verified. */
function decisionTime(): void {
  const rules = { catalog: saas, groupPrefix: 'app-' }
  const groups = ['newsletter', 'app-pro']
  const decide = () => tokenGate({ kind: 'feature', feature: 'analytics' }, groups, rules)
  const rounds = 200_000
  for (let i = 0; i < rounds / 10; i++) decide()
  const startedAt = performance.now()
  for (let i = 0; i < rounds; i++) decide()
  const each = ((performance.now() - startedAt) * 1_000) / rounds
  console.log(`The middleware's decision by groups alone: ${each.toFixed(2)} µs of ${rounds}.`)
}
