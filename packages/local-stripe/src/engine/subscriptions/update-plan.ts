import { redeemDiscounts } from '../catalog/discounts'
import { hasCurrency } from '../catalog/price-amount'
import { isLicensed, itemLines, priceOfItems, quantityOf, trialLine } from '../invoices/lines'
import { ended, type Proration, prorations } from '../invoices/proration'
import { periodAround } from '../world/calendar'
import { invalid, missing } from '../world/errors'
import { withMetadata } from '../world/params'
import type { InvoiceLine, Subscription, SubscriptionItem } from '../world/types'
import type { World } from '../world/world'
import type { ItemParams } from './create-params'
import { NO_DETAILS } from './end'
import { extraLines } from './extra-item-lines'
import { itemDiscounts, newItem, periodAt, planOf, recurringPrice } from './items'
import type { SubscriptionUpdate } from './update-params'

/** What an update does: the changed fields, the invoice lines, and whether they are charged now. */
export interface UpdatePlan {
  patch: Partial<Subscription>
  /** Credits and charges for a part of a period. They become invoice items. */
  prorations: Proration[]
  lines: InvoiceLine[]
  invoiceNow: boolean
}

export function planUpdate(
  world: World,
  before: Subscription,
  params: SubscriptionUpdate,
): UpdatePlan {
  const now = world.clock.seconds()
  const items = params.items ? changedItems(world, before, params.items) : before.items.data
  const patch = {
    ...plainFields(world, before, params, items),
    ...cancellation(before, params, now),
  }
  const behavior = params.proration_behavior ?? 'create_prorations'

  const wasTrialing = before.status === 'trialing'
  const trialEnds = params.trial_end === 'now' || (params.trial_end ?? Infinity) <= now
  if (params.trial_end !== undefined && !trialEnds) {
    Object.assign(patch, startTrial(before, params.trial_end as number, now))
  }
  const moment = params.proration_date ?? now
  checkProrationDate(before, params)

  const intervalChanged = items.some((item) => {
    const old = before.items.data.find((each) => each.id === item.id)
    return old && intervalOf(old) !== intervalOf(item)
  })
  const restarts =
    params.billing_cycle_anchor?.type === 'now' ||
    (trialEnds && wasTrialing) ||
    (intervalChanged && !wasTrialing)
  const trialing = wasTrialing && !trialEnds

  const lines: InvoiceLine[] = []
  let made: Proration[] = []
  if (restarts) {
    if (!wasTrialing && behavior !== 'none') {
      made = prorations(world, before, ended(before), moment)
    }
    const restarted = items.map((item) => ({
      ...item,
      current_period_start: now,
      current_period_end: periodAt(item.price, now, now),
    }))
    lines.push(...restarted.flatMap((item) => fullPeriod(world, before, item)))
    Object.assign(patch, {
      billing_cycle_anchor: now,
      items: { ...before.items, data: restarted },
      ...(wasTrialing && trialEnds && { trial_end: now, status: 'active' }),
    })
  } else {
    const periodic = patch.trial_end
      ? items.map((item) => ({
          ...item,
          current_period_start: wasTrialing ? item.current_period_start : now,
          current_period_end: patch.trial_end as number,
        }))
      : items
    if (behavior !== 'none' && !trialing) {
      const after = { ...before, ...patch, items: { ...before.items, data: periodic } }
      made = prorations(world, before, patch.trial_end ? ended(before) : after, moment)
    }
    if (patch.trial_end && !wasTrialing) {
      lines.push(
        ...periodic.map((item) =>
          trialLine(world, before, item, { start: now, end: item.current_period_end }),
        ),
      )
    }
    if (params.items || patch.trial_end) patch.items = { ...before.items, data: periodic }
  }
  lines.push(...extraLines(world, before, params.add_invoice_items))
  const invoiceNow =
    lines.length + made.length > 0 &&
    (restarts || behavior === 'always_invoice' || Boolean(patch.trial_end && !wasTrialing))
  return { patch, prorations: made, lines, invoiceNow }
}

function plainFields(
  world: World,
  before: Subscription,
  params: SubscriptionUpdate,
  items: SubscriptionItem[],
): Partial<Subscription> {
  if (params.default_payment_method) {
    const method = world.store.paymentMethods.get(params.default_payment_method)
    if (method?.customer !== before.customer) {
      throw missing('PaymentMethod', params.default_payment_method, 'default_payment_method')
    }
  }
  const pause = params.pause_collection
  const discounts =
    params.discounts ??
    (params.coupon === undefined ? undefined : params.coupon ? [{ coupon: params.coupon }] : [])
  return {
    metadata: withMetadata(before.metadata, params.metadata),
    ...(params.default_payment_method !== undefined && {
      default_payment_method: params.default_payment_method,
    }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.collection_method && { collection_method: params.collection_method }),
    ...(params.days_until_due !== undefined && { days_until_due: params.days_until_due }),
    ...(params.trial_settings && { trial_settings: params.trial_settings }),
    ...(params.payment_settings?.save_default_payment_method && {
      payment_settings: {
        payment_method_options: null,
        payment_method_types: null,
        save_default_payment_method: params.payment_settings.save_default_payment_method,
      },
    }),
    ...(pause !== undefined && {
      pause_collection: pause && { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null },
    }),
    ...((params.discounts !== undefined || params.coupon !== undefined) && {
      discounts: redeemDiscounts(
        world,
        discounts ?? [],
        { currency: before.currency, amount: priceOfItems(world, items, before.currency) },
        { customer: before.customer, subscription: before.id },
      ),
    }),
  }
}

function cancellation(
  before: Subscription,
  params: SubscriptionUpdate,
  now: number,
): Partial<Subscription> {
  if (params.cancel_at_period_end && params.cancel_at) {
    throw invalid('You can only set one of cancel_at and cancel_at_period_end.', 'cancel_at')
  }
  if (before.schedule && (params.cancel_at_period_end || params.cancel_at)) {
    throw invalid(
      `The subscription is managed by the subscription schedule \`${before.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
      params.cancel_at ? 'cancel_at' : 'cancel_at_period_end',
    )
  }
  const details = cancellationDetails(before, params)
  if (params.cancel_at_period_end === undefined && params.cancel_at === undefined) return details
  const ends = before.items.data.map((item) => item.current_period_end)
  const at =
    params.cancel_at === 'min_period_end'
      ? Math.min(...ends)
      : params.cancel_at === 'max_period_end'
        ? Math.max(...ends)
        : params.cancel_at
  if (typeof at === 'number' && at <= now) {
    throw invalid('cancel_at must be a timestamp in the future.', 'cancel_at')
  }
  const atPeriodEnd = params.cancel_at_period_end ?? before.cancel_at_period_end
  // Stripe sets `cancel_at` for `cancel_at_period_end` as well. Unsetting one clears both.
  const cancelAt = at !== undefined ? at : atPeriodEnd ? Math.min(...ends) : null
  const ending = cancelAt !== null
  return {
    cancel_at: cancelAt,
    cancel_at_period_end: at === undefined && atPeriodEnd,
    canceled_at: ending ? (before.canceled_at ?? now) : null,
    cancellation_details: ending
      ? {
          ...NO_DETAILS,
          ...before.cancellation_details,
          ...details.cancellation_details,
          reason: 'cancellation_requested',
        }
      : NO_DETAILS,
  }
}

export function cancellationDetails(
  before: Subscription,
  params: SubscriptionUpdate,
): Partial<Subscription> {
  const given = params.cancellation_details
  if (!given) return {}
  return {
    cancellation_details: {
      ...NO_DETAILS,
      ...before.cancellation_details,
      ...(given.comment !== undefined && { comment: given.comment }),
      ...(given.feedback !== undefined && { feedback: given.feedback }),
    },
  }
}

function startTrial(before: Subscription, end: number, now: number): Partial<Subscription> {
  return {
    status: 'trialing',
    trial_start: before.status === 'trialing' ? before.trial_start : now,
    trial_end: end,
    billing_cycle_anchor: end,
  }
}

function changedItems(world: World, before: Subscription, given: ItemParams[]): SubscriptionItem[] {
  let items = before.items.data
  for (const [i, change] of given.entries()) {
    const path = `items[${i}]`
    const old = change.id ? items.find((item) => item.id === change.id) : undefined
    if (change.id && !old) throw missing('subscription_item', change.id, `${path}[id]`)
    if (old && change.deleted) {
      items = items.filter((item) => item !== old)
      continue
    }
    if (old) {
      const named = change.price ?? change.plan ?? change.price_data
      const price = named ? recurringPrice(world, change, path) : old.price
      const quantity = change.quantity ?? old.quantity ?? 1
      const licensed = price.recurring?.usage_type !== 'metered'
      const { quantity: _, ...rest } = old
      const next = {
        ...rest,
        price,
        plan: planOf(price),
        ...(licensed && { quantity }),
        metadata: withMetadata(old.metadata, change.metadata),
        discounts: itemDiscounts(
          world,
          before,
          old.id,
          price,
          { ...change, quantity },
          path,
          old.discounts,
        ),
      }
      items = items.map((item) => (item === old ? next : item))
      continue
    }
    const price = recurringPrice(world, change, path)
    if (items.some((item) => item.price.id === price.id)) {
      throw invalid(
        `Cannot add multiple subscription items with the same price: ${price.id}`,
        `${path}[price]`,
      )
    }
    // An item that is added during a period is billed for the rest of it and renews with the
    // others.
    const { interval = 'month', interval_count = 1 } = price.recurring ?? {}
    const { billing_cycle_anchor: anchor } = before
    const trial = before.status === 'trialing' ? before.items.data[0] : undefined
    const period = trial
      ? { start: trial.current_period_start, end: trial.current_period_end }
      : periodAround(anchor, interval, interval_count, world.clock.seconds())
    items = [...items, newItem(world, before, price, change, period, path)]
  }
  if (items.length === 0) {
    throw invalid('A subscription must have at least one active price.', 'items')
  }
  for (const item of items) {
    if (!hasCurrency(world, item.price, before.currency)) {
      throw invalid(
        `The price specified only supports \`${item.price.currency}\`. This doesn't match the expected currency: \`${before.currency}\`.`,
        'items',
      )
    }
  }
  return items
}

function checkProrationDate(before: Subscription, params: SubscriptionUpdate): void {
  if (params.proration_date === undefined) return
  const start = Math.min(...before.items.data.map((item) => item.current_period_start))
  const end = Math.max(...before.items.data.map((item) => item.current_period_end))
  if (params.proration_date < start || params.proration_date > end) {
    throw invalid(
      'Cannot specify `proration_date` outside of the current period.',
      'proration_date',
    )
  }
}

function fullPeriod(world: World, before: Subscription, item: SubscriptionItem): InvoiceLine[] {
  const period = { start: item.current_period_start, end: item.current_period_end }
  return isLicensed(item) ? itemLines(world, before, item, quantityOf(item), period) : []
}

const intervalOf = (item: SubscriptionItem) =>
  `${item.price.recurring?.interval_count} ${item.price.recurring?.interval}`
