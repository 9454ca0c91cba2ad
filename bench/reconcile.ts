import { quotas } from '@/lib/sync/reconcile/quotas'
import { reconcile } from '@/lib/sync/reconcile/reconcile'
import { population } from '@/testing/calls/population'
import { simulatedTime } from '@/testing/simulated-time'

/**
 * `npx tsx bench/reconcile.ts [users]`: the calls and the time of a reconcile that finds no
 * differences. The simulated clock moves only while reconcile waits for a quota; answers take no time.
 */
const size = Number(process.argv[2] ?? 100_000)
const { services, calls } = await population(size)
const time = simulatedTime()
const populationMB = megabytes()
const startedAt = performance.now()

const report = await reconcile(services, { dryRun: false, timing: time })

const sums = new Map<string, number>()
for (const call of calls) sums.set(call, (sums.get(call) ?? 0) + 1)
console.table([...sums].map(([call, count]) => ({ call, count, 'per user': count / size })))
console.log(`${size} users, ${report.findings.length} findings, quotas ${JSON.stringify(quotas)}`)
console.log(`Calls per user: ${(calls.length / size).toFixed(4)}. Target: ≤ 0.04.`)
console.log(`Simulated time: ${(time.elapsed() / 1_000).toFixed(1)} s. Target: ≤ 120 for 100,000.`)
console.log(
  `Real time: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s; memory at the end ${megabytes()} MB, of which the simulated users take ${populationMB} MB.`,
)
console.log(
  'Left out: the time that answers take. Over a slow connection the longest list may take longer.',
)

function megabytes() {
  return Math.round(process.memoryUsage().rss / 1e6)
}
