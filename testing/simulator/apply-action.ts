import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import type { Action } from './scenario'

/** Everything that Stripe has of one customer. */
export type StripeState = { subscriptions: SubscriptionFact[]; purchases: PurchaseFact[] }

/**
 * Applies an action: returns the new state and the types of the events that Stripe sends, or `null`
 * if the action isn't possible. `at` is a whole second; `count` returns a new number for each
 * object.
 */
export function applyAction(
  state: StripeState,
  action: Action,
  at: Date,
  count: () => number,
): { state: StripeState; events: string[] } | null {
  const { subscriptions, purchases } = state
  if (action.kind === 'subscribe') {
    const fact = subscribed(`sub_${count()}`, action, at)
    return {
      state: { ...state, subscriptions: [fact, ...subscriptions] },
      events: ['customer.subscription.created', 'invoice.paid'],
    }
  }
  if (action.kind === 'buy_lifetime') {
    const fact = bought(`ch_${count()}`, at)
    return {
      state: { ...state, purchases: [fact, ...purchases] },
      events: ['checkout.session.completed'],
    }
  }
  const change = subscriptionChange(action, at, count)
  if (change) {
    const changed = applyChange(subscriptions, change)
    return changed && { state: { ...state, subscriptions: changed }, events: change.events }
  }
  const onCharge = purchaseChange(action)
  if (onCharge) {
    const changed = applyChange(purchases, onCharge)
    return changed && { state: { ...state, purchases: changed }, events: onCharge.events }
  }
  return null
}

/** A change of one of the facts for which `holds` is true; `which` picks it. */
type Change<Fact> = {
  which: number
  holds(fact: Fact): boolean
  by(fact: Fact): Partial<Fact>
  events: string[]
}

function applyChange<Fact>(facts: Fact[], { which, holds, by }: Change<Fact>): Fact[] | null {
  const fits = facts.filter(holds)
  const chosen = fits[which % fits.length]
  return chosen ? facts.map((fact) => (fact === chosen ? { ...fact, ...by(fact) } : fact)) : null
}

function subscriptionChange(
  action: Action,
  at: Date,
  count: () => number,
): Change<SubscriptionFact> | null {
  const updated = ['customer.subscription.updated']
  switch (action.kind) {
    case 'change_plan':
      return {
        which: action.which,
        holds: isRunning,
        by: () => ({ prices: [priceOf(action.plan)] }),
        events: updated,
      }
    case 'renew':
      return {
        which: action.which,
        holds: ({ status }) => status === 'active' || status === 'trialing',
        by: ({ currentPeriodEnd }) => ({
          status: 'active',
          currentPeriodStart: currentPeriodEnd,
          currentPeriodEnd: new Date(currentPeriodEnd.getTime() + 30 * dayMs),
          trialEnd: null,
        }),
        events: ['invoice.created', ...updated, 'invoice.paid'],
      }
    case 'schedule_cancel':
      return {
        which: action.which,
        holds: isRunning,
        by: ({ currentPeriodEnd }) => ({ cancelAt: currentPeriodEnd }),
        events: updated,
      }
    case 'resume':
      return {
        which: action.which,
        holds: (fact) => isRunning(fact) && fact.cancelAt !== null,
        by: () => ({ cancelAt: null }),
        events: updated,
      }
    case 'end':
      return {
        which: action.which,
        holds: isRunning,
        by: () => ({ status: 'canceled', endedAt: at }),
        events: ['customer.subscription.deleted'],
      }
    case 'payment_fails':
      return {
        which: action.which,
        holds: ({ status }) => status === 'active',
        by: () => ({ status: 'past_due', unpaidSince: at }),
        events: ['invoice.payment_failed', ...updated],
      }
    case 'payment_recovers':
      return {
        which: action.which,
        holds: ({ status }) => status === 'past_due' || status === 'unpaid',
        by: () => ({ status: 'active', unpaidSince: null }),
        events: ['invoice.paid', ...updated],
      }
    case 'pay_oldest':
      return {
        which: action.which,
        // Two invoices are unpaid and the older one is paid. The subscription is not updated.
        holds: ({ status, unpaidSince }) => status === 'past_due' && unpaidSince !== null,
        by: () => ({ unpaidSince: new Date(at.getTime() + 1_000 * count()) }),
        events: ['invoice.paid'],
      }
    case 'give_up':
      return {
        which: action.which,
        holds: ({ status }) => status === 'past_due',
        by: () => ({ status: 'unpaid', unpaidSince: null }),
        events: updated,
      }
    default:
      return null
  }
}

function purchaseChange(action: Action): Change<PurchaseFact> | null {
  switch (action.kind) {
    case 'refund':
      return {
        which: action.which,
        holds: ({ amountCents, amountRefundedCents }) => amountRefundedCents < amountCents,
        by: ({ amountCents, amountRefundedCents }) => ({
          amountRefundedCents: action.full ? amountCents : amountRefundedCents + 100,
        }),
        events: ['charge.refunded'],
      }
    case 'dispute':
      return {
        which: action.which,
        holds: ({ dispute }) => dispute === 'none',
        by: () => ({ dispute: 'open' }),
        events: ['charge.dispute.created'],
      }
    case 'close_dispute':
      return {
        which: action.which,
        holds: ({ dispute }) => dispute === 'open',
        by: () => ({ dispute: action.outcome }),
        events: ['charge.dispute.closed'],
      }
    default:
      return null
  }
}

export const isRunning = ({ status }: SubscriptionFact) =>
  status === 'active' || status === 'trialing' || status === 'past_due'

const dayMs = 86_400_000

const priceOf = (plan: string) => ({
  id: `price_${plan}`,
  lookupKey: `saas_${plan}_month`,
  productPlan: null,
  nickname: null,
})

const subscribed = (
  id: string,
  { plan, trial }: { plan: string; trial: boolean },
  at: Date,
): SubscriptionFact => {
  const trialEnd = trial ? new Date(at.getTime() + 7 * dayMs) : null
  return {
    id,
    status: trial ? 'trialing' : 'active',
    prices: [priceOf(plan)],
    quantity: 1,
    createdAt: at,
    currentPeriodStart: at,
    currentPeriodEnd: trialEnd ?? new Date(at.getTime() + 30 * dayMs),
    trialStart: trialEnd && at,
    trialEnd,
    cancelAt: null,
    endedAt: null,
    unpaidSince: null,
  }
}

const bought = (id: string, at: Date): PurchaseFact => ({
  id,
  plan: 'lifetime',
  amountCents: 29_900,
  currency: 'usd',
  paidAt: at,
  amountRefundedCents: 0,
  dispute: 'none',
})
