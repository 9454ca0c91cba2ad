import { announceRemovedDiscounts } from '../../catalog/discounts'
import { cardError } from '../../customers/declines'
import { createInvoiceItem } from '../../invoices/invoice-items'
import { addProrations } from '../../invoices/proration'
import { HOUR } from '../../world/calendar'
import { invalid } from '../../world/errors'
import { withMetadata } from '../../world/params'
import type { Subscription } from '../../world/types'
import { emit, find, type World } from '../../world/world'
import { hasEnded } from '../end'
import { planTrialNotice, saveSubscription } from '../save'
import { recordInSchedule } from '../schedules/split-phase'
import { finalizeNow, subscriptionInvoice } from '../subscription-invoice'
import { applyTrialEndBehavior } from '../trial-end'
import { cancellationDetails, refuseScheduledEnd } from './update-fields'
import type { SubscriptionUpdate } from './update-params'
import { planUpdate, type UpdatePlan } from './update-plan'

export function updateSubscription(
  world: World,
  id: string,
  params: SubscriptionUpdate,
  { bySchedule = false } = {},
): Subscription {
  const before = find(world.store.subscriptions, 'subscription', id)
  if (hasEnded(before)) return updateEnded(world, before, params)
  if (!bySchedule) refuseScheduledEnd(before, params)
  if (params.payment_behavior === 'pending_if_incomplete') checkPendingUpdate(before, params)
  if (params.trial_end === 'now' && before.status === 'trialing') {
    const paused = applyTrialEndBehavior(world, before)
    if (paused) return paused
  }
  const plan = planUpdate(world, before, params)
  if (before.status === 'incomplete') requireNothingBilled(plan)
  const due = plan.invoiceNow
  const waits = params.payment_behavior === 'pending_if_incomplete' && due
  if (waits) return updateWhenPaid(world, before, plan, params)

  const after = saveSubscription(world, before, plan.patch, 'customer.subscription.updated')
  announceRemovedDiscounts(world, before, after)
  if (!bySchedule) recordInSchedule(world, before, after, params.add_invoice_items)
  if (before.status === 'trialing' && after.status === 'active') {
    emit(world, 'customer.subscription.trial_will_end', after)
  } else if (plan.patch.trial_end !== undefined) planTrialNotice(world, after)
  addProrations(world, after, plan.prorations)
  if (!due) {
    for (const line of plan.lines) createInvoiceItem(world, after, line)
    return find(world.store.subscriptions, 'subscription', id)
  }
  const draft = subscriptionInvoice(world, after, plan.lines, 'subscription_update', {
    withoutEvent: true,
  })
  const payment = finalizeNow(world, draft, {
    collect:
      after.collection_method === 'charge_automatically' &&
      params.payment_behavior !== 'default_incomplete',
    offSession: params.off_session,
  })
  const failed = payment.kind === 'failed' || payment.kind === 'requires_action'
  if (failed && params.payment_behavior === 'error_if_incomplete') {
    throw cardError(
      payment.kind === 'failed'
        ? payment.decline
        : {
            code: 'subscription_payment_intent_requires_action',
            message: 'Payment for this subscription requires additional user action.',
          },
      {},
      { keepsChanges: false },
    )
  }
  return find(world.store.subscriptions, 'subscription', id)
}

/** The first invoice of a subscription is paid before another one is made. */
function requireNothingBilled({ lines, prorations, invoiceNow }: UpdatePlan): void {
  if (lines.length + prorations.length === 0 && !invoiceNow) return
  throw invalid(
    'A subscription that is `incomplete` cannot be updated in a way that creates an invoice or invoice items. Its first invoice must be paid first.',
  )
}

/**
 * Invoices the change and applies it once that is paid. Until then it is a `pending_update`, for 23
 * hours.
 */
function updateWhenPaid(
  world: World,
  before: Subscription,
  plan: UpdatePlan,
  params: SubscriptionUpdate,
): Subscription {
  addProrations(world, before, plan.prorations)
  const draft = subscriptionInvoice(world, before, plan.lines, 'subscription_update', {
    withoutEvent: true,
  })
  const waiting = saveSubscription(
    world,
    find(world.store.subscriptions, 'subscription', before.id),
    {
      pending_update: {
        billing_cycle_anchor: plan.patch.billing_cycle_anchor ?? null,
        cancel_at_period_end: null,
        discount: null,
        discounts: null,
        expires_at: world.clock.seconds() + 23 * HOUR,
        metadata: null,
        subscription_items: plan.patch.items?.data ?? null,
        trial_end: plan.patch.trial_end ?? null,
        trial_from_plan: null,
      },
    },
  )
  const payment = finalizeNow(world, draft, { collect: true, offSession: params.off_session })
  const latest = find(world.store.subscriptions, 'subscription', waiting.id)
  if (payment.invoice.status === 'paid') return latest
  return saveSubscription(
    world,
    latest,
    { latest_invoice: draft.id },
    'customer.subscription.updated',
  )
}

/**
 * The parameters that a pending update can have. Stripe refuses others with
 * `pending_if_incomplete`.
 */
const pendingUpdateParams = new Set([
  'add_invoice_items',
  'billing_cycle_anchor',
  'items',
  'off_session',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
  'trial_from_plan',
])

function checkPendingUpdate(before: Subscription, params: SubscriptionUpdate): void {
  if (before.collection_method === 'send_invoice') {
    throw invalid(
      'payment_behavior `pending_if_incomplete` can only be used with collection_method `charge_automatically`.',
      'payment_behavior',
    )
  }
  const other = Object.entries(params).find(
    ([key, value]) => value !== undefined && !pendingUpdateParams.has(key),
  )
  if (!other) return
  throw invalid(
    `When payment_behavior is \`pending_if_incomplete\`, \`${other[0]}\` cannot be changed.`,
    other[0],
  )
}

/** Only the metadata and cancellation details of an ended subscription can change. */
function updateEnded(
  world: World,
  subscription: Subscription,
  params: SubscriptionUpdate,
): Subscription {
  const others = Object.entries(params).filter(
    ([key, value]) => value !== undefined && key !== 'metadata' && key !== 'cancellation_details',
  )
  if (others.length > 0) {
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.')
  }
  return saveSubscription(
    world,
    subscription,
    {
      metadata: withMetadata(subscription.metadata, params.metadata),
      ...cancellationDetails(subscription, params),
    },
    'customer.subscription.updated',
  )
}
