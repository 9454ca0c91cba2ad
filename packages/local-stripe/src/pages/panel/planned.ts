import type { Store } from '../../engine/world/store'
import type { Desk } from '../desk'
import { sentenceCase } from '../words'

/** Something this Stripe has planned, and will do when its clock gets there. */
export interface Planned {
  at: number
  what: string
  id: string
  /** Whose it is, where it is anyone's. */
  customer: { id: string; name: string } | null
}

/** What happens next, soonest first. */
export const readPlanned = ({ engine: { store, world } }: Desk): Planned[] =>
  world.agenda
    .all()
    .slice(0, 8)
    .map(({ at, task, id }) => ({
      at: Math.ceil(at / 1000),
      what: words[task] ?? sentenceCase(task),
      id,
      customer: customerOf(store, id),
    }))

const words: Record<string, string> = {
  renew: 'A subscription renews',
  finalize: 'An invoice is finalized and charged',
  retry: 'A failed payment is tried again',
  upcoming: 'A renewal is announced',
  overdue: 'An invoice becomes overdue',
  'cancel at': 'A subscription ends',
  'trial will end': 'A trial’s end is announced',
  'expire session': 'A Checkout session expires',
  'expire incomplete': 'An unpaid subscription expires',
  'expire pending update': 'An unpaid change expires',
  'settle bank payment': 'A bank payment settles',
  'resume collection': 'Collection resumes',
  schedule: 'A scheduled change happens',
  'expire quote': 'A quote expires',
  'fail refund': 'A refund comes back',
}

function customerOf(store: Store, id: string): Planned['customer'] {
  const subject =
    store.subscriptions.get(id) ??
    store.invoices.get(id) ??
    store.checkoutSessions.get(id) ??
    store.paymentIntents.get(id)
  const customer = store.customers.get(subject?.customer ?? '')
  return customer ? { id: customer.id, name: customer.email ?? customer.name ?? customer.id } : null
}
