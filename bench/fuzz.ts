import { fuzz } from '@/testing/fuzz'
import { createWorld } from '@/testing/world'

/**
 * Strange bodies at the webhook and at every endpoint that takes JSON: `npx tsx bench/fuzz.ts 200000`.
 * Exits 1 if one was answered 5xx, was believed without our signature, or reached a prototype.
 */
const count = Number(process.argv[2] ?? 200_000)

async function main() {
  let [inputs, seed] = [0, 0]
  const statuses: Record<string, number> = {}
  const problems: string[] = []
  while (inputs < count && problems.length === 0) {
    // A world keeps every customer it has heard of, so it is made anew now and then.
    const world = await createWorld()
    const figures = await fuzz(world, Math.min(2_000, count - inputs), ++seed)
    await world.close()
    inputs += figures.inputs
    problems.push(...figures.problems)
    for (const [status, times] of Object.entries(figures.statuses)) {
      statuses[status] = (statuses[status] ?? 0) + times
    }
  }
  console.table({ inputs, ...statuses, problems: problems.length })
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}

void main()
