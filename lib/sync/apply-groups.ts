import { sameGroups } from '@/lib/billing/access/compare'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import type { Account } from '@/lib/db/accounts/accounts'
import type { AuditEntry } from '@/lib/db/audit/audit'
import type { SyncServices, Trigger } from './services'

type ApplyServices = Pick<
  SyncServices,
  'accounts' | 'accountWrites' | 'groups' | 'rules' | 'newId' | 'wallClock'
>

const maxAttempts = 25

/**
 * Makes Cognito's groups match the row, then removes `intentIds` if the row is still the version
 * that was applied; else applies the newer version. Cognito has no conditional write, so an intent
 * on the row tells other writers that stale groups may still be on their way to Cognito. `account`
 * must carry the intents already. Returns the row that was applied, or `null` if the row was
 * deleted. A writer that wakes up long after its lease also ends here, and so finds that the row
 * has changed.
 */
export async function applyGroups(
  services: ApplyServices,
  account: Account,
  intentIds: string[],
  trigger: Trigger,
): Promise<Account | null> {
  let row = account
  let first: string[] | undefined
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const found = await putInGroups(services, row)
    // Later attempts find what the first one wrote.
    first ??= found
    const { move } = row
    const isOurs = move !== null && intentIds.includes(move.id)
    // If another writer began the move, the present groups may be its work: the move says what was
    // there before. Without a move, every earlier change has its audit entry.
    const before = isOurs ? first : (move?.from ?? found)
    const applied = {
      changedAt: sameGroups({ groups: before }, row.access) ? null : services.wallClock(),
      delivery: trigger.delivery?.(),
      audit: groupsEntry(services, row, trigger, before),
    }
    if (await services.accountWrites.removeIntents(row.userId, row.version, intentIds, applied)) {
      return row
    }
    const newer = await services.accounts.get(row.userId)
    if (!newer) return null
    row = newer
  }
  throw new Error(
    `Account ${row.userId} changed ${maxAttempts} times while its groups were applied`,
  )
}

/**
 * Adds groups before it removes others, so that the user is never without one. Doesn't touch groups
 * that we don't manage. Returns which managed groups the user had.
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
 * Which of a user's groups we manage: those of the catalog's plans, and those that we applied while
 * their plan was still in the catalog.
 */
export async function managedGroupsOf(
  { groups, rules }: Pick<ApplyServices, 'groups' | 'rules'>,
  { username, move }: Pick<Account, 'username' | 'move'>,
): Promise<string[]> {
  const managed = [...managedGroups(rules.catalog, rules.groupPrefix), ...(move?.from ?? [])]
  return (await groups.of(username)).filter((group) => managed.includes(group))
}

/** Every writer that finishes a move writes the same audit entry, so there is only one. */
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
