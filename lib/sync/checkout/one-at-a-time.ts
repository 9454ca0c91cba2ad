import { isDeepStrictEqual } from 'node:util'
import type { Accounts } from '@/lib/db/accounts/accounts'

/** What runs or waits for a user, the oldest first. */
type Queued = { request: unknown; answer: Promise<unknown> }

/** By database, since tests open several in one process. */
const queuesByDatabase = new WeakMap<Accounts, Map<string, Queued[]>>()

/**
 * Runs `work` after everything that was queued for the same user in this process. An equal request
 * that still runs or waits is shared: a double click is answered once. Only saves calls: between
 * processes the row's conditions keep the order.
 */
export function oneAtATime<Answer>(
  accounts: Accounts,
  userId: string,
  request: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const queues = queuesByDatabase.get(accounts) ?? new Map<string, Queued[]>()
  queuesByDatabase.set(accounts, queues)
  const queue = queues.get(userId) ?? []
  queues.set(userId, queue)

  const same = queue.find((queued) => isDeepStrictEqual(queued.request, request))
  // An equal request of this user has the same work, hence an answer of the same type.
  if (same) return same.answer as Promise<Answer>
  const before = queue.at(-1)?.answer ?? Promise.resolve()
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
