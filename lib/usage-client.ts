/*
 * Records usage from another service. It needs only `fetch`, so that a service can import it or copy
 * this file: docs/usage.md.
 *
 * const usage = usageClient({ url: 'https://app.example.com', key: process.env.USAGE_KEY })
 * await usage.record({ id: request.id, userId, meter: 'api_calls', quantity: 1 })
 */

/** One entry. Its id makes it count once: the same id again is the same entry. */
export type UsageToRecord = {
  /** Unique for the user: a request's or a job's id. */
  id: string
  /** The `sub` from Cognito. */
  userId: string
  meter: string
  /** In the meter's smallest unit. */
  quantity: number
  /** When it was used; by default when the app gets it. */
  at?: Date
}

/** What a meter has left. Absent if nothing is known of it, or of the user. */
export type UsageLeft = {
  used?: number
  /** `null` if there is no limit. */
  remaining?: number | null
  /** ISO 8601. */
  resetsAt?: string
}

/** What became of an entry. */
export type UsageOutcome = UsageLeft & {
  id: string
  outcome: 'recorded' | 'duplicate' | 'refused'
  /** Why it was refused, such as `limit_reached`. */
  code?: string
}

/** What became of a reservation. `duplicate`: the same was asked before, and is done. */
export type ReservationOutcome = UsageLeft & {
  id: string
  outcome: 'held' | 'recorded' | 'released' | 'duplicate' | 'refused'
  code?: string
  /** Until when it is held; ISO 8601. */
  expiresAt?: string
}

export type UsageToReserve = {
  id: string
  userId: string
  meter: string
  /** The most that may be used. */
  quantity: number
  /** By default five minutes. */
  expiresInSeconds?: number
}

export type UsageClient = {
  record(entry: UsageToRecord): Promise<UsageOutcome>
  /** Any number of entries, sent in batches. Answers in the order of the entries. */
  recordAll(entries: readonly UsageToRecord[]): Promise<UsageOutcome[]>
  /** Holds a part of the limit for work that is about to start. */
  reserve(reservation: UsageToReserve): Promise<ReservationOutcome>
  /** Records what a reservation really used, which may be more or less, and frees the rest. */
  commit(
    reservation: Pick<UsageToReserve, 'id' | 'userId'>,
    quantity: number,
  ): Promise<ReservationOutcome>
  /** Frees a reservation. Nothing is recorded. */
  release(reservation: Pick<UsageToReserve, 'id' | 'userId'>): Promise<ReservationOutcome>
}

/** A request that was refused as a whole, such as for a wrong key. */
export class UsageError extends Error {
  constructor(
    /** As in the API's errors; `unreachable` if no answer came. */
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'UsageError'
  }
}

export type UsageClientOptions = {
  /** Where the app is. */
  url: string
  /** The secret of a key in `SERVICE_KEYS`. */
  key: string
  fetch?: typeof fetch
  /** How often a request is sent, if no answer comes or the app is busy. */
  attempts?: number
  timeoutMs?: number
  wait?: (ms: number) => Promise<void>
}

/** The most entries in one request. */
export const batchSize = 99

/**
 * Creates a client. A request that fails is sent again with the same ids, so that nothing is counted
 * twice, whether or not the first one arrived.
 */
export function usageClient(options: UsageClientOptions): UsageClient {
  const recordBatch = async (entries: readonly UsageToRecord[]): Promise<UsageOutcome[]> => {
    const body = entries.map(({ at, ...entry }) => ({
      ...entry,
      ...(at && { at: at.toISOString() }),
    }))
    const { results } = await send<{ results: UsageOutcome[] }>(options, '/api/usage', body)
    return results
  }
  const settle = (id: string, act: 'commit' | 'release', body: object) =>
    send<ReservationOutcome>(options, `/api/usage/${encodeURIComponent(id)}/${act}`, body)

  return {
    async record(entry) {
      const [outcome] = await recordBatch([entry])
      if (!outcome) throw new UsageError('internal', 'The app said nothing about the entry.')
      return outcome
    },
    async recordAll(entries) {
      const outcomes: UsageOutcome[] = []
      for (let at = 0; at < entries.length; at += batchSize) {
        outcomes.push(...(await recordBatch(entries.slice(at, at + batchSize))))
      }
      return outcomes
    },
    reserve: (reservation) => send(options, '/api/usage/reserve', reservation),
    commit: ({ id, userId }, quantity) => settle(id, 'commit', { userId, quantity }),
    release: ({ id, userId }) => settle(id, 'release', { userId }),
  }
}

/** Sends a request until it is answered. The app's tests check its answers against their schemas. */
async function send<Answer>(
  {
    url,
    key,
    fetch = globalThis.fetch,
    attempts = 5,
    timeoutMs = 10_000,
    wait = pause,
  }: UsageClientOptions,
  path: string,
  body: unknown,
): Promise<Answer> {
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(new URL(path, url), {
      ...request,
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => null)
    if (response?.ok) return response.json()
    if (response && !isRetryable(response.status)) throw await refusal(response)
    if (attempt >= attempts) {
      throw response
        ? await refusal(response)
        : new UsageError('unreachable', `No answer from ${url} after ${attempts} attempts.`)
    }
    await response?.body?.cancel()
    await wait(waitBefore(attempt + 1, response))
  }
}

/** Timeouts, rate limits and outages pass by themselves. */
const isRetryable = (status: number) => status === 408 || status === 429 || status >= 500

/** What the app asks for, else longer each time, with jitter, so that clients don't come at once. */
function waitBefore(attempt: number, response: Response | null): number {
  const asked = Number(response?.headers.get('retry-after') ?? 0)
  const backoff = Math.min(100 * 2 ** attempt, 10_000)
  return Math.max(asked * 1_000, backoff / 2) + Math.random() * (backoff / 2)
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function refusal(response: Response): Promise<UsageError> {
  const body: unknown = await response.json().catch(() => null)
  const error = field(body, 'error')
  const [code, message] = [field(error, 'code'), field(error, 'message')]
  return new UsageError(
    typeof code === 'string' ? code : 'internal',
    typeof message === 'string' ? message : `The app answered ${response.status}.`,
  )
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
