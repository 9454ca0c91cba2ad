import { affectedFacts } from '@/lib/sync/events/used-events'
import { type Backends, rules } from './backends'
import type { ModelEvent } from './stripe-model'

/** What asking Stripe for facts is made of. Whose customer or charge it is may have to be asked. */
const reads = ['stripe.subscriptions', 'stripe.invoices', 'stripe.purchases']

/**
 * What must hold once Stripe has been told that an event was taken; `null` if it does. `untold`: what
 * Stripe has yet to tell.
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
    return hasNoOwner ? null : `${event.id} was acknowledged, and its customer taken for nobody's`
  }
  if (outcome === 'covered') {
    const stripeReads = calls.filter((call) => reads.includes(call))
    if (stripeReads.length > 0) return `A covered event asked Stripe: ${stripeReads.join()}`
    const moved = calls.some((call) => call.startsWith('groups.'))
    if (moved && !calls.includes('accountWrites.putIntent')) return 'A covered event asked Cognito'
  }
  const missing = affectedFacts(event.type, rules.catalog).find(
    (kind) => backends.shown[kind] < event.history && !backends.isTrue(kind),
  )
  // One that only repeats another may be ahead of it: that one must still come.
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
