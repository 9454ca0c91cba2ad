import { sameGroups } from '@/lib/billing/access/compare'
import { managedGroups } from '@/lib/billing/catalog/catalog'
import { type Message, paidWithoutUse } from '@/lib/billing/notices/messages'
import type { Account } from '@/lib/db/accounts/accounts'
import type { AuditEntry } from '@/lib/db/audit/audit'
import { findSame } from '@/lib/identity/people'
import { endAbsentUsersCheckout } from './checkout/end-checkout'
import type { SyncServices, Trigger } from './services'

type ApplyServices = Pick<
  SyncServices,
  | 'accounts'
  | 'accountWrites'
  | 'checkouts'
  | 'groups'
  | 'people'
  | 'rules'
  | 'log'
  | 'newId'
  | 'now'
  | 'wallClock'
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
 * If Cognito no longer has the user, it moves nothing and marks the row: another user may have the
 * same username by now. If the user was deleted or disabled, it tells staff if they pay, and ends
 * their open checkout.
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
    const { found, presence } = await putInGroups(services, row)
    const userGoneAt = goneSince(services, row, presence)
    // Later attempts find what the first one wrote.
    first ??= found
    const { move } = row
    const isOurs = move !== null && intentIds.includes(move.id)
    // If another writer began the move, the present groups may be its work: the move says what was
    // there before. Without a move, every earlier change has its audit entry.
    const before = isOurs ? first : (move?.from ?? found)
    const after = userGoneAt ? before : row.access.groups
    const message = messageOf(services, row, presence)
    const applied = {
      changedAt: sameGroups({ groups: before }, { groups: after }) ? null : services.wallClock(),
      delivery: trigger.delivery?.(),
      audit: groupsEntry(services, row, trigger, before, presence),
      ...(message && {
        outbox: [{ ...message, userId: row.userId, createdAt: services.wallClock() }],
      }),
      ...(userGoneAt !== undefined && { userGoneAt }),
    }
    if (await services.accountWrites.removeIntents(row.userId, row.version, intentIds, applied)) {
      if (presence === 'gone' || presence === 'disabled') {
        logAbsence(services, row, presence, message)
        await endAbsentUsersCheckout(services, row)
      }
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

/** Whether Cognito has the row's user. `unasked` if no write was needed, so Cognito wasn't asked. */
type Presence = 'there' | 'disabled' | 'gone' | 'unasked'

/**
 * Adds groups before it removes others, so that the user is never without one. Doesn't touch groups
 * that we don't manage. Returns which managed groups the user had, and whether the user is there. A
 * disabled one is moved as well: they may be enabled again.
 */
async function putInGroups(
  services: ApplyServices,
  row: Account,
): Promise<{ found: string[]; presence: Presence }> {
  const { username, access } = row
  const found = await managedGroupsOf(services, row)
  if (sameGroups({ groups: found }, access)) return { found, presence: 'unasked' }
  // Only a write needs to know whose name it is, so a user who keeps their groups costs no call.
  const person = await findSame(services.people, row)
  if (!person) return { found: [], presence: 'gone' }
  for (const group of access.groups) {
    if (!found.includes(group)) await services.groups.add(username, group)
  }
  for (const group of found) {
    if (!access.groups.includes(group)) await services.groups.remove(username, group)
  }
  return { found, presence: person.enabled ? 'there' : 'disabled' }
}

/** Since when the user is gone: `null` if they exist, `undefined` if Cognito wasn't asked. */
function goneSince(
  { wallClock }: ApplyServices,
  row: Account,
  presence: Presence,
): Date | null | undefined {
  if (presence === 'unasked') return undefined
  return presence === 'gone' ? (row.userGoneAt ?? wallClock()) : null
}

function messageOf({ rules }: ApplyServices, row: Account, presence: Presence): Message | null {
  if (presence === 'gone') return paidWithoutUse('user_gone', row, rules)
  return presence === 'disabled' ? paidWithoutUse('user_disabled', row, rules) : null
}

function logAbsence(
  { log }: ApplyServices,
  { userId }: Account,
  presence: 'disabled' | 'gone',
  message: Message | null,
): void {
  const fields = { userId, ...message?.data }
  if (presence === 'gone') {
    if (message) log.error(fields, 'A paying user no longer exists in Cognito')
    else log.warn(fields, 'No groups were changed: this user no longer exists in Cognito')
  } else if (message) log.error(fields, 'A paying user is disabled in Cognito')
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
  presence: Presence,
): AuditEntry | undefined {
  const isGone = presence === 'gone'
  const after = isGone ? before : row.access.groups
  if (!isGone && sameGroups({ groups: before }, { groups: after })) return undefined
  return {
    what: 'groups',
    id: row.move?.id ?? newId(),
    userId: row.userId,
    at: row.move?.at ?? wallClock(),
    before,
    after,
    cause,
    reason: isGone
      ? 'No groups were changed: the user was deleted.'
      : `${row.access.sources[0]?.why ?? ''}${presence === 'disabled' ? ' The user is disabled in Cognito.' : ''}`.trim(),
  }
}
