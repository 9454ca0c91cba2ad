import type { Algorithm } from './algorithm'
import type { Faults } from './faults'
import { type Case, simulate } from './simulate'

/** Seeds to try for each smaller case: what was left out changes every later random choice. */
const orders = 40

/**
 * Returns a smaller case that fails in the same way. Leaves out actions, kinds of faults and single
 * faults for as long as the failure stays. Greedy, so the result may not be the smallest.
 */
export async function shrink(failing: Case, algorithm?: () => Algorithm): Promise<Case> {
  const wanted = kindOf(await failureOf(failing, algorithm))
  let best = failing
  for (;;) {
    const smaller = await firstFailing(smallerThan(best), wanted, algorithm)
    if (!smaller) return best
    best = smaller
  }
}

async function firstFailing(
  candidates: Case[],
  wanted: string | null,
  algorithm?: () => Algorithm,
): Promise<Case | null> {
  for (const candidate of candidates) {
    for (let order = 0; order < orders; order++) {
      const tried = { ...candidate, seed: candidate.seed + order }
      if (kindOf(await failureOf(tried, algorithm)) === wanted) return tried
    }
  }
  return null
}

function smallerThan({ seed, life, faults }: Case): Case[] {
  const without = (at: number) => life.filter((_, index) => index !== at)
  const calmer = (Object.keys(faults) as (keyof Faults)[])
    .filter((name) => faults[name] !== 0 && name !== 'budget')
    .map((name) => ({ ...faults, [name]: 0 }))
  const fewer = faults.budget > 0 ? [{ ...faults, budget: faults.budget - 1 }] : []
  return [
    ...life.map((_, at) => ({ seed, life: without(at), faults })),
    ...[...calmer, ...fewer].map((faults) => ({ seed, life, faults })),
  ]
}

const failureOf = async (given: Case, algorithm?: () => Algorithm) =>
  (await simulate(given, algorithm && { algorithm: algorithm() })).failure

/** The start of the sentence, without numbers and ids: it says which rule was broken. */
const kindOf = (failure: string | null) => failure?.replace(/^evt_\S+ /, '').slice(0, 18) ?? null
