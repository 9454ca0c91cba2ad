import { type Random, random } from './random'

/** How badly one run is treated. Each seed draws its own, so that some see one kind of fault alone. */
export type Faults = {
  /** The process dies at a call, before it is carried out or after. */
  crash: number
  /** 429, 5xx or no connection: not carried out. */
  refused: number
  /** Carried out, and the answer lost. */
  answerLost: number
  /** Cognito's TooManyRequestsException. */
  throttled: number
  /** A write to Cognito that its process gave up, or died, waiting for, and that lands much later. */
  late: number
  /** Stripe delivers once more, half the time under another event id. */
  duplicate: number
  /** After so many faults all is well: a run has to end. */
  budget: number
  /** How far Stripe's clock is ahead of ours. */
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

/** What becomes of one call. Only writes to Cognito can be late: everything else is conditional. */
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
