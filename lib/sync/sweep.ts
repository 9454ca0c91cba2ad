import type { Account } from '@/lib/db/accounts'
import { applyGroups } from './apply-groups'
import { deadIntents, dueAt } from './due'
import { type SyncServices, sync } from './sync'

export type SweepReport = { looked: number; failed: number; more: boolean }

/** How many rows one sweep takes on: some 30 seconds' work at Stripe's 25 reads a second. */
const batch = 200

/**
 * Looks at every row that is due: a trial, a grace period or a grant that ended, a renewal we were
 * not told of, or a writer that died while it moved groups. Runs every minute; running it twice at
 * once is harmless. One row's failure doesn't stop the others: it stays due.
 */
export async function sweep(services: SyncServices, limit = batch): Promise<SweepReport> {
  const due = await services.accounts.due(services.now(), limit)
  let failed = 0
  for (const userId of due) {
    try {
      await lookAt(services, userId)
    } catch (error) {
      failed++
      services.log.error({ err: error, userId }, 'The sweeper could not finish a row')
    }
  }
  return { looked: due.length, failed, more: due.length === limit }
}

const cause = { kind: 'sweep' } as const

async function lookAt(services: SyncServices, userId: string): Promise<void> {
  const now = services.now()
  const account = await services.accounts.get(userId)
  if (!account?.dueAt || account.dueAt > now) return

  const dead = deadIntents(account.intents, services.wallClock())
  if (dead.length > 0) return relieve(services, account, dead)
  const changesNow = account.access.nextLookAt !== null && account.access.nextLookAt <= now
  if (changesNow || account.version === 0) {
    await sync(services, userId, { cause })
    return
  }
  // The writer finished long ago; only the note that somebody should look is left.
  await services.accounts.settle(userId, account.version, dueAt(account.access.nextLookAt, {}))
}

/** Applies the row's groups in place of writers that died, under an intent of our own. */
async function relieve(services: SyncServices, account: Account, dead: string[]): Promise<void> {
  const { accounts, wallClock, newId } = services
  const intent = { id: newId(), at: wallClock() }
  const intents = { ...account.intents, [intent.id]: intent.at }
  const due = new Date(intent.at.getTime())
  if (!(await accounts.putIntent(account.userId, account.version, intent, due))) return
  const own = { ...account, version: account.version + 1, intents, dueAt: due }
  await applyGroups(services, own, [intent.id, ...dead], { cause })
}
