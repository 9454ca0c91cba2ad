import type { Account } from '@/lib/db/accounts/accounts'
import { applyGroups, managedGroupsOf } from './apply-groups'
import { dueAt, newIntent, withIntent } from './intents'
import type { SyncServices, Trigger } from './services'

/**
 * Applies the groups of a row again, although its access is correct. Puts its own intent, which
 * supersedes those of crashed writers. The row doesn't say what is wrong in Cognito, so the present
 * groups are read first: the audit entry names them. Returns `false` if the row has changed, so
 * that another writer is applying its groups, or was deleted.
 */
export async function repairGroups(
  services: SyncServices,
  account: Account,
  trigger: Trigger,
): Promise<boolean> {
  const present = account.move ? undefined : await managedGroupsOf(services, account)
  const intent = newIntent(services, account, present)
  const changes = withIntent(account, intent)
  const due = dueAt(account.access.nextLookAt, changes.intents) ?? intent.at
  const { accountWrites } = services
  if (!(await accountWrites.putIntent(account.userId, account.version, intent, due))) return false
  const saved = { ...account, version: account.version + 1, ...changes, dueAt: due }
  return (await applyGroups(services, saved, [intent.id], trigger)) !== null
}
