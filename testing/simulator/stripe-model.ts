import type { Customers } from '@/lib/stripe/customer/customers'
import type { StripeEvent } from '@/lib/stripe/events/events'
import type { PaymentIssues } from '@/lib/stripe/events/payment-issues'
import type { Listings } from '@/lib/stripe/reconcile/listings'
import type { SubscriptionEnds } from '@/lib/stripe/subscription/subscription-ends'
import type { Interceptor } from '../intercept'
import { applyAction, isRunning, type StripeState } from './apply-action'
import type { Action } from './scenario'

export type Kind = keyof StripeState

/** An event, its payload (for algorithms that trust payloads), and its position in the history. */
export type ModelEvent = StripeEvent & { history: number; payload: StripeState }

/**
 * The part of Stripe that the write path can observe, for one customer: the current state, lists
 * that are read one after the other, events dated to the second, the response's `Date`. A step
 * takes microseconds, so that tens of thousands of runs fit into a test. `on-local-stripe.test.ts`
 * makes fewer runs against the local Stripe itself.
 */
export function stripeModel(person: { userId: string; customerId: string }, clock: () => number) {
  const { customerId } = person
  let state: StripeState = { subscriptions: [], purchases: [] }
  let exists = true
  /** The number of changes so far. */
  let history = 0
  let made = 0
  /** The history's position when a list was read. */
  const readAtHistory = new WeakMap<object, number>()

  const wholeSecond = () => Math.floor(clock() / 1000) * 1000
  const now = () => new Date(wholeSecond())
  const nobody = { subscriptions: [], purchases: [] }
  const truth = () => (exists ? state : nobody)

  /** The types of the events that it causes; none if there was nothing to change. */
  function carryOut(action: Action): string[] {
    if (action.kind === 'delete_customer') {
      exists = false
      // Stripe cancels every subscription first, and then sends `customer.deleted`.
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

    /**
     * Carries out the action and returns its events, all dated to one second; none if it isn't
     * possible.
     */
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
        // A dispute's event carries a charge and no customer.
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

    /** Everything, for reconcile: one page of each list. */
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
            unpaidSince ? [{ subscriptionId: id, unpaidSince, dueAt: null }] : [],
          ),
        ),
      purchases: async () => page(truth().purchases.map((fact) => ({ customerId, fact }))),
    } satisfies Listings,

    /** The port for one process. Each request is a separate call, which `intercept` wraps. */
    customers(intercept: Interceptor): Customers {
      /**
       * A list, and the earliest time at which it was read, as the real side takes it from `Date`.
       */
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
          // The unpaid period is read in a separate request: the invoice may be paid by then.
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

    /** The simulator's subscriptions are made by staff, who choose what they bill. */
    meteredItems: { add: refuse },
  }
}

const page = <T>(items: T[]) => ({ items, next: null })

/** Stands for requests of pages and policies, which the simulator doesn't make. */
const refuse = async (): Promise<never> => {
  throw new Error('The simulator does not simulate this call')
}

export const noPaymentIssues: PaymentIssues = {
  find: refuse,
  refund: refuse,
  cancelSubscription: refuse,
}
