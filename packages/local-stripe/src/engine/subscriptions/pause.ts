import type { z } from 'zod'
import { createInvoiceItem } from '../invoices/invoice-items'
import { isLicensed } from '../invoices/lines'
import { creditUnusedTime } from '../invoices/proration'
import { closeUsage } from '../invoices/usage'
import { invalid } from '../world/errors'
import { hash, oneOf } from '../world/params'
import type { InvoiceLine, Subscription } from '../world/types'
import { find, type World } from '../world/world'
import { saveSubscription } from './save'
import { invoicePendingItems } from './subscription-invoice'

export const SubscriptionPause = hash({
  bill_for: hash({
    outstanding_usage_through: hash({ type: oneOf('none', 'now') }).optional(),
    unused_time_from: hash({ type: oneOf('item_current_period_start', 'none', 'now') }).optional(),
  }).optional(),
  invoicing_behavior: oneOf('invoice', 'pending_invoice_item').optional(),
  type: oneOf('subscription').optional(),
})

/**
 * Pauses a subscription: no service and no invoices until it is resumed. Unless `bill_for` says
 * otherwise, the unused time is credited and the usage so far is billed, and the period ends.
 */
export function pauseSubscription(
  world: World,
  id: string,
  params: z.output<typeof SubscriptionPause>,
): Subscription {
  const before = find(world.store.subscriptions, 'subscription', id)
  checkCanPause(before)
  const now = world.clock.seconds()
  const credited = params.bill_for?.unused_time_from?.type ?? 'now'
  const usageIsBilled = params.bill_for?.outstanding_usage_through?.type !== 'none'
  if (credited !== 'none') creditUnusedTime(world, before, credited === 'now' ? now : 0)
  const usage = usageIsBilled ? usageSoFar(world, before) : []
  if (params.invoicing_behavior === 'invoice') invoicePendingItems(world, before, usage)
  else for (const line of usage) createInvoiceItem(world, before, line)

  const latest = find(world.store.subscriptions, 'subscription', id)
  const items = latest.items.data.map((item) => {
    const isSettled = isLicensed(item) ? credited !== 'none' : usageIsBilled
    return isSettled ? { ...item, current_period_end: now } : item
  })
  return saveSubscription(
    world,
    latest,
    {
      status: 'paused',
      status_details: pausedDetails('pause_requested', now),
      items: { ...latest.items, data: items },
    },
    'customer.subscription.paused',
  )
}

/** Why and when a subscription was paused, as it shows it. */
export const pausedDetails = (
  why: 'pause_requested' | 'trial_end_without_payment_method',
  now: number,
): Subscription['status_details'] => ({
  paused: { subscription: { type: why }, transitioned_at: now, type: 'subscription' },
})

function checkCanPause({ status, billing_mode, collection_method, schedule }: Subscription): void {
  if (status !== 'active') {
    throw invalid(`You can only pause a subscription that is active. This one is ${status}.`)
  }
  if (billing_mode.type !== 'flexible') {
    throw invalid('You can only pause a subscription with the billing mode `flexible`.')
  }
  if (collection_method !== 'charge_automatically') {
    throw invalid(
      'You can only pause a subscription with the collection method `charge_automatically`.',
    )
  }
  if (schedule) {
    throw invalid(
      `You cannot pause a subscription with a schedule. It is managed by the subscription schedule \`${schedule}\`.`,
    )
  }
}

const usageSoFar = (world: World, subscription: Subscription): InvoiceLine[] =>
  subscription.items.data
    .filter((item) => !isLicensed(item))
    .flatMap((item) => closeUsage(world, subscription, item))
    .filter((line) => line.amount !== 0)
