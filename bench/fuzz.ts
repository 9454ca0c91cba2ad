import { routeList } from '@/testing/api/app'
import { fuzz } from '@/testing/api/fuzz'
import { unlimited } from '@/testing/api/unlimited'
import { createWorld } from '@/testing/world'

/**
 * `npx tsx bench/fuzz.ts 200000`: strange requests to every route of the table. Exits 1 after the first
 * 5xx, answer that the route doesn't declare, success for a caller who isn't allowed, or changed
 * prototype.
 */
const count = Number(process.argv[2] ?? 200_000)

async function main() {
  let [inputs, seed] = [0, 0]
  const statuses: Record<string, number> = {}
  const routes: Record<string, number> = {}
  const problems: string[] = []
  while (inputs < count && problems.length === 0) {
    // A world keeps every customer it has seen, so each 2,000 requests get a new one.
    const world = await createWorld({ env: unlimited })
    const figures = await fuzz(world, Math.min(2_000, count - inputs), ++seed)
    await world.close()
    inputs += figures.inputs
    problems.push(...figures.problems)
    add(statuses, figures.statuses)
    add(routes, figures.routes)
  }
  console.table(routes)
  const reached = `${Object.keys(routes).length} of ${routeList.length}`
  console.table({ inputs, 'routes reached': reached, ...statuses, problems: problems.length })
  console.log(`Target: ${count} inputs, every route reached, 0 problems.`)
  console.log(
    'Left out: pages, the middleware, and HTTP itself. Requests go straight to the handlers,',
  )
  console.log('with twins in place of DynamoDB and Cognito.')
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}

const add = (totals: Record<string, number>, more: Record<string, number>) => {
  for (const [key, times] of Object.entries(more)) totals[key] = (totals[key] ?? 0) + times
}

void main()
