import { fuzz } from '@/testing/fuzz'
import { createWorld } from '@/testing/world'

/**
 * Strange requests to every route of the table: `npx tsx bench/fuzz.ts 200000`. Exits 1 if one was
 * answered 5xx or by something that its route doesn't declare, was answered although its caller isn't
 * let in, or reached a prototype.
 */
const count = Number(process.argv[2] ?? 200_000)

async function main() {
  let [inputs, seed] = [0, 0]
  const statuses: Record<string, number> = {}
  const routes: Record<string, number> = {}
  const problems: string[] = []
  while (inputs < count && problems.length === 0) {
    // A world keeps every customer it has seen, so a new one is created now and then.
    const world = await createWorld()
    const figures = await fuzz(world, Math.min(2_000, count - inputs), ++seed)
    await world.close()
    inputs += figures.inputs
    problems.push(...figures.problems)
    add(statuses, figures.statuses)
    add(routes, figures.routes)
  }
  console.table(routes)
  console.table({ inputs, ...statuses, problems: problems.length })
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}

const add = (totals: Record<string, number>, more: Record<string, number>) => {
  for (const [key, times] of Object.entries(more)) totals[key] = (totals[key] ?? 0) + times
}

void main()
