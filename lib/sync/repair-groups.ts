import type { Account } from '@/lib/db/accounts/accounts'
import { applyGroups, managedGroupsOf } from './apply-groups'
import { dueAt, newIntent, withIntent } from './intents'
import type { SyncServices, Trigger } from './services'

/**
 * Makes Cognito's groups those of a row that is right as it is, under an intent of our own, which
 * takes the place of those of writers that died. Our records don't say what is wrong in Cognito, so it
 * is asked before anything is announced: what was there must not be forgotten. `false` if the row moved on, or is gone: then
 * somebody else is at it, or nobody need be.
 */
export async function repairGroups(
  services: SyncServices,
  account: Account,
  occasion: Trigger,
): Promise<boolean> {
  const held = account.move ? undefined : await managedGroupsOf(services, account)
  const intent = newIntent(services, account, held)
  const announced = withIntent(account, intent)
  const due = dueAt(account.access.nextLookAt, announced.intents) ?? intent.at
  const { accounts } = services
  if (!(await accounts.putIntent(account.userId, account.version, intent, due))) return false
  const own = { ...account, version: account.version + 1, ...announced, dueAt: due }
  return (await applyGroups(services, own, [intent.id], occasion)) !== null
}
