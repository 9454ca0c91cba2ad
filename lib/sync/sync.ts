import { decideAccess } from '@/lib/billing/access/access'
import { compactFacts } from '@/lib/billing/access/compact'
import { sameAccess, sameGroups } from '@/lib/billing/access/compare'
import { type Message, messagesFor } from '@/lib/billing/notices/messages'
import type { Account, AccountState } from '@/lib/db/accounts/accounts'
import type { AuditEntry, Cause } from '@/lib/db/audit/audit'
import type { StripeFacts } from '@/lib/stripe/customer/customers'
import { applyGroups } from './apply-groups'
import { type Announcement, dueAt, newIntent, withIntent } from './intents'
import { refuseRepeatedTrials } from './repeated-trials'
import { endReplacedSubscriptions } from './replaced-subscriptions'
import type { SyncServices, Trigger } from './services'

export type SyncResult = { kind: 'synced'; account: Account } | { kind: 'no_account' }

/** Beyond this many lost races something is wrong with us, not with the timing. */
const patience = 25

/**
 * The only code that changes access. Reads everything Stripe knows of the person, decides, saves if
 * nobody saved in between (else starts again), and makes Cognito's groups match. It saves even what
 * didn't change: the new version is what orders readers, so the last save always comes from a read
 * that began after the save before it.
 *
 * What changed and why, and what must be said about it, land in the same write as the change; what
 * came of an event's delivery lands in the last one. `seen` is the row as the caller got it just now:
 * if it has changed since, the save is lost like any other.
 */
export async function sync(
  services: SyncServices,
  userId: string,
  occasion: Trigger,
  seen: Account | null = null,
): Promise<SyncResult> {
  for (let attempt = 0; attempt < patience; attempt++) {
    const account = (attempt === 0 && seen) || (await services.accounts.get(userId))
    if (!account) return { kind: 'no_account' }

    const read = account.customerId
      ? await services.customers.read(account.customerId, account.facts)
      : nothingToRead
    // What must not stay as it is in Stripe is set right there first, and then read again.
    if (await refuseRepeatedTrials(services, account, read.subscriptions)) continue
    if (await endReplacedSubscriptions(services, userId, read)) continue
    const at = services.wallClock()
    const state = decide(services, account, read, at)
    const intent = needsGroups(account, state) ? newIntent(services, account) : null
    const next = afterSave(account, state, intent)

    const messages = messagesFor(next, services.rules)

    const saved = await services.accounts.save(userId, account.version, next, intent, {
      delivery: intent ? undefined : occasion.delivery?.(),
      audit: accessEntry(services, account, next, occasion.cause),
      outbox: messages.map((message) => ({ ...message, userId, createdAt: at })),
    })
    if (!saved) continue
    if (accessChanged(account, next)) logUnknownPrices(services, userId, messages)
    if (!intent) return { kind: 'synced', account: next }
    const applied = await applyGroups(services, next, [intent.id], occasion)
    return applied ? { kind: 'synced', account: applied } : { kind: 'no_account' }
  }
  throw new Error(`Account ${userId} changed ${patience} times while it was being synced`)
}

const nothingToRead: StripeFacts = {
  subscriptions: [],
  purchases: [],
  readAt: { subscriptions: new Date(0), purchases: null },
}

function decide(
  { rules, now }: Pick<SyncServices, 'rules' | 'now'>,
  account: Account,
  read: StripeFacts,
  at: Date,
): Omit<AccountState, 'dueAt'> {
  const { subscriptions, purchases } = read
  const facts = compactFacts({ ...account.facts, subscriptions, purchases }, rules)
  const access = decideAccess(facts, rules, now())
  return {
    facts,
    access,
    accessChangedAt: sameAccess(account.access, access) ? account.accessChangedAt : at,
    stripeReadAt: read.readAt,
    updatedAt: at,
  }
}

/** Groups move when they changed, when nobody ever applied any, and when somebody is at it. */
const needsGroups = (account: Account, state: Pick<AccountState, 'access'>) =>
  account.version === 0 ||
  !sameGroups(account.access, state.access) ||
  Object.keys(account.intents).length > 0

/** The row as it stands after a save that won. */
function afterSave(
  account: Account,
  state: Omit<AccountState, 'dueAt'>,
  intent: Announcement | null,
): Account {
  const next = {
    ...account,
    ...state,
    ...(intent && withIntent(account, intent)),
    version: account.version + 1,
  }
  return { ...next, dueAt: dueAt(next.access.nextLookAt, next.intents) }
}

const accessChanged = (before: Account, after: Account) =>
  !sameAccess(before.access, after.access) || before.access.status !== after.access.status

/** A typo in a catalog would move everybody down who pays for its plan: nobody should find out late. */
function logUnknownPrices(
  { log }: Pick<SyncServices, 'log'>,
  userId: string,
  messages: Message[],
): void {
  for (const { kind, data } of messages) {
    if (kind === 'unknown_price') {
      log.error({ userId, ...data }, 'A paid price belongs to no plan we sell')
    }
  }
}

/** `undefined` when the person may do what they could before. The first decision counts as a change. */
function accessEntry(
  { newId }: Pick<SyncServices, 'newId'>,
  before: Account,
  after: Account,
  cause: Cause,
): AuditEntry | undefined {
  if (before.version > 0 && !accessChanged(before, after)) return undefined
  return {
    what: 'access',
    id: newId(),
    userId: after.userId,
    at: after.updatedAt,
    before: held(before),
    after: held(after),
    cause,
    reason: after.access.sources[0]?.why ?? '',
  }
}

const held = ({ access: { plan, status, groups, features } }: Account) => ({
  plan,
  status,
  groups,
  features,
})
