import type { Resource } from '../engine/wire'

/** One event on its way to one endpoint. Times are the machine's own, in milliseconds. */
export interface Delivery extends Resource {
  object: 'delivery'
  event: string
  endpoint: string
  state: 'pending' | 'delivered' | 'failed'
  attempts: Attempt[]
  nextAttemptAt: number | null
}

export interface Attempt {
  at: number
  /** Null when there was no answer at all. */
  status: number | null
  error: string | null
  tookMs: number
  /** The first of what the endpoint answered, for a person to read. */
  answer: string
}
