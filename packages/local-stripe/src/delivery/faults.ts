import { z } from 'zod'
import { createIds } from '../engine/world/ids'

/**
 * How this Stripe misbehaves, when asked to. Each is how often it happens, from 0 (never) to 1
 * (always), drawn from a seeded source of its own so that asking for trouble changes no ids.
 */
export const FaultRates = z.strictObject({
  /** The event arrives twice. */
  duplicate: rate(),
  /** The event arrives later than those after it. */
  reorder: rate(),
  /** The event waits before its first attempt. */
  delay: rate(),
  /** The first attempt is lost on the way: only the retry arrives. */
  dropFirst: rate(),
  /** The same object comes again under another event id. */
  twin: rate(),
  /** The API answers 500 and has done nothing. */
  failBefore: rate(),
  /** The API answers 500 and has done it all the same. */
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
  /** Changes those that are named, and leaves the others. */
  set(rates: Partial<FaultRates>): FaultRates
  reset(): FaultRates
  /** Whether it happens this time. */
  strikes(fault: Fault): boolean
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
    strikes: (fault) => rates[fault] > 0 && chance.random() < rates[fault],
  }
}

function rate() {
  return z.number().min(0).max(1).default(0)
}
