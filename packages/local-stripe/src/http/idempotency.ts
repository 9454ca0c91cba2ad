import { createHash } from 'node:crypto'
import { ApiError } from '../engine/world/errors'
import type { StoredAnswer } from '../engine/world/records'
import type { World } from '../engine/world/world'

const DAY_MS = 86_400_000
/**
 * The SDK generates a key for every request to retry it right away, so only the latest have to be
 * stored.
 */
const MAX_GENERATED = 1000

export const isGeneratedBySdk = (key: string) => key.startsWith('stripe-node-retry-')

/** The stored answer to the same request with this key, or null. */
export function storedAnswer(world: World, key: string, request: string): StoredAnswer | null {
  const answered = world.store.answered.get(key)
  if (!answered || hasExpired(world, answered)) return null
  if (answered.request === fingerprint(request)) return answered
  throw new ApiError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })
}

export function storeAnswer(
  world: World,
  key: string,
  request: string,
  answer: { requestId: string; status: number; body: string },
): void {
  const { answered } = world.store
  for (let old = answered.oldest(); old && hasExpired(world, old); old = answered.oldest()) {
    answered.delete(old.id)
  }
  if (isGeneratedBySdk(key) && answered.size >= MAX_GENERATED)
    answered.delete(answered.oldest()?.id ?? '')
  answered.put({
    id: key,
    object: 'answered',
    request: fingerprint(request),
    at: world.clock.now(),
    ...answer,
  })
}

const hasExpired = (world: World, { at }: StoredAnswer) => world.clock.now() - at > DAY_MS

/** A hash of method, path and body, so that the request itself is not stored. */
const fingerprint = (request: string) => createHash('sha256').update(request).digest('base64url')
