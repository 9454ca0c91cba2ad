import { collectInvoice } from '../invoices/collect'
import { finalizeAndCollect, finalizeLater } from '../invoices/finalize'
import { isLicensed, itemLines, quantityOf } from '../invoices/lines'
import { trialUsageLines, usageLines } from '../invoices/usage'
import type { Invoice, InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import { change, emit, find, type World } from '../world/world'
import { endSubscription, hasEnded } from './end'
import { cutAt, naturalPeriod, partOf } from './periods'
import { nextPeriodEnd, saveSubscription } from './save'
import { advanceSchedule } from './schedules/schedules'
import { invoicePendingItems, subscriptionInvoice } from './subscription-invoice'
import { applyTrialEndBehavior } from './trial-end'

/** Runs at the end of a period: bills the next one, or ends the subscription. */
export function renew(world: World, id: string): void {
  const before = find(world.store.subscriptions, 'subscription', id)
  if (hasEnded(before)) return
  const now = world.clock.seconds()
  // A schedule phase that begins now has to change the items before the new period is billed.
  const phaseEnds = before.schedule ? world.agenda.planned('schedule', before.schedule) : null
  if (before.schedule && phaseEnds !== null && phaseEnds <= now * 1000) {
    world.agenda.cancel('schedule', before.schedule)
    advanceSchedule(world, before.schedule)
  }
  const subscription = find(world.store.subscriptions, 'subscription', id)
  if (hasEnded(subscription) || nextPeriodEnd(subscription) > now) return
  if (subscription.cancel_at_period_end || (subscription.cancel_at ?? Infinity) <= now) {
    endAtPeriodEnd(world, subscription)
    return
  }
  if (subscription.status === 'trialing' && applyTrialEndBehavior(world, subscription)) return
  startPeriod(world, subscription, 'subscription_cycle')
}

/**
 * Starts the next period and creates its invoice: licensed items in advance, metered ones for
 * usage.
 */
export function startPeriod(
  world: World,
  before: Subscription,
  reason: Invoice['billing_reason'],
): Invoice {
  const now = world.clock.seconds()
  const lines: InvoiceLine[] = []
  const items = before.items.data.map((item) => {
    if (item.current_period_end > now) return item
    const next = nextPeriod(before, item)
    lines.push(...linesFor(world, before, item, next))
    return next
  })
  const started = { ...before, items: { ...before.items, data: items } }
  world.store.subscriptions.put(started)
  const oldest = Math.min(...before.items.data.map((item) => item.current_period_start))
  const draft = subscriptionInvoice(world, started, lines, reason, {
    period: { start: oldest, end: now },
    withoutEvent: true,
  })
  world.store.subscriptions.put(before)
  saveSubscription(
    world,
    before,
    {
      items: started.items,
      latest_invoice: draft.id,
      ...(before.status === 'trialing' && { status: 'active' as const }),
    },
    'customer.subscription.updated',
  )
  holdOrFinalize(world, before, draft)
  return find(world.store.invoices, 'invoice', draft.id)
}

export function finalizeDue(world: World, id: string): void {
  const invoice = world.store.invoices.get(id)
  if (invoice?.status === 'draft' && invoice.auto_advance) finalizeAndCollect(world, invoice)
}

export function retryDue(world: World, id: string): void {
  const invoice = world.store.invoices.get(id)
  if (invoice?.status === 'open') collectInvoice(world, invoice, { offSession: true })
}

/** Ends a subscription as planned, after billing usage that is not billed yet. */
export function endAtPeriodEnd(world: World, subscription: Subscription): void {
  if (hasEnded(subscription)) return
  const usage = subscription.items.data
    .filter((item) => !isLicensed(item) && item.current_period_end <= world.clock.seconds())
    .flatMap((item) => usageLines(world, subscription, item))
    .filter((line) => line.amount !== 0)
  const last =
    usage.length > 0
      ? subscriptionInvoice(world, subscription, usage, 'subscription_cycle', {
          withoutEvent: true,
        })
      : null
  if (last) holdOrFinalize(world, subscription, last)
  else invoicePendingItems(world, subscription)
  const latest = find(world.store.subscriptions, 'subscription', subscription.id)
  endSubscription(world, latest, { reason: 'cancellation_requested' }, last?.id)
}

function linesFor(
  world: World,
  subscription: Subscription,
  ended: SubscriptionItem,
  next: SubscriptionItem,
): InvoiceLine[] {
  if (isLicensed(next)) {
    const period = { start: next.current_period_start, end: next.current_period_end }
    const lines = itemLines(world, subscription, next, quantityOf(next), period)
    const { billing_cycle_anchor: anchor } = subscription
    return partOf(lines, period, naturalPeriod(next.price, anchor, period.start))
  }
  return subscription.status === 'trialing'
    ? trialUsageLines(world, subscription, ended)
    : usageLines(world, subscription, ended)
}

function nextPeriod(subscription: Subscription, item: SubscriptionItem): SubscriptionItem {
  const start = item.current_period_end
  const natural = naturalPeriod(item.price, subscription.billing_cycle_anchor, start)
  const { end } = cutAt({ start, end: natural.end }, subscription.cancel_at)
  return { ...item, current_period_start: start, current_period_end: end }
}

/** Doesn't charge while collection is paused, or after dunning ended as `unpaid`. */
function holdOrFinalize(world: World, subscription: Subscription, draft: Invoice): void {
  const paused = subscription.pause_collection?.behavior
  if (paused === 'keep_as_draft' || subscription.status === 'unpaid') {
    change(world, world.store.invoices, draft, { auto_advance: false }, 'invoice.updated')
    return
  }
  if (paused === 'void' || paused === 'mark_uncollectible') {
    const now = world.clock.seconds()
    const status = paused === 'void' ? 'void' : 'uncollectible'
    const next = change(world, world.store.invoices, draft, {
      status,
      auto_advance: false,
      status_transitions: {
        ...draft.status_transitions,
        finalized_at: now,
        ...(status === 'void' ? { voided_at: now } : { marked_uncollectible_at: now }),
      },
    })
    emit(world, 'invoice.finalized', next)
    emit(world, status === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', next)
    return
  }
  finalizeLater(world, draft)
}
