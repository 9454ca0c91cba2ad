import { z } from 'zod'
import { createIds } from '../engine/world/ids'

/**
 * The probability of each fault, from 0 (never) to 1 (always). Drawn from a separate seeded source,
 * so that faults don't change ids.
 */
export const FaultRates = z.strictObject({
  /** The event arrives twice. */
  duplicate: rate(),
  /** The event arrives after later events. */
  reorder: rate(),
  /** The first attempt is delayed by `delayMs`. */
  delay: rate(),
  /** The first attempt is lost, and only the retry arrives. */
  dropFirst: rate(),
  /** The same object arrives again under another event id. */
  twin: rate(),
  /** The API answers 500 and does nothing. */
  failBefore: rate(),
  /** The API answers 500, does nothing, and repeats that for a day for the same idempotency key. */
  failStored: rate(),
  /** The API answers 500 although the request took effect. */
  failAfter: rate(),
  /** The API answers 429. */
  rateLimit: rate(),
  /** The API takes `slowMs` to answer. */
  slow: rate(),
  slowMs: z.number().int().min(0).max(60_000).default(2000),
  delayMs: z.number().int().min(0).max(600_000).default(3000),
})
export type FaultRates = z.output<typeof FaultRates>
export type Fault = Exclude<keyof FaultRates, 'slowMs' | 'delayMs'>

export interface Faults {
  rates(): FaultRates
  /** Changes the named rates. */
  set(rates: Partial<FaultRates>): FaultRates
  reset(): FaultRates
  /** Whether the fault occurs this time. */
  occurs(fault: Fault): boolean
}

export function createFaults(seed = 1, given: Partial<FaultRates> = {}): Faults {
  const chance = createIds(seed)
  let rates = FaultRates.parse(given)
  return {
    rates: () => rates,
    set: (changes) => {
      rates = FaultRates.parse({ ...rates, ...changes })
      return rates
    },
    reset: () => {
      rates = FaultRates.parse({})
      return rates
    },
    occurs: (fault) => rates[fault] > 0 && chance.random() < rates[fault],
  }
}

function rate() {
  return z.number().min(0).max(1).default(0)
}
