import pLimit from 'p-limit'
import type { SweepQueue } from '@/lib/db/accounts/sweep-queue'
import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { withTimeout } from '@/lib/with-timeout'
import { deadIntents, dueAt } from './intents'
import { repairGroups } from './repair-groups'
import type { SyncServices } from './services'
import { sync } from './sync'

export type SweepServices = SyncServices & { sweepQueue: SweepQueue }

export type SweepReport = { looked: number; failed: number; more: boolean }

/** How many rows one sweep checks, and how many at once: within Stripe's 25 reads a second. */
const batch = 500
const concurrency = 5

/**
 * No row is started after this: functions have a time limit, and the next sweep comes in a minute.
 */
const budgetMs = 40_000

/** A backend that hangs must not hold a row until the function's time is up, and the mails wait. */
const rowTimeoutMs = 10_000

/** How long a row that failed is deferred, so that it doesn't keep other rows waiting. */
const deferMs = 5 * 60_000

/**
 * An unreadable row stays unreadable until it is repaired by hand, or another version is deployed.
 */
const deferUnreadableMs = 60 * 60_000

/**
 * Checks every row that is due: its trial, grace period or grant has ended, its renewal's event
 * never came, or a writer crashed while it applied groups. Runs every minute; two runs at once do
 * no harm. A row that fails doesn't stop the others, and is retried after some minutes.
 */
export async function sweep(
  services: SweepServices,
  limit = batch,
  timeoutMs = rowTimeoutMs,
): Promise<SweepReport> {
  const due = await services.sweepQueue.due(services.now(), limit)
  const until = services.wallClock().getTime() + budgetMs
  const results = await inParallel(due, async (userId) => {
    if (services.wallClock().getTime() >= until) return 'left'
    try {
      await withTimeout(checkRow(services, userId), timeoutMs)
      return 'done'
    } catch (error) {
      services.log.error({ err: error, userId }, 'The sweeper could not finish a row')
      await deferRow(services, userId)
      return 'failed'
    }
  })
  const count = (result: string) => results.filter((each) => each === result).length
  return {
    looked: results.length - count('left'),
    failed: count('failed'),
    more: due.length === limit || count('left') > 0,
  }
}

function inParallel<T>(ids: string[], check: (userId: string) => Promise<T>): Promise<T[]> {
  const limit = pLimit(concurrency)
  return Promise.all(ids.map((id) => limit(() => check(id))))
}

async function deferRow(
  { accounts, sweepQueue, log, now }: SweepServices,
  userId: string,
): Promise<void> {
  try {
    const account = await orUnreadable(accounts.get(userId))
    const after = (ms: number) => new Date(now().getTime() + ms)
    if (account instanceof UnreadableRow)
      await sweepQueue.deferUnread(userId, after(deferUnreadableMs))
    else if (account) await sweepQueue.defer(userId, account.version, after(deferMs))
  } catch (error) {
    log.warn({ err: error, userId }, 'A row that failed could not be deferred either')
  }
}

const cause = { kind: 'sweep' } as const

async function checkRow(services: SweepServices, userId: string): Promise<void> {
  const now = services.now()
  const account = await services.accounts.get(userId)
  if (!account?.dueAt || account.dueAt > now) return

  const dead = deadIntents(account.intents, services.wallClock())
  if (dead.length > 0) {
    await repairGroups(services, account, { cause })
    return
  }
  const changesNow = account.access.nextLookAt !== null && account.access.nextLookAt <= now
  if (changesNow || account.version === 0) {
    await sync(services, userId, { cause })
    return
  }
  // The writer has finished, and only the due time is left.
  await services.sweepQueue.reschedule(
    userId,
    account.version,
    dueAt(account.access.nextLookAt, {}),
  )
}
