import { triggersPolicy } from '@/lib/billing/access/policies'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Cause } from '@/lib/db/audit/audit'
import type { Delivery } from '@/lib/db/ledger/ledger'
import { describeError } from '@/lib/errors'
import type { StripeEvent } from '@/lib/stripe/events/events'
import { ensureAccount } from '@/lib/sync/account'
import { repairGroups } from '@/lib/sync/repair-groups'
import { sync } from '@/lib/sync/sync'
import { answerTrouble } from './payment-policies'
import type { EventServices } from './services'
import { affectedFacts, isCovered, isRedundant } from './used-events'

export type EventOutcome = Delivery['outcome'] | 'unused'

/**
 * Takes one verified event to its end. No claim, no lease, no memory of ids: the event only says
 * which customer changed, and bringing a customer up to date twice does no harm. Throws if anything
 * failed, after noting it in the ledger, so that Stripe tries again. `replayedBy` is who at our end
 * takes it once more.
 */
export async function takeEvent(
  services: EventServices,
  event: Omit<StripeEvent, 'livemode'>,
  requestId: string,
  replayedBy: string | null = null,
): Promise<EventOutcome> {
  const { catalog } = services.rules
  const touched = affectedFacts(event.type, catalog)
  const trouble = triggersPolicy(event.type, catalog.policies) ? event.chargeId : null
  const isAboutNobody = event.customerId === null && event.chargeId === null
  if ((touched.length === 0 && !trouble) || isAboutNobody) return 'unused'

  let { customerId } = event
  const receivedAt = services.wallClock()
  const outcomeOf = (ending: Pick<Delivery, 'outcome' | 'userId' | 'error'>): Delivery => ({
    ...ending,
    eventId: event.id,
    type: event.type,
    createdAt: event.createdAt,
    receivedAt,
    customerId,
    durationMs: Math.max(0, services.wallClock().getTime() - receivedAt.getTime()),
    requestId,
    replayedBy,
  })

  const cause: Cause = {
    kind: 'event',
    eventId: event.id,
    type: event.type,
    ...(replayedBy && { replayedBy }),
  }
  let userId: string | null = null
  try {
    if (event.chargeId) customerId = await services.customers.ofCharge(event.chargeId)
    userId = customerId && (await services.accounts.ownerOf(customerId))
    const known = userId ? await services.accounts.get(userId) : null
    // A row that was lost and made anew knows nothing of its customer, who still knows it.
    const isWhole = known !== null && known.customerId === customerId
    const account = isWhole ? known : customerId && (await restoreAccount(services, customerId))
    if (!account) {
      await services.ledger.record(outcomeOf({ outcome: 'unknown_customer', userId, error: null }))
      return 'unknown_customer'
    }

    const owner = account.userId
    // Whatever the row shows: what is done here isn't on it.
    if (trouble) await answerTrouble(services, owner, trouble)
    const ending = (outcome: Delivery['outcome']) => () =>
      outcomeOf({ outcome, userId: owner, error: null })
    const isQuiet = Object.keys(account.intents).length === 0
    if (isCovered(event.createdAt, touched, account.stripeReadAt, services.now())) {
      if (isQuiet) {
        await services.ledger.record(ending('covered')())
        return 'covered'
      }
      // Somebody is moving this person's groups, or died at it: the row shows the event, Cognito may
      // not. So do their work too, before telling Stripe that all is done.
      if (await repairGroups(services, account, { cause, delivery: ending('covered') })) {
        return 'covered'
      }
    }
    // The save changes nothing, but whoever read Stripe before this event must read once more. What
    // somebody at our end takes again is to be looked at, whatever the row says.
    if (isQuiet && !replayedBy && isRedundant(event.type, touched, account.facts)) {
      const { version } = account
      const beside = { delivery: ending('covered')() }
      if (await services.accounts.save(owner, version, account, null, beside)) return 'covered'
    }
    const occasion = { cause, delivery: ending('synced') }
    const result = await sync(services, owner, occasion, account)
    if (result.kind === 'synced') return 'synced'
    // Deleted while we were at it: there is nobody left to bring up to date.
    await services.ledger.record(ending('unknown_customer')())
    return 'unknown_customer'
  } catch (error) {
    await noteFailure(
      services,
      outcomeOf({ outcome: 'failed', userId, error: describeError(error) }),
    )
    throw error
  }
}

/**
 * The account of a customer that our table doesn't know: Stripe is asked. The `cognito_sub` written
 * there when we made it brings a lost row back; an e-mail address never does, though Cognito would
 * find somebody by it. If two customers claim one person, the first stands.
 */
async function restoreAccount(
  services: EventServices,
  customerId: string,
): Promise<Account | null> {
  const sub = await services.customers.ownerOf(customerId)
  const person = sub ? await services.people.find(sub) : null
  if (!person || person.userId !== sub) return null
  const account = await ensureAccount(services, person, customerId)
  if (account.customerId === customerId) return account
  if (await services.accounts.linkCustomer(account.userId, customerId)) {
    return { ...account, customerId }
  }
  // Another delivery may have brought it back in the meantime.
  const row = await services.accounts.get(account.userId)
  return row?.customerId === customerId ? row : null
}

/** The failure itself is what the caller must hear of, even if the ledger is what failed. */
async function noteFailure(services: EventServices, delivery: Delivery): Promise<void> {
  try {
    await services.ledger.record(delivery)
  } catch (error) {
    services.log.error({ err: error, eventId: delivery.eventId }, 'The ledger could not be written')
  }
}
