import { expireQuote } from './checkout/quotes/quotes'
import { expireSessionDue } from './checkout/sessions'
import { setDelinquent } from './customers/delinquent'
import { sendMeterErrorReport } from './invoices/meter-errors'
import { settleBankPayment } from './payments/attempts'
import { openDispute } from './payments/disputes'
import { createEarlyFraudWarning } from './payments/early-fraud-warnings'
import { failRefund } from './payments/refunds'
import { expirePendingUpdate } from './subscriptions/changes/pending-update'
import { endSubscription, hasEnded } from './subscriptions/end'
import {
  subscriptionInvoiceOverdue,
  subscriptionInvoiceOverdueTooLong,
} from './subscriptions/invoice-outcome'
import { endAtPeriodEnd, finalizeDue, renew, retryDue } from './subscriptions/renewal'
import { expireResumption } from './subscriptions/resume'
import { saveSubscription } from './subscriptions/save'
import { announceExpiring } from './subscriptions/schedules/close'
import { advanceSchedule } from './subscriptions/schedules/schedules'
import { announceUpcoming } from './subscriptions/upcoming'
import { verifyTaxId } from './tax/tax-ids'
import { inTestClock } from './test-clocks/in-test-clock'
import { arrive } from './test-clocks/test-clocks'
import { isWithinClockLimit } from './world/clock-limits'
import type { Subscription } from './world/types'
import { emit, find, NO_REQUEST, transact, type World } from './world/world'

/** The scheduled tasks. Each runs with the clock set to its own time. */
const TASKS: Record<string, (world: World, id: string) => void> = {
  renew,
  finalize: finalizeDue,
  retry: retryDue,
  upcoming: announceUpcoming,
  'expire session': expireSessionDue,
  'report meter errors': sendMeterErrorReport,
  'expire pending update': expirePendingUpdate,
  'settle bank payment': settleBankPayment,
  schedule: advanceSchedule,
  'schedule expiring': announceExpiring,
  'expire resumption': expireResumption,
  'expire quote': expireQuote,
  'fail refund': failRefund,
  'verify tax id': verifyTaxId,
  // For the test cards that are disputed as soon as they are charged.
  'dispute fraudulent': (world, id) => void openDispute(world, id, 'fraudulent'),
  'dispute product_not_received': (world, id) =>
    void openDispute(world, id, 'product_not_received'),
  'dispute inquiry': (world, id) => void openDispute(world, id, 'inquiry'),
  'warn of fraud': (world, id) => void createEarlyFraudWarning(world, id),
  'cancel at': (world, id) => endAtPeriodEnd(world, subscriptionOf(world, id)),
  'expire incomplete': (world, id) => {
    const subscription = subscriptionOf(world, id)
    // A subscription doesn't expire while its bank payment is processing.
    if (subscription.status === 'incomplete' && !isProcessing(world, subscription)) {
      endSubscription(world, subscription, {})
    }
  },
  'trial will end': (world, id) => {
    const subscription = subscriptionOf(world, id)
    if (subscription.status === 'trialing') {
      emit(world, 'customer.subscription.trial_will_end', subscription)
    }
  },
  'resume collection': (world, id) => {
    const subscription = subscriptionOf(world, id)
    if (hasEnded(subscription)) return
    saveSubscription(
      world,
      subscription,
      { pause_collection: null },
      'customer.subscription.updated',
    )
  },
  overdue: (world, id) => {
    const invoice = find(world.store.invoices, 'invoice', id)
    if (invoice.status !== 'open') return
    setDelinquent(world, invoice.customer, true)
    emit(world, 'invoice.overdue', invoice)
    subscriptionInvoiceOverdue(world, invoice)
  },
  'overdue too long': (world, id) => {
    const invoice = find(world.store.invoices, 'invoice', id)
    if (invoice.status === 'open') subscriptionInvoiceOverdueTooLong(world, invoice)
  },
  'will be due': (world, id) => {
    const invoice = find(world.store.invoices, 'invoice', id)
    if (invoice.status === 'open') emit(world, 'invoice.will_be_due', invoice)
  },
}

/** Runs all tasks that are due by this moment, in order of time, each in its own transaction. */
export function runDue(world: World, until: number): void {
  const { request } = world
  world.request = NO_REQUEST
  try {
    for (;;) {
      const due = world.agenda.next()
      if (!due || due.at > until) return
      world.clock.standAt(due.at)
      transact(world, () => {
        world.agenda.cancel(due.task, due.id)
        const run = TASKS[due.task]
        if (!run) throw new Error(`no task named ${due.task}`)
        run(world, due.id)
      })
    }
  } finally {
    world.clock.release()
    world.request = request
  }
}

/** Runs what is due now, by the world's time and by the frozen time of each test clock. */
export function runAllDue(world: World): void {
  runDue(world, world.clock.now())
  if (world.store.testClocks.size === 0) return
  for (const { id } of world.store.testClocks.all()) {
    inTestClock(world, id, () => runDue(world, world.clock.now()))
  }
}

/** Advances the test clocks that a request has begun to advance. */
export function advanceTestClocks(world: World): void {
  if (world.store.testClocks.size === 0) return
  for (const { id, status_details } of world.store.testClocks.all()) {
    const target = status_details.advancing?.target_frozen_time
    if (target === undefined) continue
    inTestClock(world, id, () => runDue(world, target * 1000))
    transact(world, () => arrive(world, find(world.store.testClocks, 'test clock', id), target))
  }
}

/** Moves the clock to a later moment and runs everything that is due on the way. */
export function advanceTo(world: World, moment: number): void {
  if (moment < world.clock.now()) throw new RangeError('the clock cannot go back')
  if (!isWithinClockLimit(world, moment)) {
    throw new RangeError('the clock can move at most 10 years at a time')
  }
  runDue(world, moment)
  world.clock.setTo(moment)
}

function isProcessing(world: World, { latest_invoice }: Subscription): boolean {
  return world.store.invoicePayments.where('invoice', latest_invoice ?? '').some((each) => {
    const intent = world.store.paymentIntents.get(each.payment.payment_intent ?? '')
    return intent?.status === 'processing'
  })
}

const subscriptionOf = (world: World, id: string) =>
  find(world.store.subscriptions, 'subscription', id)
