import type { Store } from '../../engine/world/store'
import type { PageContext } from '../page-context'
import { sentenceCase } from '../text'

/** A scheduled task. */
export interface ScheduledTask {
  at: number
  what: string
  id: string
  /** The customer whom the task is about, if any. */
  customer: { id: string; name: string } | null
}

/** The next tasks, earliest first. */
export const readTasks = ({ engine: { store, world } }: PageContext): ScheduledTask[] =>
  world.agenda
    .all()
    .slice(0, 8)
    .map(({ at, task, id }) => ({
      at: Math.ceil(at / 1000),
      what: labels[task] ?? sentenceCase(task),
      id,
      customer: customerOf(store, id),
    }))

const labels: Record<string, string> = {
  renew: 'Subscription renewal',
  finalize: 'Invoice finalized and charged',
  retry: 'Payment retry',
  upcoming: 'Upcoming renewal notice',
  overdue: 'Invoice overdue',
  'cancel at': 'Subscription end',
  'trial will end': 'Trial ending notice',
  'expire session': 'Checkout session expiry',
  'expire incomplete': 'Unpaid subscription expiry',
  'expire pending update': 'Unpaid change expiry',
  'settle bank payment': 'Bank payment settlement',
  'resume collection': 'Collection resumes',
  schedule: 'Scheduled change',
  'schedule expiring': 'Schedule expiry notice',
  'expire quote': 'Quote expiry',
  'fail refund': 'Refund failure',
}

function customerOf(store: Store, id: string): ScheduledTask['customer'] {
  const subject =
    store.subscriptions.get(id) ??
    store.invoices.get(id) ??
    store.checkoutSessions.get(id) ??
    store.paymentIntents.get(id) ??
    store.schedules.get(id)
  const customer = store.customers.get(subject?.customer ?? '')
  return customer ? { id: customer.id, name: customer.email ?? customer.name ?? customer.id } : null
}
