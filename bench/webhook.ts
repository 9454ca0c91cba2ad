import { parseArgs } from 'node:util'
import getPort from 'get-port'
import { recordedYear } from '@/lib/testing/recorded-year'
import { type Customer, payingCustomers } from './customers'
import { type Load, load } from './load'
import { buildMinimalApp, removeMinimalApp } from './minimal-app'
import { roundRobin } from './round-robin'
import { type Server, startServer } from './server'
import { type Shop, serverCore, withShop } from './shop'
import { type SignedEvent, signedEvent } from './signed-event'
import { median, spread } from './statistics'

/**
 * `npm run build && npx tsx bench/webhook.ts`: the webhook's throughput and latency on the production
 * build and the local stack's far ends, over those of a bare Next route that only verifies the
 * signature. The target is a ratio of at least 0.55. Beside each kind of event stands the mix of them
 * that a year of one subscriber has, for an endpoint told of every type and of used ones only.
 */
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '2' },
    customers: { type: 'string', default: '100' },
  },
})

const kinds = {
  unused: 'a type nobody uses',
  covered: 'what the row already shows',
  read: 'what needs a read',
}

type Contestant = { server: Server; path: string; next: () => SignedEvent }
type Round = Load & { cpuMs: number }

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
      await compare(await enter(shop, bare))
    } finally {
      await bare.stop()
    }
  })
} finally {
  removeMinimalApp(bareFolder)
}

async function enter({ app, stack }: Shop, bare: Server): Promise<Record<string, Contestant>> {
  const secret = stack.stripe.webhookSecret
  const customers = await payingCustomers(stack, Number(flags.customers))
  const inTurn = roundRobin(customers)
  const [one] = customers
  if (!one) throw new Error('One customer at least')

  const update = (customer: Customer) => signedEvent(customer.subscription, secret)
  const ours = { server: app, path: '/api/stripe/webhook' }
  for (const customer of customers) await deliver(app.url + ours.path, update(customer))
  // After those reads: whatever is said to have happened before them is in the rows.
  const createdAt = Date.now() - 600_000
  return {
    bare: { server: bare, path: '/api/webhook', next: () => update(inTurn()) },
    [kinds.unused]: {
      ...ours,
      next: () => signedEvent(inTurn().subscription, secret, { type: 'customer.updated' }),
    },
    [kinds.covered]: {
      ...ours,
      next: () => signedEvent(one.subscription, secret, { createdAt }),
    },
    [kinds.read]: { ...ours, next: () => update(inTurn()) },
  }
}

async function compare(contestants: Record<string, Contestant>): Promise<void> {
  for (const contestant of Object.values(contestants)) await run(contestant, flags['warm-up'])
  const rounds = new Map<string, Round[]>(Object.keys(contestants).map((name) => [name, []]))
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, contestant] of Object.entries(contestants)) {
      rounds.get(name)?.push(await run(contestant, flags.seconds))
    }
  }

  const bare = rounds.get('bare') ?? []
  const over = (theirs: Round[], figure: (round: Round) => number) =>
    spread(theirs.map((round, at) => figure(round) / figure(bare[at] ?? round)))
  console.table(
    Object.fromEntries(
      [...rounds].map(([name, theirs]) => [
        name,
        {
          'events/s': Math.round(median(theirs.map(({ perSecond }) => perSecond))),
          'p50 ms': median(theirs.map(({ p50 }) => p50)).toFixed(1),
          'p99 ms': median(theirs.map(({ p99 }) => p99)).toFixed(1),
          'server CPU ms': median(theirs.map(({ cpuMs }) => cpuMs)).toFixed(2),
          'throughput ÷ bare': over(theirs, ({ perSecond }) => perSecond),
          // What the app itself could do: the far ends share a core with the load here.
          'bare CPU ÷ CPU': over(theirs, ({ cpuMs }) => 1 / cpuMs),
        },
      ]),
    ),
  )
  const cpuOf = (name: string, at: number) => rounds.get(name)?.[at]?.cpuMs ?? Number.NaN
  for (const types of ['all', 'used'] as const) {
    const shares = await mixOf(types)
    const ratios = bare.map(({ cpuMs }, at) => {
      const each = Object.entries(shares).map(([name, share]) => share * cpuOf(name, at))
      return cpuMs / each.reduce((total, part) => total + part, 0)
    })
    const mix = Object.entries(shares).map(([name, share]) => `${Math.round(share * 100)}% ${name}`)
    console.log(`A year of ${types} types (${mix.join(', ')}): bare CPU ÷ CPU ${spread(ratios)}`)
  }
  console.log(`${flags.rounds} rounds of ${flags.seconds} s: median (min-max). Target: ≥ 0.55.`)
}

/** Which share of a recorded year's deliveries each kind has. */
async function mixOf(types: 'all' | 'used'): Promise<Record<string, number>> {
  const { delivered } = await recordedYear({ types })
  const share = (of: (calls: string[]) => boolean) =>
    delivered.filter(({ calls }) => of(calls)).length / delivered.length
  const asksStripe = (calls: string[]) => calls.some((call) => call.startsWith('stripe '))
  return {
    [kinds.unused]: share((calls) => calls.length === 0),
    [kinds.covered]: share((calls) => calls.length > 0 && !asksStripe(calls)),
    [kinds.read]: share(asksStripe),
  }
}

async function run({ server, path, next }: Contestant, seconds: string): Promise<Round> {
  const before = server.cpuSeconds()
  const result = await load(server.url + path, { seconds: Number(seconds), next })
  return { ...result, cpuMs: ((server.cpuSeconds() - before) * 1000) / result.answered }
}

async function deliver(url: string, event: SignedEvent): Promise<void> {
  const { status } = await fetch(url, { method: 'POST', ...event })
  if (status !== 200) throw new Error(`The webhook answered ${status}`)
}
