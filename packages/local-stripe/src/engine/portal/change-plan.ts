import { priceAmount } from '../catalog/price-amount'
import { updateSubscription } from '../subscriptions/changes/update'
import { nextPeriodEnd } from '../subscriptions/save'
import { createSchedule } from '../subscriptions/schedules/create-schedule'
import { discountParam } from '../subscriptions/schedules/phase-terms'
import {
  advanceSchedule,
  releaseSchedule,
  updateSchedule,
} from '../subscriptions/schedules/schedules'
import { upcomingInvoice } from '../subscriptions/upcoming'
import type { Invoice, PortalConfiguration, PortalSession, Subscription } from '../world/types'
import { dryRun, find, type World } from '../world/world'
import { notAllowed, ownSubscription } from './own-subscription'

interface PlanChange {
  price: string
  quantity?: number
  /** The proration date of the preview, so that the charge equals the preview. */
  prorationDate?: number
}

/**
 * Changes the price, if the configuration allows it. Its proration behavior decides what is
 * charged, and its conditions whether a schedule makes the change at the end of the period.
 */
export function portalChangePlan(
  world: World,
  sessionId: string,
  subscriptionId: string,
  to: PlanChange,
): Subscription {
  return changePlan(world, sessionId, subscriptionId, to, 'error_if_incomplete')
}

/** Previews a plan change: performs it and rolls it back. */
export function previewPortalPlanChange(
  world: World,
  sessionId: string,
  subscriptionId: string,
  to: PlanChange,
): { invoice: Invoice; dueNow: boolean; deferred: boolean } {
  return dryRun(world, () => {
    const before = find(world.store.subscriptions, 'subscription', subscriptionId)
    // A card that would be declined must not fail the preview.
    const after = changePlan(world, sessionId, subscriptionId, to, 'allow_incomplete')
    if (after.schedule) {
      const invoice = atPhaseEnd(world, after.schedule, subscriptionId)
      return { invoice, dueNow: false, deferred: true }
    }
    const dueNow = after.latest_invoice !== before.latest_invoice
    const invoice = dueNow
      ? find(world.store.invoices, 'invoice', after.latest_invoice ?? '')
      : upcomingInvoice(world, after)
    return { invoice, dueNow, deferred: false }
  })
}

/** Discards the change that is scheduled for the end of the period. */
export function portalKeepPlan(
  world: World,
  sessionId: string,
  subscriptionId: string,
): Subscription {
  const { subscription } = ownSubscription(world, sessionId, subscriptionId)
  if (subscription.schedule) releaseSchedule(world, subscription.schedule)
  return find(world.store.subscriptions, 'subscription', subscriptionId)
}

function changePlan(
  world: World,
  sessionId: string,
  subscriptionId: string,
  to: PlanChange,
  payment_behavior: 'error_if_incomplete' | 'allow_incomplete',
): Subscription {
  const { session, subscription, configuration } = ownSubscription(world, sessionId, subscriptionId)
  const { subscription_update: allowed } = configuration.features
  checkAllowed(subscription, configuration, to)
  // A new change replaces a scheduled one.
  if (subscription.schedule) releaseSchedule(world, subscription.schedule)
  if (isDeferred(world, subscription, configuration, to)) return schedule(world, subscription, to)
  const item = subscription.items.data[0]
  return updateSubscription(world, subscription.id, {
    items: [
      {
        ...(item && { id: item.id }),
        price: to.price,
        ...(to.quantity !== undefined && { quantity: to.quantity }),
      },
    ],
    proration_behavior: allowed.proration_behavior,
    ...(allowed.billing_cycle_anchor === 'now' && {
      billing_cycle_anchor: { type: 'now' as const },
    }),
    ...flowDiscounts(session, subscription),
    ...(allowed.proration_behavior !== 'none' &&
      to.prorationDate !== undefined && { proration_date: to.prorationDate }),
    payment_behavior,
    ...(subscription.status === 'trialing' &&
      allowed.trial_update_behavior === 'end_trial' && { trial_end: 'now' as const }),
  })
}

/** Refuses a price or a quantity that the configuration doesn't offer. */
function checkAllowed(
  { items }: Subscription,
  { features }: PortalConfiguration,
  to: PlanChange,
): void {
  const { enabled, products, default_allowed_updates: updates } = features.subscription_update
  const offered = products?.find((product) => product.prices.includes(to.price))
  if (!enabled || !offered) throw notAllowed()
  const [item] = items.data
  if (to.price !== item?.price.id && !updates.includes('price')) throw notAllowed()
  if (to.quantity === undefined || to.quantity === item?.quantity) return
  if (!updates.includes('quantity')) throw notAllowed()
  const { enabled: limited, minimum, maximum } = offered.adjustable_quantity
  if (!limited) return
  if (to.quantity < minimum || to.quantity > (maximum ?? Number.POSITIVE_INFINITY)) {
    throw notAllowed()
  }
}

/** The discount that the flow of this session gives for the change. */
function flowDiscounts({ flow }: PortalSession, { id }: Subscription) {
  const confirm = flow?.subscription_update_confirm
  if (confirm?.subscription !== id || !confirm.discounts?.length) return {}
  const discounts = confirm.discounts.map(({ coupon, promotion_code }) => ({
    ...(coupon && { coupon }),
    ...(promotion_code && { promotion_code }),
  }))
  return { discounts }
}

/**
 * Whether a condition of the configuration puts the change off to the end of the period. Never in a
 * trial, when nothing is paid yet.
 */
function isDeferred(
  world: World,
  subscription: Subscription,
  { features }: PortalConfiguration,
  to: PlanChange,
): boolean {
  const item = subscription.items.data[0]
  if (!item || subscription.status !== 'active') return false
  const price = find(world.store.prices, 'price', to.price)
  const quantity = item.quantity ?? 1
  return features.subscription_update.schedule_at_period_end.conditions.some(({ type }) =>
    type === 'decreasing_item_amount'
      ? priceAmount(world, price, to.quantity ?? quantity, subscription.currency) <
        priceAmount(world, item.price, quantity, subscription.currency)
      : type === 'shortening_interval' && days(price.recurring) < days(item.price.recurring),
  )
}

/** Schedules the new price for the end of the period, then releases the subscription. */
function schedule(world: World, subscription: Subscription, to: PlanChange): Subscription {
  const { id, phases } = createSchedule(world, { from_subscription: subscription.id })
  const quantity = to.quantity ?? subscription.items.data[0]?.quantity
  updateSchedule(world, id, {
    end_behavior: 'release',
    phases: [
      ...phases.map((phase) => ({
        items: phase.items.map((item) => ({
          price: item.price,
          quantity: item.quantity,
          discounts: item.discounts.map(discountParam),
        })),
        discounts: phase.discounts.map(discountParam),
        start_date: phase.start_date,
        end_date: phase.end_date,
      })),
      {
        items: [{ price: to.price, quantity }],
        discounts: subscription.discounts.flatMap((discount) => (discount ? [{ discount }] : [])),
        proration_behavior: 'none',
      },
    ],
  })
  return find(world.store.subscriptions, 'subscription', subscription.id)
}

function atPhaseEnd(world: World, scheduleId: string, subscriptionId: string): Invoice {
  const now = world.clock.now()
  const before = find(world.store.subscriptions, 'subscription', subscriptionId)
  world.clock.standAt(nextPeriodEnd(before) * 1000)
  try {
    advanceSchedule(world, scheduleId)
    const after = find(world.store.subscriptions, 'subscription', subscriptionId)
    return after.latest_invoice === before.latest_invoice
      ? upcomingInvoice(world, after)
      : find(world.store.invoices, 'invoice', after.latest_invoice ?? '')
  } finally {
    world.clock.standAt(now)
  }
}

const days = (recurring: { interval: string; interval_count: number } | null) =>
  recurring ? (DAYS[recurring.interval] ?? 0) * recurring.interval_count : 0

const DAYS: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 }
