/**
 * The clock of a local Stripe. Everything reads the time from it, so a year can pass in a moment.
 * While it works for the customers of a test clock, it shows the time of that.
 *
 * `real` follows the machine. `shifted` follows it with an offset: a real clock that was advanced.
 * `frozen` stands still until it is advanced, for tests.
 */
export type ClockState =
  | { mode: 'real' }
  | { mode: 'shifted'; offsetMs: number }
  | { mode: 'frozen'; at: number }

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Whole seconds, as Stripe writes times. */
  seconds(): number
  state(): ClockState
  restore(state: ClockState): void
  /** The time without a test clock, in whole seconds. */
  worldSeconds(): number
  /** Shows the time of a test clock until it is called with null. */
  followTestClock(ms: number | null): void
  /** Freezes the clock at a moment while due tasks run. */
  standAt(ms: number): void
  /** Ends what `standAt` began. */
  release(): void
  /** Moves the clock to this time. A clock that is not frozen continues from there. */
  setTo(ms: number): void
}

export function createClock(state: ClockState = { mode: 'real' }, machine = Date.now): Clock {
  let standing: number | null = null
  let followed: number | null = null

  const worldTime = () => {
    if (state.mode === 'frozen') return state.at
    return machine() + (state.mode === 'shifted' ? state.offsetMs : 0)
  }
  const now = () => standing ?? followed ?? worldTime()

  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    worldSeconds: () => Math.floor(worldTime() / 1000),
    followTestClock: (ms) => {
      followed = ms
    },
    state: () => state,
    restore: (saved) => {
      state = saved
    },
    standAt: (ms) => {
      standing = ms
    },
    release: () => {
      standing = null
    },
    setTo: (ms) => {
      state =
        state.mode === 'frozen'
          ? { mode: 'frozen', at: ms }
          : { mode: 'shifted', offsetMs: ms - machine() }
    },
  }
}

/** A clock that stands still at this moment until it is advanced. */
export const frozenAt = (moment: string | Date): ClockState => ({
  mode: 'frozen',
  at: new Date(moment).getTime(),
})
