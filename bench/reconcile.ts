import { quotas } from '@/lib/sync/reconcile/quotas'
import { reconcile } from '@/lib/sync/reconcile/reconcile'
import { population } from '@/testing/population'
import { simulatedTime } from '@/testing/simulated-time'

/**
 * What it costs to compare everybody when nothing is wrong: `npx tsx bench/reconcile.ts [people]`.
 * On a simulated clock that passes only while quotas are waited for: answers take no time, so on a
 * slow line the longest list, page after page, may take longer than this says.
 */
const size = Number(process.argv[2] ?? 100_000)
const { services, calls } = await population(size)
const time = simulatedTime()
const townMB = megabytes()
const startedAt = performance.now()

const report = await reconcile(services, { dryRun: false, timing: time })

const sums = new Map<string, number>()
for (const call of calls) sums.set(call, (sums.get(call) ?? 0) + 1)
console.table([...sums].map(([call, count]) => ({ call, count, 'a user': count / size })))
console.log(`${size} people, ${report.findings.length} findings, quotas ${JSON.stringify(quotas)}`)
console.log(`Calls a user: ${(calls.length / size).toFixed(4)}. Target: ≤ 0.04.`)
console.log(`Simulated time: ${(time.elapsed() / 1_000).toFixed(1)} s. Target: ≤ 120 for 100,000.`)
console.log(
  `Own time: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s; memory at the end ${megabytes()} MB, of which the town's own is ${townMB}.`,
)

function megabytes() {
  return Math.round(process.memoryUsage().rss / 1e6)
}
