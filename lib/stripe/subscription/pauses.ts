import type { Changed, RunningSubscription } from './subscriptions'

/** Pauses and resumes subscriptions. While one is paused, nothing is billed. */
export type Pauses = {
  /** Charges the usage until now first, if the plan bills usage; if that fails, nothing changes. */
  pause(subscription: RunningSubscription, resumesAt: Date | null): Promise<Changed>
  /** With `bills` a new period begins and is charged at once; if that fails, nothing changes. */
  unpause(subscription: RunningSubscription, bills: boolean): Promise<Changed>
  /** Begins the first paid period after a trial that ended without a card. */
  startPaying(subscription: RunningSubscription): Promise<Changed>
}
