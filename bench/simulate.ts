import { parseArgs } from 'node:util'
import { report } from '@/testing/simulator/report'
import { caseOf, simulate } from '@/testing/simulator/simulate'

/**
 * `npx tsx bench/simulate.ts --seeds 1000000`: random scenarios with faults on the real webhook, sync,
 * sweeper and reconcile. A million take about 15 minutes; `--from` continues an earlier run. If a
 * scenario diverges, exits 1 and prints a shrunk trace of the first one.
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100000' }, from: { type: 'string', default: '1' } },
})
const from = Number(values.from)
const seeds = Number(values.seeds)

async function main() {
  const total = {
    deliveries: 0,
    faults: 0,
    diverged: 0,
    withLateWrites: 0,
    groupsLeftByLateWrites: 0,
    stripe: 0,
    dynamo: 0,
    cognito: 0,
  }
  let firstFailing: number | null = null
  const startedAt = performance.now()
  for (let seed = from; seed < from + seeds; seed++) {
    const given = caseOf(seed)
    const run = await simulate(given)
    total.deliveries += run.deliveries
    total.faults += run.faults
    total.withLateWrites += Number(given.faults.late > 0)
    total.groupsLeftByLateWrites += Number(run.zombieDamage)
    total.stripe += run.calls.stripe
    total.dynamo += run.calls.dynamo
    total.cognito += run.calls.cognito
    if (run.failure) {
      total.diverged++
      firstFailing ??= seed
    }
    if (seed % 50_000 === 0) console.error(`${seed} …`)
  }

  const seconds = (performance.now() - startedAt) / 1000
  const each = (calls: number) => (calls / total.deliveries).toFixed(2)
  const row = (figure: number | string, target = '') => ({ figure, target })
  console.table({
    seeds: row(seeds, '1,000,000'),
    deliveries: row(total.deliveries),
    faults: row(total.faults),
    'diverged after the sweeper, or after one reconcile': row(total.diverged, '0'),
    'seeds with late writes to Cognito': row(total.withLateWrites),
    'of those, groups wrong until one reconcile': row(total.groupsLeftByLateWrites),
    'Stripe calls per delivery, with retries and sweeps': row(each(total.stripe)),
    'DynamoDB calls per delivery': row(each(total.dynamo)),
    'Cognito calls per delivery': row(each(total.cognito)),
    'ms per seed': row(((seconds * 1000) / seeds).toFixed(2)),
  })
  console.log(
    'Left out: real servers. Stripe, DynamoDB and Cognito are in-memory models with faults.',
  )
  if (firstFailing !== null) {
    console.error(await report(firstFailing))
    process.exitCode = 1
  }
}

void main()
