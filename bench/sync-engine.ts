import { parseArgs } from 'node:util'
import type Stripe from 'stripe'
import { stripeClient } from '@/lib/stripe/client'
import { payingCustomers } from './support/customers'
import { findPostgres, type Postgres, startPostgres } from './support/postgres'
import { roundRobin } from './support/round-robin'
import type { Server } from './support/server'
import { lowerPriority, type Shop, withShop } from './support/shop'
import { signedEvent } from './support/signed-event'
import { spread } from './support/statistics'
import { installSyncEngine, removeSyncEngine, startSyncEngine } from './support/sync-engine-server'
import { type Contestant, figures, postEvent, type Round, takeTurns } from './support/turns'
import { kinds, mixOf } from './support/year-mix'

/**
 * `npm run build && npx tsx bench/sync-engine.ts`: compares our webhook with stripe-sync-engine on
 * Fastify and PostgreSQL, which copies Stripe's objects into tables. The engine runs twice: with its
 * defaults, which trust an event's payload, and set to read subscriptions from Stripe, as ours does.
 * Ours should not be slower than either: a ratio of at least 1.
 */
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '2' },
    customers: { type: 'string', default: '100' },
  },
})

type Side = { name: string; server: Server; path: string }
type Peer = Side & { database: string; reads: boolean }
type Sold = { customer: Stripe.Customer; subscription: Stripe.Subscription }

const bin = findPostgres()
if (bin) {
  await withShop((shop) =>
    withPeers(bin, shop, (peers, postgres) => compare(shop, peers, postgres)),
  )
} else {
  console.error(`stripe-sync-engine needs PostgreSQL. Its programs (initdb, postgres and psql) are neither in the PATH
nor where Debian puts them. Install PostgreSQL (apt-get install postgresql, brew install postgresql)
and run this again. No server needs to run: this command creates a cluster and removes it.`)
  process.exitCode = 1
}

async function withPeers(
  bin: string,
  { stack }: Shop,
  use: (peers: Peer[], postgres: Postgres) => Promise<void>,
): Promise<void> {
  const folder = installSyncEngine()
  const peers: Peer[] = []
  try {
    const restorePriority = lowerPriority()
    const postgres = await startPostgres(bin)
    restorePriority()
    try {
      for (const reads of [false, true]) {
        const database = reads ? 'reads' : 'trusts'
        postgres.createDatabase(database)
        const databaseUrl = postgres.urlOf(database)
        const server = await startSyncEngine(folder, stack, { databaseUrl, reads })
        const name = reads ? 'sync-engine, reads Stripe' : 'sync-engine, trusts events'
        peers.push({ name, server, path: '/webhooks', database, reads })
      }
      await use(peers, postgres)
    } finally {
      await Promise.all(peers.map(({ server }) => server.stop()))
      await postgres.stop()
    }
  } finally {
    removeSyncEngine(folder)
  }
}

async function compare({ app, stack }: Shop, peers: Peer[], postgres: Postgres): Promise<void> {
  const secret = stack.stripe.webhookSecret
  const stripe = stripeClient({ secretKey: stack.stripe.secretKey, base: stack.stripe.url })
  const paying = await payingCustomers(stack, Number(flags.customers))
  const sold = await Promise.all(
    paying.map(async ({ customerId, subscription }): Promise<Sold> => {
      const customer = await stripe.customers.retrieve(customerId)
      if (customer.deleted) throw new Error(`${customerId} was deleted`)
      return { customer, subscription }
    }),
  )

  const ours: Side = { name: 'ours', server: app, path: '/api/stripe/webhook' }
  const sides = [ours, ...peers]
  for (const { server, path } of sides) {
    for (const { subscription } of sold) {
      await postEvent(server.url + path, signedEvent(subscription, secret))
    }
  }
  for (const peer of peers) await checkWrites(peer, sold, { stripe, secret, postgres })

  const contestants = sides.flatMap((side) => enter(side, sold, secret))
  const rounds = await takeTurns(Object.fromEntries(contestants), flags)
  await report(rounds, peers)
}

/** Each kind of event, for all customers in turn. Only the date of an event differs between sides. */
function enter({ name, server, path }: Side, sold: Sold[], secret: string) {
  const inTurn = roundRobin(sold)
  const earlier = Date.now() - 600_000
  // The engine skips an event from the same second as the last one. So each event gets a second of its
  // own, else the engine would do less here than in production. Ours reads in either case.
  let later = Date.now()
  const nextSecond = () => {
    later += 1_000
    return later
  }
  const subscription = (createdAt: number) =>
    signedEvent(inTurn().subscription, secret, { createdAt })
  const next = {
    [kinds.unused]: () =>
      signedEvent(inTurn().customer, secret, {
        type: 'customer.updated',
        createdAt: nextSecond(),
      }),
    [kinds.covered]: () => subscription(earlier),
    [kinds.read]: () => subscription(nextSecond()),
  }
  return Object.entries(next).map(([kind, next]): [string, Contestant] => [
    entryOf(name, kind),
    { server, path, next },
  ])
}

function entryOf(name: string, kind: string): string {
  return `${name}: ${kind}`
}

/** Throws unless the rows in PostgreSQL are written when the engine answers 200. */
async function checkWrites(
  { name, server, path, database, reads }: Peer,
  sold: Sold[],
  { stripe, secret, postgres }: { stripe: Stripe; secret: string; postgres: Postgres },
): Promise<void> {
  const [one] = sold
  if (!one) throw new Error('One customer at least')
  const { id } = one.subscription
  const mark = `seen by ${name}`
  const changed = await stripe.subscriptions.update(id, { metadata: { mark } })
  const event = signedEvent(reads ? one.subscription : changed, secret, {
    createdAt: Date.now() + 1_000,
  })
  await postEvent(server.url + path, event)

  const row = `select metadata->>'mark' from stripe.subscriptions where id = '${id}'`
  const count = 'select count(*) from stripe.subscriptions s join stripe.subscription_items i'
  const rows = postgres.ask(database, `${count} on i.subscription = s.id`)
  if (postgres.ask(database, row)[0] !== mark || Number(rows[0]) !== sold.length) {
    throw new Error(`${name} answered before it had written`)
  }
}

async function report(rounds: Map<string, Round[]>, peers: Peer[]): Promise<void> {
  console.table(Object.fromEntries([...rounds].map(([name, theirs]) => [name, figures(theirs)])))

  const roundsOf = (name: string, kind: string) => rounds.get(entryOf(name, kind)) ?? []
  const over = (peer: Peer, shares: Record<string, number>, cost: (round: Round) => number) =>
    spread(
      Array.from({ length: Number(flags.rounds) }, (_, at) => {
        const each = (name: string) =>
          Object.entries(shares).map(([kind, share]) => {
            const round = roundsOf(name, kind)[at]
            return round ? share * cost(round) : Number.NaN
          })
        return total(each(peer.name)) / total(each('ours'))
      }),
    )
  const [all, used] = await Promise.all([mixOf('all'), mixOf('used')])
  const events = {
    ...Object.fromEntries(Object.values(kinds).map((kind) => [kind, { [kind]: 1 }])),
    'a year of all types': all.shares,
    'a year of used types': used.shares,
  }
  for (const peer of peers) {
    console.log(`Ours ÷ ${peer.name}. Target: ≥ 1.0.`)
    console.table(
      Object.fromEntries(
        Object.entries(events).map(([name, shares]) => [
          name,
          {
            throughput: over(peer, shares, ({ perSecond }) => 1 / perSecond),
            'its CPU ÷ our CPU': over(peer, shares, ({ cpuMs }) => cpuMs),
          },
        ]),
      ),
    )
  }
  console.log(`A year of all types: ${all.words}. Of used types: ${used.words}.`)
  console.log(`${flags.rounds} rounds of ${flags.seconds} s: median (min-max).`)
  console.log(
    'Left out: the CPU time of PostgreSQL, DynamoDB, Stripe and Cognito, and the network. The engine',
  )
  console.log('only copies an object; ours also decides on access and moves groups.')
}

function total(parts: number[]): number {
  return parts.reduce((sum, part) => sum + part, 0)
}
