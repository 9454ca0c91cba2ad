import { isDeepStrictEqual } from 'node:util'
import { AppError } from '@/lib/errors'

/** More windows than a user has open. Queued work runs even if its caller has left. */
const maxQueued = 5

/** What runs or waits for a user, the oldest first. */
type Queued = { request: unknown; answer: Promise<unknown> }

/** By database, since tests open several in one process. */
const queuesByDatabase = new WeakMap<object, Map<string, Queued[]>>()

/**
 * Runs `work` after everything that was queued for the same user in this process. A request equal to
 * the newest one, which still runs or waits, shares its answer: a double click is answered once. Throws
 * `unavailable` if too many wait. Only saves calls: between processes the row's conditions keep the
 * order.
 */
export function oneAtATime<Answer>(
  database: object,
  userId: string,
  request: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const queues = queuesByDatabase.get(database) ?? new Map<string, Queued[]>()
  queuesByDatabase.set(database, queues)
  const queue = queues.get(userId) ?? []
  queues.set(userId, queue)

  const newest = queue.at(-1)
  // An equal request of this user has the same work, hence an answer of the same type.
  if (newest && isDeepStrictEqual(newest.request, request)) return newest.answer as Promise<Answer>
  if (queue.length >= maxQueued) {
    throw new AppError('unavailable', 'Too many checkouts at once. Try again in a moment.')
  }
  const before = newest?.answer ?? Promise.resolve()
  const answer = before.then(work, work)
  const own = { request, answer }
  queue.push(own)
  const leave = () => {
    queue.splice(queue.indexOf(own), 1)
    if (queue.length === 0) queues.delete(userId)
  }
  answer.then(leave, leave)
  return answer
}
