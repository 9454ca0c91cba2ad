import type { PurchaseFact, SubscriptionFact } from '@/lib/billing/facts'
import type { StripeEvent } from '@/lib/stripe/events'
import type { Listings } from '@/lib/stripe/listings'
import type { Payments } from '@/lib/stripe/payments'
import type { Around } from '../around'
import type { Action } from './life'

type Known = { subscriptions: SubscriptionFact[]; purchases: PurchaseFact[] }
export type Kind = keyof Known

/** An event, what it carried (for algorithms that believe payloads), and how far history had come. */
export type ModelEvent = StripeEvent & { history: number; payload: Known }

/**
 * As much of Stripe as the write path can tell from the real one, for one customer: what is true
 * now, lists read one after the other, events in whole seconds, the response's `Date`. Pure and in
 * microseconds, so that tens of thousands of lives fit into a test; fewer lives are lived on the
 * local Stripe itself (`on-local-stripe.test.ts`).
 */
export function stripeModel(person: { userId: string; customerId: string }, clock: () => number) {
  const { customerId } = person
  let known: Known = { subscriptions: [], purchases: [] }
  let exists = true
  /** Counts what happened. */
  let history = 0
  let made = 0
  /** How far history had come when a list was read. */
  const readAtHistory = new WeakMap<object, number>()

  const wholeSecond = () => Math.floor(clock() / 1000) * 1000
  const now = () => new Date(wholeSecond())
  const in30Days = () => new Date(wholeSecond() + 30 * dayMs)
  const nobody = { subscriptions: [], purchases: [] }
  const truth = () => (exists ? known : nobody)

  /** The event types that a change is told by; none if there was nothing to change. */
  function carryOut(action: Action): string[] {
    const { subscriptions, purchases } = known
    const change = (
      which: number,
      holds: (fact: SubscriptionFact) => boolean,
      by: (fact: SubscriptionFact) => Partial<SubscriptionFact>,
    ) => {
      const fits = subscriptions.filter(holds)
      const chosen = fits[which % fits.length]
      if (!chosen) return false
      known = {
        ...known,
        subscriptions: subscriptions.map((fact) =>
          fact === chosen ? { ...fact, ...by(fact) } : fact,
        ),
      }
      return true
    }
    const changeCharge = (
      which: number,
      holds: (fact: PurchaseFact) => boolean,
      by: (fact: PurchaseFact) => Partial<PurchaseFact>,
    ) => {
      const fits = purchases.filter(holds)
      const chosen = fits[which % fits.length]
      if (!chosen) return false
      known = {
        ...known,
        purchases: purchases.map((fact) => (fact === chosen ? { ...fact, ...by(fact) } : fact)),
      }
      return true
    }

    switch (action.kind) {
      case 'subscribe':
        known = {
          ...known,
          subscriptions: [subscribed(`sub_${++made}`, action, now(), in30Days()), ...subscriptions],
        }
        return ['customer.subscription.created', 'invoice.paid']
      case 'change_plan':
        return change(action.which, isRunning, () => ({ prices: [priceOf(action.plan)] }))
          ? ['customer.subscription.updated']
          : []
      case 'renew':
        return change(
          action.which,
          ({ status }) => status === 'active' || status === 'trialing',
          ({ currentPeriodEnd }) => ({
            status: 'active',
            currentPeriodStart: currentPeriodEnd,
            currentPeriodEnd: new Date(currentPeriodEnd.getTime() + 30 * dayMs),
            trialEnd: null,
          }),
        )
          ? ['invoice.created', 'customer.subscription.updated', 'invoice.paid']
          : []
      case 'schedule_cancel':
        return change(action.which, isRunning, (fact) => ({ cancelAt: fact.currentPeriodEnd }))
          ? ['customer.subscription.updated']
          : []
      case 'resume':
        return change(
          action.which,
          (fact) => isRunning(fact) && fact.cancelAt !== null,
          () => ({ cancelAt: null }),
        )
          ? ['customer.subscription.updated']
          : []
      case 'end':
        return change(action.which, isRunning, () => ({ status: 'canceled', endedAt: now() }))
          ? ['customer.subscription.deleted']
          : []
      case 'payment_fails':
        return change(
          action.which,
          ({ status }) => status === 'active',
          () => ({ status: 'past_due', unpaidSince: now() }),
        )
          ? ['invoice.payment_failed', 'customer.subscription.updated']
          : []
      case 'payment_recovers':
        return change(
          action.which,
          ({ status }) => status === 'past_due' || status === 'unpaid',
          () => ({ status: 'active', unpaidSince: null }),
        )
          ? ['invoice.paid', 'customer.subscription.updated']
          : []
      case 'pay_oldest':
        // Of two invoices: the younger is still open, and nothing is updated.
        return change(
          action.which,
          ({ status, unpaidSince }) => status === 'past_due' && unpaidSince !== null,
          () => ({ unpaidSince: new Date(wholeSecond() + 1_000 * ++made) }),
        )
          ? ['invoice.paid']
          : []
      case 'give_up':
        return change(
          action.which,
          ({ status }) => status === 'past_due',
          () => ({ status: 'unpaid', unpaidSince: null }),
        )
          ? ['customer.subscription.updated']
          : []
      case 'buy_lifetime':
        known = { ...known, purchases: [bought(`ch_${++made}`, now()), ...purchases] }
        return ['checkout.session.completed']
      case 'refund':
        return changeCharge(
          action.which,
          (fact) => fact.amountRefundedCents < fact.amountCents,
          (fact) => ({
            amountRefundedCents: action.full ? fact.amountCents : fact.amountRefundedCents + 100,
          }),
        )
          ? ['charge.refunded']
          : []
      case 'dispute':
        return changeCharge(
          action.which,
          ({ dispute }) => dispute === 'none',
          () => ({ dispute: 'open' }),
        )
          ? ['charge.dispute.created']
          : []
      case 'close_dispute':
        return changeCharge(
          action.which,
          ({ dispute }) => dispute === 'open',
          () => ({ dispute: action.outcome }),
        )
          ? ['charge.dispute.closed']
          : []
      case 'delete_customer': {
        exists = false
        // Stripe cancels everything first, and then says that the customer is gone.
        const running = subscriptions.some(isRunning)
        return running
          ? ['customer.subscription.deleted', 'customer.deleted']
          : ['customer.deleted']
      }
      default:
        return []
    }
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
          ? (known.purchases[0]?.id ?? null)
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
    payments(around: Around): Payments {
      /** A list, and the bound on when it was read that the real side makes of the `Date` header. */
      const list = async <K extends Kind>(kind: K) => {
        const startedAt = clock()
        const facts = await around(`stripe.${kind}`, async () => {
          const read = [...truth()[kind]] as Known[K]
          readAtHistory.set(read, history)
          return { read, gone: !exists }
        })
        const readAt = new Date(facts.gone ? 0 : wholeSecond() - (clock() - startedAt))
        return { facts: facts.read, readAt }
      }
      return {
        ...unused,
        trialOf: () => around('stripe.trial', async () => ({ card: 'card', isOurs: true })),
        async read() {
          const subscriptions = await list('subscriptions')
          // Which period is unpaid is asked for apart: by now it may be paid.
          for (const [at, fact] of subscriptions.facts.entries()) {
            if (fact.status !== 'past_due') continue
            const unpaidSince = await around('stripe.invoices', async () => {
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
        findCustomer: () => around('stripe.search', async () => (exists ? customerId : null)),
        customerOwner: () => around('stripe.customer', async () => (exists ? person.userId : null)),
        customerOfCharge: () => around('stripe.charge', async () => customerId),
      }
    },
  }
}
export type StripeModel = ReturnType<typeof stripeModel>

const page = <T>(items: T[]) => ({ items, next: null })

const dayMs = 86_400_000

const isRunning = ({ status }: SubscriptionFact) =>
  status === 'active' || status === 'trialing' || status === 'past_due'

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
  until: Date,
): SubscriptionFact => {
  const trialEnd = trial ? new Date(at.getTime() + 7 * dayMs) : null
  return {
    id,
    status: trial ? 'trialing' : 'active',
    prices: [priceOf(plan)],
    quantity: 1,
    createdAt: at,
    currentPeriodStart: at,
    currentPeriodEnd: trialEnd ?? until,
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

const refuse = async (): Promise<never> => {
  throw new Error('The simulator opens no pages')
}

/** What people on pages ask of Stripe: none of it moves access. */
const unused = {
  createCustomer: refuse,
  changeEmail: refuse,
  openCheckout: refuse,
  checkoutSession: refuse,
  expireCheckout: refuse,
  cancelIncomplete: refuse,
  currencyOf: refuse,
  troubledPayment: refuse,
  refund: refuse,
  cancelSubscription: refuse,
  endSubscriptionLater: refuse,
  unusedCents: refuse,
  refuseTrial: refuse,
  openPortal: refuse,
  ping: refuse,
}
