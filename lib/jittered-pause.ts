import { setTimeout as pause } from 'node:timers/promises'

/**
 * Waits a random time before attempt number `attempt`, up to 20 ms, 40 ms, 80 ms … and 500 ms at
 * most: processes that raced once don't retry at the same time.
 */
export const jitteredPause = (attempt: number): Promise<void> =>
  pause(Math.random() * Math.min(10 * 2 ** attempt, 500))
