import { managedGroups } from '@/lib/billing/catalog'
import { sameGroups } from '@/lib/billing/compare'
import type { Account } from '@/lib/db/accounts'
import type { AuditEntry } from '@/lib/db/audit'
import type { Occasion, SyncServices } from './sync'

type ApplyServices = Pick<SyncServices, 'accounts' | 'groups' | 'rules' | 'newId' | 'wallClock'>

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
  occasion: Occasion,
): Promise<Account> {
  let row = account
  for (let attempt = 0; attempt < patience; attempt++) {
    const beside = {
      delivery: occasion.delivery?.(),
      audit: groupsEntry(services, row, occasion, await putInGroups(services, row)),
    }
    if (await services.accounts.removeIntents(row.userId, row.version, intentIds, beside)) {
      return row
    }
    const newer = await services.accounts.get(row.userId)
    if (!newer) return row
    row = newer
  }
  throw new Error(`Account ${row.userId} changed ${patience} times while its groups were applied`)
}

/**
 * Adds before it removes, so that nobody is without a group in between. Others' groups stay. Answers
 * which of ours the person had.
 */
async function putInGroups(
  { groups, rules }: ApplyServices,
  { username, access }: Account,
): Promise<string[]> {
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
  return current.filter((group) => managed.includes(group))
}

function groupsEntry(
  { newId, wallClock }: ApplyServices,
  row: Account,
  { cause }: Occasion,
  before: string[],
): AuditEntry | undefined {
  const after = row.access.groups
  if (sameGroups({ groups: before }, { groups: after })) return undefined
  return {
    what: 'groups',
    id: newId(),
    userId: row.userId,
    at: wallClock(),
    before,
    after,
    cause,
    reason: row.access.sources[0]?.why ?? '',
  }
}
