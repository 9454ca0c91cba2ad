import { type Random, random } from './random'

/** The faults of one run. Each seed draws its own, so that some runs have only one kind. */
export type Faults = {
  /** Probability that the process dies at a call, before or after the call is carried out. */
  crash: number
  /** Probability of 429, 5xx or no connection: the call isn't carried out. */
  refused: number
  /** Probability that a call is carried out and its answer lost. */
  answerLost: number
  /** Probability of Cognito's TooManyRequestsException. */
  throttled: number
  /** Probability that a write to Cognito is carried out long after its process gave up or died. */
  late: number
  /** Probability that Stripe delivers an event twice; in half of the cases under another id. */
  duplicate: number
  /** After this many faults there are no more, so that a run ends. */
  budget: number
  /** How far Stripe's clock is ahead of ours. Negative: behind. */
  skewMs: number
}

export const noFaults: Faults = {
  crash: 0,
  refused: 0,
  answerLost: 0,
  throttled: 0,
  late: 0,
  duplicate: 0,
  budget: 0,
  skewMs: 0,
}

/** Half of all seeds have late ("zombie") writes. */
export function randomFaults(seed: number): Faults {
  const dice = random(seed ^ 0x5eed)
  const zombies = dice.chance(0.5)
  return {
    crash: dice.pick([0, 0.02, 0.06]),
    refused: dice.pick([0, 0, 0.03, 0.1]),
    answerLost: dice.pick([0, 0, 0.03, 0.08]),
    throttled: dice.pick([0, 0, 0.3]),
    late: zombies ? dice.pick([0.05, 0.3]) : 0,
    duplicate: dice.pick([0, 0.2]),
    budget: 2 + dice.below(8),
    skewMs: dice.chance(0.3) ? dice.below(4_000) - 2_000 : 0,
  }
}

export type CallOutcome =
  | 'goes'
  | 'refused'
  | 'answer_lost'
  | 'late'
  | 'dies_before'
  | 'dies_after'
  | 'dies_late'

/**
 * Draws the outcome of one call. Only writes to Cognito can be late: all others are conditional.
 */
export function randomOutcome(call: string, faults: Faults, dice: Random): CallOutcome {
  const isWrite = call === 'groups.add' || call === 'groups.remove'
  if (dice.chance(faults.crash)) {
    if (isWrite && faults.late > 0 && dice.chance(0.5)) return 'dies_late'
    return dice.pick(['dies_before', 'dies_after'])
  }
  if (isWrite && dice.chance(faults.late)) return 'late'
  if (call.startsWith('groups.') && dice.chance(faults.throttled)) return 'refused'
  if (dice.chance(faults.refused)) return 'refused'
  if (dice.chance(faults.answerLost)) return 'answer_lost'
  return 'goes'
}
