import { parseArgs } from 'node:util'
import { report } from '@/testing/simulator/report'
import { caseOf, simulate } from '@/testing/simulator/simulate'

/**
 * Random lives full of faults on the real webhook, sync, sweeper and reconcile:
 * `npx tsx bench/simulate.ts --seeds 1000000`, a quarter of an hour or so; `--from` goes on after
 * an earlier run. Exits 1, with a shrunk trace of the first, if anything diverged.
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
  console.table({
    seeds,
    deliveries: total.deliveries,
    faults: total.faults,
    'rows or groups diverged after the sweeper': total.diverged,
    'seeds with late writes to Cognito': total.withLateWrites,
    'of those, groups wrong until one reconcile': total.groupsLeftByLateWrites,
    'Stripe calls a delivery, retries and sweeps included': each(total.stripe),
    'DynamoDB verbs a delivery': each(total.dynamo),
    'Cognito calls a delivery': each(total.cognito),
    'ms a seed': ((seconds * 1000) / seeds).toFixed(2),
  })
  if (firstFailing !== null) {
    console.error(await report(firstFailing))
    process.exitCode = 1
  }
}

void main()
