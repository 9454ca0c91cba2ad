import { parseArgs } from 'node:util'
import getPort from 'get-port'
import { tokenOf } from '@/e2e/cognito'
import { load } from './load'
import { buildMinimalApp, removeMinimalApp } from './minimal-app'
import { type Server, startServer } from './server'
import { type Shop, serverCore, withShop } from './shop'
import { median, spread } from './statistics'

/**
 * `npm run build && npx tsx bench/gate.ts`: a handler that reads a person's row behind our gate (the
 * token is verified, the feature decided) over the same read and answer for whoever asks. Both are
 * routes of one small Next app made of our own code. The target is a ratio of at least 0.90.
 */
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '2' },
  },
})

const folder = buildMinimalApp('gate', {
  'jsconfig.json': '{"compilerOptions":{"paths":{"@/*":["../../*"]}}}',
  'app/gated/route.js': `import { feature } from '@/lib/api/gates/feature'
import { services } from '@/lib/services'

export const dynamic = 'force-dynamic'
export const GET = (request) => feature(services)(request, { feature: process.env.FEATURE })
`,
  'app/ungated/route.js': `import { handle, privateJson } from '@/lib/http'
import { services } from '@/lib/services'

export const dynamic = 'force-dynamic'
export const GET = (request) =>
  handle(services, async () => {
    const account = await services.accounts.get(process.env.USER_ID)
    return privateJson({ feature: process.env.FEATURE, open: account !== null })
  })(request)
`,
})
try {
  await withShop(async (shop) => {
    const person = await knownPerson(shop)
    const env = { ...shop.env, USER_ID: person.userId, FEATURE: person.feature }
    const server = await startServer(folder, await getPort(), { env, core: serverCore })
    try {
      await compare(server, { authorization: `Bearer ${person.token}` })
    } finally {
      await server.stop()
    }
  })
} finally {
  removeMinimalApp(folder)
}

/** Asked for once, so that the row is up to date, and then given a token that is younger than it. */
async function knownPerson({ stack, app }: Shop) {
  const account = stack.accounts.find(({ email }) => email === 'pro@example.com')
  if (!account) throw new Error('There is no demo account')
  const answer = await fetch(`${app.url}/api/entitlements`, {
    headers: { authorization: `Bearer ${await tokenOf(stack, account)}` },
  })
  const { userId, features } = (await answer.json()) as { userId: string; features: string[] }
  const [feature = ''] = features
  return { userId, feature, token: await tokenOf(stack, account) }
}

async function compare(server: Server, headers: Record<string, string>): Promise<void> {
  const paths = ['/ungated', '/gated'] as const
  const run = async (path: string, seconds: string) => {
    const next = () => ({ headers })
    const options = { seconds: Number(seconds), method: 'GET', next } as const
    return (await load(server.url + path, options)).perSecond
  }
  for (const path of paths) await run(path, flags['warm-up'])

  const speeds: Record<(typeof paths)[number], number[]> = { '/ungated': [], '/gated': [] }
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const path of paths) speeds[path].push(await run(path, flags.seconds))
  }
  const ratios = speeds['/gated'].map((speed, at) => speed / (speeds['/ungated'][at] ?? 0))
  console.table({
    ungated: { 'requests/s': Math.round(median(speeds['/ungated'])), ratio: '1' },
    gated: { 'requests/s': Math.round(median(speeds['/gated'])), ratio: spread(ratios) },
  })
  console.log(`${flags.rounds} rounds of ${flags.seconds} s: median (min-max). Target: ≥ 0.90.`)
}
