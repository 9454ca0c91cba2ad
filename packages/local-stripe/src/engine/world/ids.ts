import { randomInt } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The source of every id and secret. The same seed gives the same ids in the same order. */
export interface Ids {
  /** `next('cus')` returns `cus_` and 14 characters. `length` is for kinds whose ids are longer. */
  next(prefix: string, length?: number): string
  /** A number in [0, 1), for anything else that must be repeatable. */
  random(): number
  state(): number
  restore(state: number): void
}

export function createIds(seed = randomInt(2 ** 31)): Ids {
  let state = seed >>> 0

  // mulberry32: small, fast, and its whole state is one integer that fits a snapshot.
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    random,
    next(prefix, length = 14) {
      let id = `${prefix}_`
      for (let i = 0; i < length; i++) id += ALPHABET[Math.floor(random() * ALPHABET.length)]
      return id
    },
    state: () => state,
    restore: (saved) => {
      state = saved
    },
  }
}
