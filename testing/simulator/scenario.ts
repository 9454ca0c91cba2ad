import { type Random, random } from './random'

/**
 * Something that happens to the customer. `which` picks one of their subscriptions or purchases.
 */
export type Action =
  | { kind: 'subscribe'; plan: string; trial: boolean }
  | { kind: 'change_plan'; which: number; plan: string }
  | { kind: 'renew'; which: number }
  | { kind: 'schedule_cancel'; which: number }
  | { kind: 'resume'; which: number }
  | { kind: 'end'; which: number }
  | { kind: 'payment_fails'; which: number }
  | { kind: 'payment_recovers'; which: number }
  | { kind: 'pay_oldest'; which: number }
  | { kind: 'give_up'; which: number }
  | { kind: 'buy_lifetime' }
  | { kind: 'refund'; which: number; full: boolean }
  | { kind: 'dispute'; which: number }
  | { kind: 'close_dispute'; which: number; outcome: 'won' | 'lost' }
  | { kind: 'delete_customer' }
  | { kind: 'delete_user' }
  | { kind: 'grant'; plan: string; days: number }
  | { kind: 'wait'; seconds: number }

const plans = ['starter', 'pro', 'enterprise'] as const

/**
 * Starts with a purchase and continues at random. Short, because in a long one a bug can hide
 * another.
 */
export function randomScenario(seed: number): Action[] {
  const dice = random(seed)
  const actions: Action[] = [
    dice.chance(0.85)
      ? { kind: 'subscribe', plan: dice.pick(plans), trial: dice.chance(0.3) }
      : { kind: 'buy_lifetime' },
  ]
  const length = 1 + dice.below(6)
  if (dice.chance(0.1)) return undecidedScenario(dice.below(5))
  while (actions.length < length) {
    // Most actions happen in the same second as the one before, or in the next.
    if (dice.chance(0.2)) actions.push({ kind: 'wait', seconds: pause(dice) })
    actions.push(randomAction(dice))
  }
  return actions
}

/** A user who changes their mind: the state is the same again, but from a later read. */
export const undecidedScenario = (changes: number): Action[] => [
  { kind: 'subscribe', plan: 'pro', trial: false },
  ...Array.from({ length: changes }, (_, at): Action => {
    return { kind: at % 2 ? 'resume' : 'schedule_cancel', which: 0 }
  }),
]

/** A user who owes several periods and pays one after the other. The status doesn't show it. */
export const overdueScenario = (payments: number): Action[] => [
  { kind: 'subscribe', plan: 'pro', trial: false },
  { kind: 'wait', seconds: 86_400 },
  { kind: 'payment_fails', which: 0 },
  ...Array.from({ length: payments }, (): Action => ({ kind: 'pay_oldest', which: 0 })),
]

/** Seconds, or days: long enough for a trial, a grace period or a grant to end. */
const pause = (dice: Random) => (dice.chance(0.5) ? dice.below(4) : 86_400 * (1 + dice.below(20)))

function randomAction(dice: Random): Action {
  const which = dice.below(3)
  const at = dice.next()
  for (const [share, action] of actionShares) if (at < share) return action(which, dice)
  return { kind: 'change_plan', which, plan: dice.pick(plans) }
}

/** Each action with the upper bound of its probability; the rest changes the plan. */
const actionShares: [upTo: number, (which: number, dice: Random) => Action][] = [
  [0.12, (which) => ({ kind: 'schedule_cancel', which })],
  [0.26, (which) => ({ kind: 'resume', which })],
  [0.34, (which) => ({ kind: 'end', which })],
  [0.42, (which) => ({ kind: 'payment_fails', which })],
  [0.46, (which) => ({ kind: 'payment_recovers', which })],
  [0.49, (which) => ({ kind: 'pay_oldest', which })],
  [0.51, (which) => ({ kind: 'give_up', which })],
  [0.56, (which) => ({ kind: 'renew', which })],
  [0.61, () => ({ kind: 'buy_lifetime' })],
  [0.66, (which, dice) => ({ kind: 'refund', which, full: dice.chance(0.6) })],
  [0.69, (which) => ({ kind: 'dispute', which })],
  [0.72, (which, dice) => ({ kind: 'close_dispute', which, outcome: dice.pick(['won', 'lost']) })],
  [0.77, (_, dice) => ({ kind: 'grant', plan: dice.pick(plans), days: dice.below(25) })],
  [0.79, () => ({ kind: 'delete_customer' })],
  [0.8, () => ({ kind: 'delete_user' })],
  [0.87, (_, dice) => ({ kind: 'subscribe', plan: dice.pick(plans), trial: false })],
]
