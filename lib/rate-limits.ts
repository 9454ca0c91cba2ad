import { AppError } from './errors'

/**
 * What is limited. `stripe` and `cognito` count requests that cost calls to these systems, whose
 * own limits are shared with everything that grants access. `promotion_code` counts codes that are
 * looked up, which also slows down guessing.
 */
export type LimitName = 'stripe' | 'cognito' | 'promotion_code'

/** The sender of a request, as far as it is known for certain. */
export type Requester = {
  /** `null` if not signed in. */
  userId: string | null
  /** `null` unless a trusted proxy in front of the app says it: see `TRUSTED_PROXIES`. */
  address: string | null
}

export type Taken =
  | { kind: 'taken' }
  /** The limit is used up. Nothing is counted. */
  | { kind: 'used_up'; retryAfterSeconds: number }

export type RateLimiter = {
  /** The sender of a request with these headers. */
  requesterOf(headers: Headers, userId: string | null): Requester
  /** Counts one request of the requester against a limit, in every process of the app. */
  take(name: LimitName, requester: Requester): Promise<Taken>
}

/** Counts a request. Throws `too_many_requests` if the limit is used up. */
export async function requireRoom(
  rateLimiter: RateLimiter,
  name: LimitName,
  requester: Requester,
): Promise<void> {
  const taken = await rateLimiter.take(name, requester)
  if (taken.kind === 'taken') return
  const { retryAfterSeconds } = taken
  const what = name === 'promotion_code' ? 'promotion codes' : 'requests'
  throw new AppError(
    'too_many_requests',
    `You’ve sent too many ${what}. Try again in ${secondsText(retryAfterSeconds)}.`,
    { retryAfterSeconds },
  )
}

const secondsText = (seconds: number) => (seconds === 1 ? 'a second' : `${seconds} seconds`)
