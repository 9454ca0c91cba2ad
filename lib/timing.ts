/** A clock and a way to wait: the machine's, or a simulation's. */
export type Timing = { clock: () => number; wait: (ms: number) => Promise<void> }

export const realTime: Timing = {
  clock: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}
