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
 * `npm run build && npx tsx bench/gate.ts`: what our gates cost. In a small Next app made of our own
 * code, a handler behind our gate (token verified, row read, feature decided) is compared with the
 * same handler without any gate or row, and a page that the middleware gates with one that is open to
 * all. The last line is a real gated page, in the production build.
 *
 * The small app never gets a token twice within the seconds for which `verifyOnce` caches it.
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
    const { userId, feature, realToken } = await knownUser(shop)
    const env = { ...shop.env, ...ownPool(), USER_ID: userId, FEATURE: feature }
    const server = await startServer(folder, await getPort(), { env, core: serverCore })
    try {
      const token = roundRobin(tokensOf(userId))
      const { clientId } = shop.stack.cognito
      const real = { server: shop.app, cookie: () => cookie(clientId, realToken) }
      const small = { server, cookie: () => cookie(issuer.clientId, token()) }
      await compare(small, real, feature)
    } finally {
      await server.stop()
    }
  })
} finally {
  removeMinimalApp(folder)
}
decisionTime()

/** A demo user. One request brings the row up to date. */
async function knownUser({ stack, app }: Shop) {
  const account = stack.accounts.find(({ email }) => email === 'pro@example.com')
  if (!account) throw new Error('There is no demo account')
  const realToken = await tokenOf(stack, account)
  const answer = await fetch(`${app.url}/api/entitlements`, {
    headers: { authorization: `Bearer ${realToken}` },
  })
  const { userId, features } = (await answer.json()) as { userId: string; features: string[] }
  return { userId, feature: features.at(-1) ?? '', realToken }
}

/** A pool whose tokens we sign: the local Cognito would take a minute for as many as we need. */
function ownPool() {
  const at = issuer.issuer.lastIndexOf('/')
  return {
    COGNITO_ENDPOINT: issuer.issuer.slice(0, at),
    COGNITO_USER_POOL_ID: issuer.issuer.slice(at + 1),
    COGNITO_CLIENT_ID: issuer.clientId,
  }
}

/** More than `verifyOnce` caches, and issued after the row's last change of access. */
function tokensOf(userId: string): string[] {
  const now = Math.floor(Date.now() / 1000)
  const claims = { sub: userId, username: userId, 'cognito:groups': ['pro'], iat: now }
  return Array.from({ length: 2_000 }, (_, jti) =>
    issuer.sign({ ...claims, exp: now + 3_600, jti: String(jti) }),
  )
}

function cookie(clientId: string, token: string): string {
  const name = `CognitoIdentityServiceProvider.${clientId}`
  return `${name}.LastAuthUser=me; ${name}.me.accessToken=${token}`
}

type App = { server: Server; cookie: () => string }
/** `over` names the contestant that this one is compared with. */
type Contestant = { app: App; path: string; over: string; target?: string; cpuTarget?: string }

async function compare(small: App, real: App, feature: string): Promise<void> {
  const gatedPage = `/dashboard/${feature}`
  const bare = 'handler without gate or row'
  const open = 'page open to all'
  const whole = 'real page, gated'
  const contestants: Record<string, Contestant> = {
    [bare]: { app: small, path: '/api/bare', over: bare },
    'handler that reads the row': { app: small, path: '/api/row', over: bare },
    'handler behind our gate': { app: small, path: '/api/gated', over: bare, target: '≥ 0.50' },
    [open]: { app: small, path: '/plans', over: open },
    'page gated by the middleware': { app: small, path: gatedPage, over: open },
    [whole]: { app: real, path: gatedPage, over: whole, cpuTarget: '≤ 10' },
  }
  const run = async ({ app: { server, cookie }, path }: Contestant, seconds: string) => {
    const next = () => ({ headers: { cookie: cookie() } })
    const options = { seconds: Number(seconds), method: 'GET', next } as const
    const before = server.cpuSeconds()
    const { perSecond, answered } = await load(server.url + path, options)
    return { perSecond, cpuMs: ((server.cpuSeconds() - before) * 1_000) / answered }
  }
  const list = Object.entries(contestants)
  for (const [, contestant] of list) await run(contestant, flags['warm-up'])

  type Round = Awaited<ReturnType<typeof run>>
  const rounds = new Map<string, Round[]>(list.map(([name]) => [name, []]))
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, contestant] of list) {
      rounds.get(name)?.push(await run(contestant, flags.seconds))
    }
  }
  const all = (name: string, figure: keyof Round) =>
    (rounds.get(name) ?? []).map((round) => round[figure])
  console.table(
    list.map(([name, { over, target = '', cpuTarget = '' }]) => ({
      what: name,
      'requests/s': Math.round(median(all(name, 'perSecond'))),
      ratio: spread(
        all(name, 'perSecond').map((speed, at) => speed / (all(over, 'perSecond')[at] ?? 0)),
      ),
      target,
      'server CPU ms': median(all(name, 'cpuMs')).toFixed(2),
      'CPU target': cpuTarget,
      'CPU ratio': spread(all(name, 'cpuMs').map((ms, at) => (all(over, 'cpuMs')[at] ?? 0) / ms)),
    })),
  )
  console.log(`${flags.rounds} rounds of ${flags.seconds} s: median (min-max).`)
  console.log(
    'Left out: the network, and the CPU time of DynamoDB. The pages of the small app are trivial:',
  )
  console.log('for a real page the ratio is nearer to 1. The real page always gets the same token.')
}

/** Measures the decision by groups alone, in process, after the token is verified. */
function decisionTime(): void {
  const rules = { catalog: saas, groupPrefix: 'app-' }
  const groups = ['newsletter', 'app-pro']
  const decide = () => tokenGate({ kind: 'feature', feature: 'analytics' }, groups, rules)
  const rounds = 200_000
  for (let i = 0; i < rounds / 10; i++) decide()
  const startedAt = performance.now()
  for (let i = 0; i < rounds; i++) decide()
  const each = ((performance.now() - startedAt) * 1_000) / rounds
  console.log(
    `The middleware's decision by groups alone: ${each.toFixed(2)} µs (mean of ${rounds}).`,
  )
}
