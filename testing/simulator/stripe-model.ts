import type { Customers } from '@/lib/stripe/customer/customers'
import type { StripeEvent } from '@/lib/stripe/events/events'
import type { PaymentIssues } from '@/lib/stripe/events/payment-issues'
import type { Listings } from '@/lib/stripe/reconcile/listings'
import type { SubscriptionEnds } from '@/lib/stripe/subscription/subscription-ends'
import type { Interceptor } from '../intercept'
import { applyAction, isRunning, type StripeState } from './apply-action'
import type { Action } from './scenario'

export type Kind = keyof StripeState

/** An event, what it carried (for algorithms that believe payloads), and how far history had come. */
export type ModelEvent = StripeEvent & { history: number; payload: StripeState }

/**
 * As much of Stripe as the write path can tell from the real one, for one customer: what is true
 * now, lists read one after the other, events in whole seconds, the response's `Date`. Pure and in
 * microseconds, so that tens of thousands of lives fit into a test; fewer lives are lived on the
 * local Stripe itself (`on-local-stripe.test.ts`).
 */
export function stripeModel(person: { userId: string; customerId: string }, clock: () => number) {
  const { customerId } = person
  let state: StripeState = { subscriptions: [], purchases: [] }
  let exists = true
  /** Counts what happened. */
  let history = 0
  let made = 0
  /** How far history had come when a list was read. */
  const readAtHistory = new WeakMap<object, number>()

  const wholeSecond = () => Math.floor(clock() / 1000) * 1000
  const now = () => new Date(wholeSecond())
  const nobody = { subscriptions: [], purchases: [] }
  const truth = () => (exists ? state : nobody)

  /** The event types that tell of it; none if there was nothing to change. */
  function carryOut(action: Action): string[] {
    if (action.kind === 'delete_customer') {
      exists = false
      // Stripe cancels everything first, and then says that the customer is gone.
      const gone = ['customer.deleted']
      return state.subscriptions.some(isRunning) ? ['customer.subscription.deleted', ...gone] : gone
    }
    const applied = applyAction(state, action, now(), () => ++made)
    state = applied?.state ?? state
    return applied?.events ?? []
  }

  return {
    truth,
    isThere: () => exists,
    readAtHistory,

    /** The events that tell of it, all of one second; none if it couldn't happen. */
    act(action: Action): ModelEvent[] {
      if (!exists) return []
      const types = carryOut(action)
      if (types.length === 0) return []
      history++
      const payload = {
        subscriptions: [...truth().subscriptions],
        purchases: [...truth().purchases],
      }
      readAtHistory.set(payload.subscriptions, history)
      readAtHistory.set(payload.purchases, history)
      return types.map((type, at) => {
        // A dispute's event names a charge and no customer.
        const chargeId = type.startsWith('charge.dispute.')
          ? (state.purchases[0]?.id ?? null)
          : null
        return {
          id: `evt_${history}${'abc'[at]}`,
          type,
          createdAt: now(),
          livemode: false,
          customerId: chargeId ? null : customerId,
          chargeId,
          history,
          payload,
        }
      })
    },

    /** All that there is, for reconcile: one page of each. */
    listings: {
      customers: async () => page(exists ? [{ customerId, owner: person.userId }] : []),
      subscriptions: async () =>
        page(
          truth().subscriptions.map((fact) => ({
            customerId,
            fact: { ...fact, unpaidSince: null },
          })),
        ),
      openInvoices: async () =>
        page(
          truth().subscriptions.flatMap(({ id, unpaidSince }) =>
            unpaidSince ? [{ subscriptionId: id, unpaidSince }] : [],
          ),
        ),
      purchases: async () => page(truth().purchases.map((fact) => ({ customerId, fact }))),
    } satisfies Listings,

    /** What one process asks of Stripe; each request is a call of its own. */
    customers(intercept: Interceptor): Customers {
      /** A list, and the bound on when it was read that the real side makes of the `Date` header. */
      const list = async <K extends Kind>(kind: K) => {
        const startedAt = clock()
        const facts = await intercept(`stripe.${kind}`, async () => {
          const read = [...truth()[kind]] as StripeState[K]
          readAtHistory.set(read, history)
          return { read, gone: !exists }
        })
        const readAt = new Date(facts.gone ? 0 : wholeSecond() - (clock() - startedAt))
        return { facts: facts.read, readAt }
      }
      return {
        create: refuse,
        changeEmail: refuse,
        currencyOf: refuse,
        async read() {
          const subscriptions = await list('subscriptions')
          // Which period is unpaid is asked for apart: by now it may be paid.
          for (const [at, fact] of subscriptions.facts.entries()) {
            if (fact.status !== 'past_due') continue
            const unpaidSince = await intercept('stripe.invoices', async () => {
              return truth().subscriptions.find(({ id }) => id === fact.id)?.unpaidSince ?? null
            })
            subscriptions.facts[at] = { ...fact, unpaidSince }
          }
          const purchases = await list('purchases')
          return {
            subscriptions: subscriptions.facts,
            purchases: purchases.facts,
            readAt: { subscriptions: subscriptions.readAt, purchases: purchases.readAt },
          }
        },
        find: () => intercept('stripe.search', async () => (exists ? customerId : null)),
        ownerOf: () => intercept('stripe.customer', async () => (exists ? person.userId : null)),
        ofCharge: () => intercept('stripe.charge', async () => customerId),
      }
    },

    subscriptionEnds: (intercept: Interceptor): SubscriptionEnds => ({
      findTrial: () => intercept('stripe.trial', async () => ({ card: 'card', isOurs: true })),
      refuseTrial: refuse,
      endForPurchase: refuse,
      cancelIncomplete: refuse,
    }),
  }
}

const page = <T>(items: T[]) => ({ items, next: null })

/** In place of what pages and policies ask of Stripe: none of it changes access here. */
const refuse = async (): Promise<never> => {
  throw new Error('The simulator does not simulate this call')
}

export const noPaymentIssues: PaymentIssues = {
  find: refuse,
  refund: refuse,
  cancelSubscription: refuse,
}
