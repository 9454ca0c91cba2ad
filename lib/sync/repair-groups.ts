import type { Account } from '@/lib/db/accounts'
import { applyGroups } from './apply-groups'
import { dueAt, newIntent, withIntent } from './intents'
import type { Occasion, SyncServices } from './sync'

/**
 * Makes Cognito's groups those of a row that is right as it is, under an intent of our own, which
 * takes the place of those of writers that died. `false` if the row moved on, or is gone: then
 * somebody else is at it, or nobody need be.
 */
export async function repairGroups(
  services: SyncServices,
  account: Account,
  occasion: Occasion,
): Promise<boolean> {
  const intent = newIntent(services, account.intents)
  const intents = withIntent(account.intents, intent)
  const due = dueAt(account.access.nextLookAt, intents) ?? intent.at
  const { accounts } = services
  if (!(await accounts.putIntent(account.userId, account.version, intent, due))) return false
  const own = { ...account, version: account.version + 1, intents, dueAt: due }
  return (await applyGroups(services, own, [intent.id], occasion)) !== null
}
