import { sameGroups } from '@/lib/billing/access/compare'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import type { Account } from '@/lib/db/accounts/accounts'
import type { AuditEntry } from '@/lib/db/audit/audit'
import type { SyncServices, Trigger } from './services'

type ApplyServices = Pick<SyncServices, 'accounts' | 'groups' | 'rules' | 'newId' | 'wallClock'>

const patience = 25

/**
 * Makes Cognito's groups those of the row, then withdraws `intentIds`, but only if the row is still
 * the one that was applied; else applies the newer one. Cognito has no conditional write, so the
 * intent on the row is what tells others that an older answer may still be on its way there.
 * `account` must carry the intents already. Answers the row that was applied; `null` if the row is
 * gone. A writer that wakes long after its lease goes on here too, and so finds that the row moved on.
 */
export async function applyGroups(
  services: ApplyServices,
  account: Account,
  intentIds: string[],
  occasion: Trigger,
): Promise<Account | null> {
  let row = account
  let first: string[] | undefined
  for (let attempt = 0; attempt < patience; attempt++) {
    const found = await putInGroups(services, row)
    // A later attempt finds our own work.
    first ??= found
    const { move } = row
    const isOurs = move !== null && intentIds.includes(move.id)
    // Whoever began it may be dead, or at it still: what is there now may be their work. If nothing is
    // under way any more, somebody has told of all that was.
    const before = isOurs ? first : (move?.from ?? found)
    const applied = {
      changedAt: sameGroups({ groups: before }, row.access) ? null : services.wallClock(),
      delivery: occasion.delivery?.(),
      audit: groupsEntry(services, row, occasion, before),
    }
    if (await services.accounts.removeIntents(row.userId, row.version, intentIds, applied)) {
      return row
    }
    const newer = await services.accounts.get(row.userId)
    if (!newer) return null
    row = newer
  }
  throw new Error(`Account ${row.userId} changed ${patience} times while its groups were applied`)
}

/**
 * Adds before it removes, so that nobody is without a group in between. Others' groups stay. Answers
 * which of ours the person had.
 */
async function putInGroups(services: ApplyServices, row: Account): Promise<string[]> {
  const { username, access } = row
  const current = await managedGroupsOf(services, row)
  for (const group of access.groups) {
    if (!current.includes(group)) await services.groups.add(username, group)
  }
  for (const group of current) {
    if (!access.groups.includes(group)) await services.groups.remove(username, group)
  }
  return current
}

/**
 * Of the groups that a person is in, those that are ours: of a plan that is sold, or put there by us
 * when its plan was still in the catalog.
 */
export async function managedGroupsOf(
  { groups, rules }: Pick<ApplyServices, 'groups' | 'rules'>,
  { username, move }: Pick<Account, 'username' | 'move'>,
): Promise<string[]> {
  const ours = [...managedGroups(rules.catalog, rules.groupPrefix), ...(move?.from ?? [])]
  return (await groups.of(username)).filter((group) => ours.includes(group))
}

/** Of one move there is one entry, however many finish it: they all write the same. */
function groupsEntry(
  { newId, wallClock }: ApplyServices,
  row: Account,
  { cause }: Trigger,
  before: string[],
): AuditEntry | undefined {
  const after = row.access.groups
  if (sameGroups({ groups: before }, { groups: after })) return undefined
  return {
    what: 'groups',
    id: row.move?.id ?? newId(),
    userId: row.userId,
    at: row.move?.at ?? wallClock(),
    before,
    after,
    cause,
    reason: row.access.sources[0]?.why ?? '',
  }
}
