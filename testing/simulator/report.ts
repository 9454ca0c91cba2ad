import type { Algorithm } from './algorithm'
import { shrink } from './shrink'
import { caseOf, simulate } from './simulate'

/** A failing seed as something to read: what is left of it when it is shrunk, and all that happened. */
export async function report(seed: number, algorithm?: () => Algorithm): Promise<string> {
  const small = await shrink(caseOf(seed), algorithm)
  const { failure, trace } = await simulate(small, {
    tracing: true,
    ...(algorithm && { algorithm: algorithm() }),
  })
  return [
    `Seed ${seed}: ${failure}`,
    `Again, smaller: simulate(${JSON.stringify(small)})`,
    ...trace,
  ].join('\n')
}
