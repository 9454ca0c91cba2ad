import { managedGroups } from '@/lib/billing/catalog'
import type { Account } from '@/lib/db/accounts'
import type { Delivery } from '@/lib/db/ledger'
import type { SyncServices } from './sync'

type ApplyServices = Pick<SyncServices, 'accounts' | 'groups' | 'rules'>

const patience = 25

/**
 * Makes Cognito's groups those of the row, then withdraws `intentIds`, but only if the row is still
 * the one that was applied; else applies the newer one. Cognito has no conditional write, so the
 * intent on the row is what tells others that an older answer may still be on its way there.
 * `account` must carry the intents already. Answers the row that was applied.
 */
export async function applyGroups(
  services: ApplyServices,
  account: Account,
  intentIds: string[],
  delivery?: () => Delivery,
): Promise<Account> {
  let row = account
  for (let attempt = 0; attempt < patience; attempt++) {
    await putInGroups(services, row)
    if (await services.accounts.removeIntents(row.userId, row.version, intentIds, delivery?.())) {
      return row
    }
    const newer = await services.accounts.get(row.userId)
    if (!newer) return row
    row = newer
  }
  throw new Error(`Account ${row.userId} changed ${patience} times while its groups were applied`)
}

/** Adds before it removes, so that nobody is without a group in between. Others' groups stay. */
async function putInGroups({ groups, rules }: ApplyServices, { username, access }: Account) {
  const managed = managedGroups(rules.catalog, rules.groupPrefix)
  const current = await groups.of(username)
  for (const group of access.groups) {
    if (!current.includes(group)) await groups.add(username, group)
  }
  for (const group of current) {
    if (managed.includes(group) && !access.groups.includes(group)) {
      await groups.remove(username, group)
    }
  }
}
