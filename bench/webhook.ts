import { parseArgs } from 'node:util'
import getPort from 'get-port'
import { type BenchCustomer, payingCustomers } from './support/customers'
import { buildMinimalApp, removeMinimalApp } from './support/minimal-app'
import { roundRobin } from './support/round-robin'
import { type Server, startServer } from './support/server'
import { type Shop, serverCore, withShop } from './support/shop'
import { signedEvent } from './support/signed-event'
import { spread } from './support/statistics'
import { type Contestant, figures, postEvent, type Round, takeTurns } from './support/turns'
import { kinds, mixOf } from './support/year-mix'

/**
 * `npm run build && npx tsx bench/webhook.ts`: the webhook's throughput and latency, compared with a
 * bare Next route that only verifies the signature. Our route runs as a production build with the
 * backends of the local stack. A second table shows the CPU time per event beyond that of an unused
 * type. Then come the mixes of a recorded year: all event types, and only the used ones.
 *
 * With `--fast-path` the same build also runs with DYNAMODB_FAST_PATH=1, in the same rounds.
 */
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '2' },
    customers: { type: 'string', default: '100' },
    'fast-path': { type: 'boolean', default: false },
  },
})

const onFastPath = ', DYNAMODB_FAST_PATH=1'

const isNode24 = Number(process.versions.node.split('.')[0]) >= 24
/** The least throughput ÷ bare. */
const leastRatio: Record<string, number> = {
  [kinds.unused]: 0.8,
  [kinds.covered]: isNode24 ? 0.55 : 0.5,
  [kinds.read]: 0.25,
}
/** The most CPU time beyond an unused type's. */
const maxCpuMs = { [kinds.covered]: 0.8, [kinds.read]: 1.8 }

const bareFolder = buildMinimalApp('bare-webhook', {
  'app/api/webhook/route.js': `import Stripe from 'stripe'

export async function POST(request) {
  try {
    const signature = request.headers.get('stripe-signature')
    Stripe.webhooks.constructEvent(await request.text(), signature, process.env.SECRET)
  } catch {
    return new Response(null, { status: 400 })
  }
  return new Response(null, { status: 200 })
}
`,
})
try {
  await withShop(async (shop) => {
    const env = { SECRET: shop.stack.stripe.webhookSecret }
    const bare = await startServer(bareFolder, await getPort(), { env, core: serverCore })
    try {
      await withFastPath(shop, async (fast) => compare(await enter(shop, bare, fast)))
    } finally {
      await bare.stop()
    }
  })
} finally {
  removeMinimalApp(bareFolder)
}

/** With `--fast-path`, starts a second server of the same build. */
async function withFastPath(
  shop: Shop,
  use: (fast: Server | null) => Promise<void>,
): Promise<void> {
  if (!flags['fast-path']) return use(null)
  const env = { ...shop.env, DYNAMODB_FAST_PATH: '1' }
  const fast = await startServer('.', await getPort(), { env, core: serverCore })
  try {
    await use(fast)
  } finally {
    await fast.stop()
  }
}

async function enter(
  { app, stack }: Shop,
  bare: Server,
  fast: Server | null,
): Promise<Record<string, Contestant>> {
  const secret = stack.stripe.webhookSecret
  const customers = await payingCustomers(stack, Number(flags.customers))
  const inTurn = roundRobin(customers)

  const update = (customer: BenchCustomer) => signedEvent(customer.subscription, secret)
  const ours = { server: app, path: '/api/stripe/webhook' }
  for (const customer of customers) await postEvent(app.url + ours.path, update(customer))
  // The rows now show everything that happened before those reads.
  const createdAt = Date.now() - 600_000
  const read = () => update(inTurn())
  const next = {
    [kinds.unused]: () => signedEvent(inTurn().subscription, secret, { type: 'customer.updated' }),
    [kinds.covered]: () => signedEvent(inTurn().subscription, secret, { createdAt }),
    [kinds.read]: read,
  }
  const sides = [
    { ...ours, suffix: '' },
    ...(fast ? [{ ...ours, server: fast, suffix: onFastPath }] : []),
  ]
  return {
    bare: { server: bare, path: '/api/webhook', next: read },
    ...Object.fromEntries(
      sides.flatMap(({ suffix, ...side }) =>
        Object.entries(next).map(([kind, next]) => [kind + suffix, { ...side, next }]),
      ),
    ),
  }
}

async function compare(contestants: Record<string, Contestant>): Promise<void> {
  const rounds = await takeTurns(contestants, flags)
  const bare = rounds.get('bare') ?? []
  const over = (theirs: Round[], figure: (round: Round) => number) =>
    spread(theirs.map((round, at) => figure(round) / figure(bare[at] ?? round)))
  console.table(
    Object.fromEntries(
      [...rounds].map(([name, theirs]) => [
        name,
        {
          ...figures(theirs),
          'throughput ÷ bare': over(theirs, ({ perSecond }) => perSecond),
          target: targetOf(name),
          // Says what the app itself could do: here the backends share a core with the load.
          'bare CPU ÷ CPU': over(theirs, ({ cpuMs }) => 1 / cpuMs),
        },
      ]),
    ),
  )
  const cpuOf = (name: string, at: number) => rounds.get(name)?.[at]?.cpuMs ?? Number.NaN
  const suffixes = flags['fast-path'] ? ['', onFastPath] : ['']
  const beyondUnused = suffixes.flatMap((suffix) =>
    Object.entries(maxCpuMs).map(([kind, most]) => ({
      event: kind + suffix,
      'CPU ms beyond an unused type': spread(
        bare.map((_, at) => cpuOf(kind + suffix, at) - cpuOf(kinds.unused + suffix, at)),
      ),
      target: `≤ ${most}`,
    })),
  )
  console.table(beyondUnused)
  for (const suffix of suffixes) {
    for (const types of ['all', 'used'] as const) {
      const { shares, words } = await mixOf(types)
      const ratios = bare.map(({ cpuMs }, at) => {
        const each = Object.entries(shares).map(([name, share]) => share * cpuOf(name + suffix, at))
        return cpuMs / each.reduce((total, part) => total + part, 0)
      })
      console.log(`A year of ${types} types (${words})${suffix}: bare CPU ÷ CPU ${spread(ratios)}`)
    }
  }
  console.log(`${flags.rounds} rounds of ${flags.seconds} s: median (min-max).`)
  console.log(`Node ${process.versions.node}, ${flags.customers} customers in turn.`)
  console.log(
    'Left out: the network, TLS, and the CPU time of the backends. On the real services a',
  )
  console.log('delivery also waits for their answers, which takes time but no CPU.')
}

function targetOf(name: string): string {
  const least = leastRatio[name.replace(onFastPath, '')]
  return least === undefined ? '' : `≥ ${least.toFixed(2)}`
}
