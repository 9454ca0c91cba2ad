import { z } from 'zod'
import { voidInvoice } from '../invoices/by-hand/close'
import { isLicensed, itemDetails, itemLines, quantityOf } from '../invoices/lines'
import { addProrations } from '../invoices/proration'
import { invalid } from '../world/errors'
import { hash, integer, oneOf } from '../world/params'
import type { Invoice, InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import { emit, find, type World } from '../world/world'
import { naturalPeriod, partOf } from './periods'
import { saveSubscription } from './save'
import { finalizeNow, subscriptionInvoice } from './subscription-invoice'

export const SubscriptionResume = hash({
  billing_cycle_anchor: z
    .union([
      oneOf('now', 'unchanged').transform((type) => ({ type })),
      hash({ type: oneOf('now', 'unchanged') }),
    ])
    .optional(),
  payment_behavior: oneOf('resume_on_payment_attempt', 'resume_on_payment_success').optional(),
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
  proration_date: integer.optional(),
})
type SubscriptionResume = z.output<typeof SubscriptionResume>

/**
 * Resumes a paused subscription. If that is billed, the subscription stays paused until its invoice
 * is paid or marked uncollectible.
 */
export function resumeSubscription(
  world: World,
  id: string,
  params: SubscriptionResume,
): Subscription {
  const before = find(world.store.subscriptions, 'subscription', id)
  if (before.status !== 'paused') {
    throw invalid('You can only resume a subscription that is paused.')
  }
  if (before.collection_method !== 'charge_automatically') {
    throw invalid(
      'You can only resume a subscription with the collection method `charge_automatically`.',
    )
  }
  const restarts = params.billing_cycle_anchor?.type !== 'unchanged'
  const after = withPeriods(world, before, params.proration_date)
  const lines = linesOf(world, before, after, restarts, params)
  const saved = saveSubscription(world, before, after)
  const isBilled = restarts || (lines.length > 0 && params.proration_behavior === 'always_invoice')
  if (!isBilled) {
    addProrations(
      world,
      saved,
      lines.map((line) => ({ line, credits: null })),
    )
    return activate(world, saved)
  }
  return bill(world, saved, lines, params.payment_behavior ?? 'resume_on_payment_attempt')

  function withPeriods(
    world: World,
    { items, billing_cycle_anchor }: Subscription,
    from = world.clock.seconds(),
  ): Partial<Subscription> {
    const now = world.clock.seconds()
    const anchor = restarts ? now : billing_cycle_anchor
    return {
      billing_cycle_anchor: anchor,
      items: {
        ...items,
        data: items.data.map((item) => {
          if (!restarts && item.current_period_end > now) return item
          const { end } = naturalPeriod(item.price, anchor, now)
          return {
            ...item,
            current_period_start: restarts ? now : from,
            current_period_end: end,
          }
        }),
      },
    }
  }
}

/** What is billed: a whole new period, or what is left of the one that the anchor gives. */
function linesOf(
  world: World,
  before: Subscription,
  { items }: Partial<Subscription>,
  restarts: boolean,
  { proration_behavior }: SubscriptionResume,
): InvoiceLine[] {
  if (!restarts && proration_behavior === 'none') return []
  return (items?.data ?? []).flatMap((item) => {
    const isKept = before.items.data.some((old) => old === item)
    return !isLicensed(item) || isKept ? [] : linesOfItem(world, before, item, restarts)
  })
}

function linesOfItem(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  restarts: boolean,
): InvoiceLine[] {
  const period = { start: item.current_period_start, end: item.current_period_end }
  const lines = itemLines(world, subscription, item, quantityOf(item), period)
  if (restarts) return lines
  const whole = naturalPeriod(item.price, subscription.billing_cycle_anchor, period.start)
  return partOf(lines, period, whole).map((line) => ({
    ...line,
    ...itemDetails(subscription, item, true, item.price.unit_amount_decimal),
  }))
}

function bill(
  world: World,
  paused: Subscription,
  lines: InvoiceLine[],
  behavior: NonNullable<SubscriptionResume['payment_behavior']>,
): Subscription {
  const draft = subscriptionInvoice(world, paused, lines, 'subscription_update', {
    // Only the payment that is tried at once is also retried.
    given: { auto_advance: behavior === 'resume_on_payment_success' },
  })
  world.store.resumptions.put({ id: draft.id, object: 'resumption', behavior })
  finalizeNow(world, draft, {
    collect: behavior === 'resume_on_payment_success',
    offSession: true,
  })
  world.agenda.plan('expire resumption', draft.id, (world.clock.seconds() + 23 * 3600) * 1000)
  return find(world.store.subscriptions, 'subscription', paused.id)
}

/** Activates the subscription whose resumption was paid or marked uncollectible. */
export function resumptionSettled(
  world: World,
  subscription: Subscription,
  invoice: Invoice,
): void {
  if (subscription.status !== 'paused' || !world.store.resumptions.get(invoice.id)) return
  activate(world, subscription)
}

/** A failed payment resumes the subscription all the same, as past due, unless it had to succeed. */
export function resumptionFailed(world: World, subscription: Subscription, invoice: Invoice): void {
  const resumption = world.store.resumptions.get(invoice.id)
  if (resumption?.behavior !== 'resume_on_payment_attempt') return
  const resumed = saveSubscription(world, subscription, {
    status: 'past_due',
    status_details: undefined,
  })
  emit(world, 'customer.subscription.resumed', resumed)
}

/** Voids the invoice of a resumption after 23 hours without an attempt to pay it. */
export function expireResumption(world: World, id: string): void {
  const invoice = world.store.invoices.get(id)
  if (invoice?.status === 'open' && !invoice.attempted) voidInvoice(world, id)
}

function activate(world: World, paused: Subscription): Subscription {
  const resumed = saveSubscription(world, paused, { status: 'active', status_details: undefined })
  emit(world, 'customer.subscription.resumed', resumed)
  return resumed
}
