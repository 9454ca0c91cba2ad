import pLimit from 'p-limit'
import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import { deadIntents, dueAt } from './intents'
import { repairGroups } from './repair-groups'
import type { SyncServices } from './services'
import { sync } from './sync'

export type SweepReport = { looked: number; failed: number; more: boolean }

/** How many rows one sweep takes on, and how many of them at once: within Stripe's 25 reads a second. */
const batch = 500
const atOnce = 5

/** No new row is begun after this: the next sweep comes in a minute, and a function must end. */
const budgetMs = 40_000

/** How long a row that could not be finished stands back, so that it doesn't keep others waiting. */
const standBackMs = 5 * 60_000

/** What can't be read isn't readable in some minutes either: somebody must mend it, or deploy. */
const unreadableMs = 60 * 60_000

/**
 * Looks at every row that is due: a trial, a grace period or a grant that ended, a renewal we were
 * not told of, or a writer that died while it moved groups. Runs every minute; running it twice at
 * once is harmless. One row's failure doesn't stop the others: it is tried again in some minutes.
 */
export async function sweep(services: SyncServices, limit = batch): Promise<SweepReport> {
  const due = await services.accounts.due(services.now(), limit)
  const until = services.wallClock().getTime() + budgetMs
  const results = await inParallel(due, async (userId) => {
    if (services.wallClock().getTime() >= until) return 'left'
    try {
      await lookAt(services, userId)
      return 'done'
    } catch (error) {
      services.log.error({ err: error, userId }, 'The sweeper could not finish a row')
      await standBack(services, userId)
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

function inParallel<T>(ids: string[], look: (userId: string) => Promise<T>): Promise<T[]> {
  const turn = pLimit(atOnce)
  return Promise.all(ids.map((id) => turn(() => look(id))))
}

async function standBack({ accounts, log, now }: SyncServices, userId: string): Promise<void> {
  try {
    const account = await orUnreadable(accounts.get(userId))
    const after = (ms: number) => new Date(now().getTime() + ms)
    if (account instanceof UnreadableRow) await accounts.deferUnread(userId, after(unreadableMs))
    else if (account) await accounts.defer(userId, account.version, after(standBackMs))
  } catch (error) {
    log.warn({ err: error, userId }, 'A row that failed could not be put off either')
  }
}

const cause = { kind: 'sweep' } as const

async function lookAt(services: SyncServices, userId: string): Promise<void> {
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
  // The writer finished long ago; only the note that somebody should look is left.
  await services.accounts.settle(userId, account.version, dueAt(account.access.nextLookAt, {}))
}
