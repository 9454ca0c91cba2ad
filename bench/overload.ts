import { parseArgs } from 'node:util'
import type { StackFile } from '@/dev/stack/stack-file'
import { cognitoOf } from '@/e2e/support/cognito'
import { dynamoAccounts } from '@/lib/db/accounts/dynamo-accounts'
import { documentClient } from '@/lib/db/dynamo/client'
import { cognitoGroups } from '@/lib/identity/cognito/groups'
import { type BenchCustomer, payingCustomers } from './support/customers'
import { type FloodAnswer, flood, openConnections, redeliver, send } from './support/flood'
import { load } from './support/load'
import { roundRobin } from './support/round-robin'
import { type Shop, withShop } from './support/shop'
import { type SignedEvent, signedEvent } from './support/signed-event'
import { quantile } from './support/statistics'

/**
 * `npm run build && npx tsx bench/overload.ts`: half as many events again as the webhook can take,
 * for ten seconds. It has to turn some away, be itself again within 5 s, and lose nothing: each of
 * most customers is told of by one event alone, which may be among those refused. Exits 1 if
 * somebody who paid is not let in after Stripe's second attempt.
 */
const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    customers: { type: 'string', default: '300' },
  },
})
const seconds = Number(flags.seconds)

await withShop(async ({ stack, app }: Shop) => {
  const url = `${app.url}/api/stripe/webhook`
  const secret = stack.stripe.webhookSecret
  const everybody = await payingCustomers(stack, Number(flags.customers))
  // Some are told of again and again, and make the load. The rest pay in the middle of it.
  const regulars = everybody.slice(0, Math.ceil(everybody.length / 4))
  const newcomers = everybody.slice(regulars.length)
  const regular = roundRobin(regulars)
  const about = ({ subscription }: BenchCustomer) => signedEvent(subscription, secret)

  await load(url, { seconds: 2, next: () => about(regular()) })
  const { perSecond } = await load(url, { seconds: 3, next: () => about(regular()) })
  const calm = await latencyOfOneAtATime(url, () => about(regular()))

  const rate = { perSecond: perSecond * 1.5, seconds }
  const every = Math.max(1, Math.floor((rate.perSecond * seconds) / newcomers.length))
  const waiting = [...newcomers]
  const unused = () => signedEvent(regular().subscription, secret, { type: 'customer.updated' })
  await openConnections(url, 200, unused)
  const sent = await flood(url, rate, (nth) =>
    about((nth % every === 0 && waiting.shift()) || regular()),
  )
  const backToNormalMs = await untilNormal(url, calm, () => about(regular()))
  const answers = await sent.answers

  // In a short run not everybody's turn came; Stripe forgets nobody.
  const late = waiting.map((customer) => ({ event: about(customer), status: 0, ms: 0 }))
  const refused = [...answers.filter(({ status }) => status !== 200), ...late]
  const outsideBefore = await notLetIn(stack, everybody)
  const { deliveries, left } = await redeliver(url, refused, secret)
  const outside = await notLetIn(stack, everybody)

  const of = (status: number) => answers.filter((answer) => answer.status === status)
  const at = (share: number, some: FloodAnswer[]) =>
    some.length === 0 ? '-' : ms(quantile(times(some), share))
  console.table({
    'capacity, events/s': Math.round(perSecond),
    'sent at, events/s': Math.round(rate.perSecond),
    'answered 200': of(200).length,
    'answered 503': of(503).length,
    'anything else': answers.length - of(200).length - of(503).length,
    'p50 of those taken': at(0.5, of(200)),
    'p99 of those taken': at(0.99, of(200)),
    'p99 of those turned away': at(0.99, of(503)),
    'latency before': ms(calm),
    'normal again after the last was sent': ms(backToNormalMs),
    'customers outside until then': outsideBefore,
    'delivered again': deliveries,
    'still refused': left.length,
    'customers left outside': outside,
  })
  console.log('Targets: normal again within 5 s, nobody left outside.')
  if (outside > 0) process.exitCode = 1
})

/** The p99, in ms, of an app with nothing else to do. */
async function latencyOfOneAtATime(url: string, next: () => SignedEvent): Promise<number> {
  const probes: FloodAnswer[] = []
  for (let probe = 0; probe < 100; probe++) probes.push(await send(url, next()))
  return quantile(times(probes), 0.99)
}

/** How long until ten in a row are taken about as fast as before. `NaN` if they aren't in half a minute. */
async function untilNormal(url: string, before: number, next: () => SignedEvent): Promise<number> {
  const startedAt = performance.now()
  let normalSince = startedAt
  let inARow = 0
  while (performance.now() - startedAt < 30_000) {
    const probe = await send(url, next())
    inARow = probe.status === 200 && probe.ms <= before * 1.5 ? inARow + 1 : 0
    if (inARow === 0) normalSince = performance.now()
    if (inARow === 10) return normalSince - startedAt
  }
  return Number.NaN
}

/** How many of those who paid lack the plan in their row, or its group in Cognito. */
async function notLetIn(stack: StackFile, customers: BenchCustomer[]): Promise<number> {
  const groups = cognitoGroups(cognitoOf(stack), stack.cognito.userPoolId)
  const { endpoint, table } = stack.dynamodb
  const accounts = dynamoAccounts(documentClient({ region: 'us-east-1', endpoint }), table)
  let outside = 0
  for (const { userId } of customers) {
    const account = await accounts.get(userId)
    const isIn = account?.access.plan === 'pro' && (await groups.of(userId)).includes('pro')
    if (!isIn) outside++
  }
  return outside
}

function times(answers: FloodAnswer[]): number[] {
  return answers.map(({ ms }) => ms)
}

function ms(time: number): string {
  return `${Math.round(time)} ms`
}
