import { decideAccess } from '@/lib/billing/access/access'
import { compactFacts } from '@/lib/billing/access/compact'
import { sameAccess, sameGroups } from '@/lib/billing/access/compare'
import { type Message, messagesFor } from '@/lib/billing/notices/messages'
import type { AccountState } from '@/lib/db/accounts/account-writes'
import type { Account } from '@/lib/db/accounts/accounts'
import type { AuditEntry, Cause } from '@/lib/db/audit/audit'
import { AppError } from '@/lib/errors'
import type { StripeFacts } from '@/lib/stripe/customer/customers'
import { applyGroups } from './apply-groups'
import { endSupersededCheckout } from './checkout/superseded-checkout'
import { dueAt, type NewIntent, newIntent, withIntent } from './intents'
import { addMeteredItems } from './metered-items'
import { refuseRepeatedTrials } from './repeated-trials'
import { endReplacedSubscriptions } from './replaced-subscriptions'
import type { SyncServices, Trigger } from './services'

export type SyncResult = { kind: 'synced'; account: Account } | { kind: 'no_account' }

/** More lost races than this mean a bug, not bad timing. */
const maxAttempts = 25

/**
 * The only code that changes access. Reads everything Stripe knows of the user, decides, saves if
 * the row has not changed meanwhile (else starts again), and makes Cognito's groups match. It saves
 * even if nothing changed, because the version orders readers: so the last save always comes from a
 * read that began after the save before it.
 *
 * The audit entry and the messages to send are written together with the change, and the ledger
 * entry of an event's delivery with the last write. `seen` is the row as the caller just read it:
 * if it has changed since, the save fails and starts again as usual.
 */
export async function sync(
  services: SyncServices,
  userId: string,
  trigger: Trigger,
  seen: Account | null = null,
): Promise<SyncResult> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (attempt > 0) await services.pauseBeforeRetry?.(attempt)
    const row = (attempt === 0 && seen) || (await services.accounts.get(userId))
    if (!row) return { kind: 'no_account' }

    const read = row.customerId
      ? await services.customers.read(row.customerId, row.facts)
      : nothingToRead
    // What our rules don't allow, or what is missing, is corrected in Stripe first, and Stripe is read
    // again.
    if (await refuseRepeatedTrials(services, row, read.subscriptions)) continue
    if (await endReplacedSubscriptions(services, userId, read)) continue
    if (await addMeteredItems(services, userId, read.subscriptions)) continue
    const account = await endSupersededCheckout(services, row, read)
    const at = services.wallClock()
    const state = decide(services, account, read, at)
    const intent = needsGroups(account, state) ? newIntent(services, account) : null
    const next = afterSave(account, state, intent)
    const messages = messagesFor(next, services.rules, services.now())
    const saved = await services.accountWrites.save(userId, account.version, next, intent, {
      delivery: intent ? undefined : trigger.delivery?.(),
      audit: accessEntry(services, account, next, trigger.cause),
      outbox: messages.map((message) => ({ ...message, userId, createdAt: at })),
    })
    if (!saved) continue
    if (accessChanged(account, next)) logUnknownPrices(services, userId, messages)
    if (!intent) return { kind: 'synced', account: next }
    const applied = await applyGroups(services, next, [intent.id], trigger)
    return applied ? { kind: 'synced', account: applied } : { kind: 'no_account' }
  }
  services.log.error({ userId, maxAttempts }, 'An account changed during every attempt to sync it')
  throw new AppError('unavailable', 'Your account is being changed. Try again in a moment.')
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

/**
 * Groups are applied if they changed, were never applied, or another writer may be applying them.
 */
const needsGroups = (account: Account, state: Pick<AccountState, 'access'>) =>
  account.version === 0 ||
  !sameGroups(account.access, state.access) ||
  Object.keys(account.intents).length > 0

/** The row after a successful save. */
function afterSave(
  account: Account,
  state: Omit<AccountState, 'dueAt'>,
  intent: NewIntent | null,
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

/**
 * A wrong price in the catalog takes the plan from every user who pays it: operators must know
 * soon.
 */
function logUnknownPrices(
  { log }: Pick<SyncServices, 'log'>,
  userId: string,
  messages: Message[],
): void {
  for (const { kind, data } of messages) {
    if (kind === 'unknown_price') {
      log.error({ userId, ...data }, 'A paid price maps to no plan of the catalog')
    }
  }
}

/** `undefined` if the user's access is what it was. The first decision counts as a change. */
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
    before: snapshot(before),
    after: snapshot(after),
    cause,
    reason: after.access.sources[0]?.why ?? '',
  }
}

const snapshot = ({ access: { plan, status, groups, features } }: Account) => ({
  plan,
  status,
  groups,
  features,
})
