import { sameGroups } from '@/lib/billing/access/compare'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import { type Message, userGone } from '@/lib/billing/notices/messages'
import type { Account } from '@/lib/db/accounts/accounts'
import type { AuditEntry } from '@/lib/db/audit/audit'
import { findSame } from '@/lib/identity/people'
import type { SyncServices, Trigger } from './services'

type ApplyServices = Pick<
  SyncServices,
  'accounts' | 'accountWrites' | 'groups' | 'people' | 'rules' | 'log' | 'newId' | 'wallClock'
>

const maxAttempts = 25

/**
 * Makes Cognito's groups match the row, then removes `intentIds` if the row is still the version
 * that was applied; else applies the newer version. Cognito has no conditional write, so an intent
 * on the row tells other writers that stale groups may still be on their way to Cognito. `account`
 * must carry the intents already. Returns the row that was applied, or `null` if the row was
 * deleted. A writer that wakes up long after its lease also ends here, and so finds that the row
 * has changed.
 *
 * If Cognito no longer has the user, it moves nothing, marks the row, and tells staff if the user
 * pays: another user may have the same username by now.
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
    const { found, userGoneAt } = await putInGroups(services, row)
    // Later attempts find what the first one wrote.
    first ??= found
    const { move } = row
    const isOurs = move !== null && intentIds.includes(move.id)
    // If another writer began the move, the present groups may be its work: the move says what was
    // there before. Without a move, every earlier change has its audit entry.
    const before = isOurs ? first : (move?.from ?? found)
    const after = userGoneAt ? before : row.access.groups
    const message = userGoneAt ? userGone(row, services.rules) : null
    const applied = {
      changedAt: sameGroups({ groups: before }, { groups: after }) ? null : services.wallClock(),
      delivery: trigger.delivery?.(),
      audit: groupsEntry(services, row, trigger, before, userGoneAt ?? null),
      ...(message && {
        outbox: [{ ...message, userId: row.userId, createdAt: services.wallClock() }],
      }),
      ...(userGoneAt !== undefined && { userGoneAt }),
    }
    if (await services.accountWrites.removeIntents(row.userId, row.version, intentIds, applied)) {
      if (userGoneAt) logGone(services, row, message)
      return userGoneAt === undefined ? row : { ...row, userGoneAt }
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
 * that we don't manage. Returns which managed groups the user had, and since when the user is gone:
 * `null` if they are there, `undefined` if nothing had to be written, so that it wasn't asked.
 */
async function putInGroups(
  services: ApplyServices,
  row: Account,
): Promise<{ found: string[]; userGoneAt?: Date | null }> {
  const { username, access } = row
  const found = await managedGroupsOf(services, row)
  if (sameGroups({ groups: found }, access)) return { found }
  // Only a write needs to know whose name it is, so a user who keeps their groups costs no call.
  const person = await findSame(services.people, row)
  if (!person) return { found: [], userGoneAt: row.userGoneAt ?? services.wallClock() }
  for (const group of access.groups) {
    if (!found.includes(group)) await services.groups.add(username, group)
  }
  for (const group of found) {
    if (!access.groups.includes(group)) await services.groups.remove(username, group)
  }
  return { found, userGoneAt: null }
}

function logGone({ log }: ApplyServices, { userId }: Account, message: Message | null): void {
  const fields = { userId, ...message?.data }
  if (message) log.error(fields, 'A paying user no longer exists in Cognito')
  else log.warn(fields, 'No groups were changed: this user no longer exists in Cognito')
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
  userGoneAt: Date | null,
): AuditEntry | undefined {
  const after = userGoneAt ? before : row.access.groups
  if (!userGoneAt && sameGroups({ groups: before }, { groups: after })) return undefined
  return {
    what: 'groups',
    id: row.move?.id ?? newId(),
    userId: row.userId,
    at: row.move?.at ?? wallClock(),
    before,
    after,
    cause,
    reason: userGoneAt
      ? 'No groups were changed: the user was deleted.'
      : (row.access.sources[0]?.why ?? ''),
  }
}
