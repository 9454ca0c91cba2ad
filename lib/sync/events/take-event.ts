import { triggersPolicy } from '@/lib/billing/access/policies'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Delivery } from '@/lib/db/ledger/ledger'
import { describeError } from '@/lib/errors'
import type { StripeEvent } from '@/lib/stripe/events/events'
import { repairGroups } from '@/lib/sync/repair-groups'
import { restoreAccount } from '@/lib/sync/restore-account'
import { sync } from '@/lib/sync/sync'
import { type DraftDelivery, draftDelivery } from './draft-delivery'
import { applyPaymentPolicies } from './payment-policies'
import type { EventServices } from './services'
import { affectedFacts, isCovered, isRedundant } from './used-events'

type VerifiedEvent = Omit<StripeEvent, 'livemode'>

export type EventOutcome = Delivery['outcome'] | 'unused'

/** How an event ended, and whether its ledger entry was written together with the row. */
type Ended = { outcome: Delivery['outcome']; isRecorded: boolean }

const covered: Ended = { outcome: 'covered', isRecorded: true }
const unknownCustomer: Ended = { outcome: 'unknown_customer', isRecorded: false }

/**
 * Processes one verified event. It needs no lock, no lease and no list of processed ids: an event
 * only says which customer changed, and syncing a customer twice does no harm. Throws if anything
 * failed, after noting that in the ledger, so that Stripe retries. `replayedBy` is the operator or
 * command that replays the event.
 */
export async function takeEvent(
  services: EventServices,
  event: VerifiedEvent,
  requestId: string,
  replayedBy: string | null = null,
): Promise<EventOutcome> {
  if (!isUsed(services, event)) return 'unused'
  const delivery = draftDelivery(services, event, { requestId, replayedBy })
  try {
    const { outcome, isRecorded } = await bringUpToDate(services, event, delivery)
    if (!isRecorded) await services.ledger.record(delivery.entry(outcome))
    return outcome
  } catch (error) {
    await recordFailure(services, delivery.entry('failed', describeError(error)))
    throw error
  }
}

/**
 * Whether an event can change access or trigger a payment policy, and names a customer or charge.
 */
function isUsed({ rules: { catalog } }: EventServices, event: VerifiedEvent): boolean {
  const isAboutCustomer = event.customerId !== null || event.chargeId !== null
  return (
    isAboutCustomer &&
    (affectedFacts(event.type, catalog).length > 0 || chargeForPolicies(event, catalog) !== null)
  )
}

const chargeForPolicies = (
  { type, chargeId }: VerifiedEvent,
  { policies }: EventServices['rules']['catalog'],
): string | null => (triggersPolicy(type, policies) ? chargeId : null)

async function bringUpToDate(
  services: EventServices,
  event: VerifiedEvent,
  delivery: DraftDelivery,
): Promise<Ended> {
  const account = await subjectOf(services, event, delivery)
  if (!account) return unknownCustomer
  // Policies run whatever the row shows, since their effects aren't on it.
  const chargeId = chargeForPolicies(event, services.rules.catalog)
  if (chargeId) await applyPaymentPolicies(services, account.userId, chargeId)
  return (
    (await answerFromRow(services, event, account, delivery)) ??
    (await answerFromStripe(services, account, delivery))
  )
}

/** The account that an event is about; `null` if its customer belongs to no user of ours. */
async function subjectOf(
  services: EventServices,
  { chargeId }: VerifiedEvent,
  { subject }: DraftDelivery,
): Promise<Account | null> {
  const { customers, customerOwners, accounts } = services
  if (chargeId) subject.customerId = await customers.ofCharge(chargeId)
  const { customerId } = subject
  if (!customerId) return null
  subject.userId = await customerOwners.ownerOf(customerId)
  const known = subject.userId ? await accounts.get(subject.userId) : null
  // A row that was lost and created again doesn't name its customer, but the customer names it.
  if (known?.customerId === customerId) return known
  const restored = await restoreAccount(services, customerId)
  if (restored) subject.userId = restored.userId
  return restored
}

/**
 * Answers an event without reading Stripe, if the row shows all that the event can say: either
 * Stripe was read after the event, or the event repeats another one. `null` if Stripe must be read.
 */
async function answerFromRow(
  services: EventServices,
  { type, createdAt }: VerifiedEvent,
  account: Account,
  delivery: DraftDelivery,
): Promise<Ended | null> {
  const affected = affectedFacts(type, services.rules.catalog)
  const isQuiet = Object.keys(account.intents).length === 0
  if (isCovered(createdAt, affected, account.stripeReadAt, services.now())) {
    if (isQuiet) return { outcome: 'covered', isRecorded: false }
    // Another process is moving this user's groups, or crashed while it did. The row shows the
    // event, but Cognito may not. So do that work too before telling Stripe that the event is
    // processed.
    if (await repairGroups(services, account, delivery.trigger('covered'))) return covered
  }
  // A replay was asked for by an operator, so it reads Stripe whatever the row says.
  if (isQuiet && !delivery.replayedBy && isRedundant(type, affected, account.facts)) {
    const { userId, version } = account
    // The save changes nothing, but a process that read Stripe before this event must read again.
    const companions = { delivery: delivery.entry('covered') }
    if (await services.accountWrites.save(userId, version, account, null, companions))
      return covered
  }
  return null
}

async function answerFromStripe(
  services: EventServices,
  account: Account,
  delivery: DraftDelivery,
): Promise<Ended> {
  const result = await sync(services, account.userId, delivery.trigger('synced'), account)
  // The row may have been deleted meanwhile: then nothing is left to update.
  return result.kind === 'synced' ? { outcome: 'synced', isRecorded: true } : unknownCustomer
}

/** The caller must learn of the failure itself, even if the ledger is what failed. */
async function recordFailure(services: EventServices, delivery: Delivery): Promise<void> {
  try {
    await services.ledger.record(delivery)
  } catch (error) {
    services.log.error({ err: error, eventId: delivery.eventId }, 'The ledger could not be written')
  }
}
