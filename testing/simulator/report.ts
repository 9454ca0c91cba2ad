import type { Algorithm } from './algorithm'
import { shrink } from './shrink'
import { caseOf, simulate } from './simulate'

/** A readable report of a failing seed: the shrunk case and its trace. */
export async function report(seed: number, algorithm?: () => Algorithm): Promise<string> {
  const small = await shrink(caseOf(seed), algorithm)
  const { failure, trace } = await simulate(small, {
    tracing: true,
    ...(algorithm && { algorithm: algorithm() }),
  })
  return [
    `Seed ${seed}: ${failure}`,
    `Smaller case: simulate(${JSON.stringify(small)})`,
    ...trace,
  ].join('\n')
}
