import { affectedFacts } from '@/lib/sync/events/used-events'
import { type Backends, simulatedRules } from './backends'
import type { ModelEvent } from './stripe-model'

/** The reads of facts. Finding the owner of a customer or a charge is allowed. */
const reads = ['stripe.subscriptions', 'stripe.invoices', 'stripe.purchases']

/**
 * Checks what must hold once an event was acknowledged; returns the problem, or `null`.
 * `undelivered` are the events that Stripe has yet to deliver.
 */
export function ackProblem(
  backends: Backends,
  event: ModelEvent,
  { outcome, calls }: { outcome: string; calls: readonly string[] },
  { undelivered, userIsGone }: { undelivered: ReadonlySet<ModelEvent>; userIsGone: boolean },
): string | null {
  if (outcome === 'unused') {
    return calls.length > 0 ? `An unused event made calls: ${calls.join()}` : null
  }
  if (outcome === 'unknown_customer') {
    const hasNoOwner = userIsGone || !backends.stripe.isThere()
    return hasNoOwner ? null : `${event.id} was acknowledged, and its customer taken for unknown`
  }
  if (outcome === 'covered') {
    const stripeReads = calls.filter((call) => reads.includes(call))
    if (stripeReads.length > 0) return `A covered event asked Stripe: ${stripeReads.join()}`
    const moved = calls.some((call) => call.startsWith('groups.'))
    if (moved && !calls.includes('accountWrites.putIntent')) return 'A covered event asked Cognito'
  }
  const missing = affectedFacts(event.type, simulatedRules.catalog).find(
    (kind) => backends.shown[kind] < event.history && !backends.isTrue(kind),
  )
  // A redundant event may be delivered before the one it repeats, which must then follow.
  const repeats =
    outcome === 'covered' &&
    event.type.startsWith('invoice.') &&
    [...undelivered].some(
      ({ type, history }) =>
        type.startsWith('customer.subscription.') && history > backends.shown.subscriptions,
    )
  return missing && !repeats
    ? `${event.id} was acknowledged and isn't in the row: its ${missing} show ${backends.shown[missing]} of ${event.history}`
    : null
}
