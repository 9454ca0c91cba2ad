import { redeemableCoupon } from '../../catalog/redeemable'
import { ApiError } from '../../world/errors'
import type { Schedule, Subscription } from '../../world/types'
import { change, find, type World } from '../../world/world'
import { expirePendingUpdate } from '../changes/pending-update'
import { updateSubscription } from '../changes/update'
import type { SubscriptionUpdate } from '../changes/update-params'
import { createSubscription } from '../create'
import { hasEnded } from '../end'
import type { PlannedItem } from '../items'
import { planExpiring } from './close'
import { discountParam, extraItemsOf, metadataOf, restartsCycle, termsOf } from './phase-terms'

type StoredPhase = Schedule['phases'][number]

/** Starts a phase: creates the subscription, or changes it to what the phase says. */
export function startPhase(world: World, schedule: Schedule, index: number): Schedule {
  if (schedule.subscription) {
    applyPhase(world, schedule, index)
    return enterPhase(world, schedule, index)
  }
  const phase = redeemable(world, schedule, phaseAt(schedule, index))
  const now = world.clock.seconds()
  const subscription = createSubscription(
    world,
    {
      customer: schedule.customer,
      ...termsOf(schedule, phase),
      billing_mode: { type: schedule.billing_mode.type as 'classic' | 'flexible' },
      currency: phase.currency,
      items: phase.items.map((item) => itemParams(world, item)),
      add_invoice_items: extraItemsOf(phase),
      proration_behavior: phase.proration_behavior as 'create_prorations',
      metadata: metadataOf(phase),
      ...(phase.trial_end && phase.trial_end > now && { trial_end: phase.trial_end }),
      ...(phase.start_date < now && { backdate_start_date: phase.start_date }),
      ...(endsIn(schedule, index) && { cancel_at: phase.end_date }),
    },
    { behavesLikeRenewal: true },
  )
  change(
    world,
    world.store.subscriptions,
    subscription,
    { schedule: schedule.id },
    'customer.subscription.updated',
  )
  return enterPhase(world, { ...schedule, subscription: subscription.id }, index)
}

/** Changes the subscription to a phase that begins. */
function applyPhase(world: World, planned: Schedule, index: number): void {
  const phase = redeemable(world, planned, phaseAt(planned, index))
  const schedule = { ...planned, phases: planned.phases.with(index, phase) }
  const subscription = schedule.subscription && world.store.subscriptions.get(schedule.subscription)
  if (!subscription || hasEnded(subscription)) return
  // A pending update was decided for the phase that is over.
  expirePendingUpdate(world, subscription.id)
  updateSubscription(
    world,
    subscription.id,
    {
      ...phaseUpdate(world, schedule, index),
      add_invoice_items: extraItemsOf(phase),
      proration_behavior: phase.proration_behavior as 'create_prorations',
      ...(subscription.status !== 'trialing' &&
        restartsCycle(world, schedule, phase, subscription) && {
          billing_cycle_anchor: { type: 'now' },
        }),
    },
    { bySchedule: true },
  )
}

/**
 * The parameters that bring the subscription to the items and terms of a phase. `running` is what
 * the current phase said before it is changed: discounts that it has already are not redeemed again.
 */
export function phaseUpdate(
  world: World,
  schedule: Schedule,
  index: number,
  running?: StoredPhase,
): SubscriptionUpdate {
  const phase = phaseAt(schedule, index)
  const goesOn = (now: unknown[], before: unknown[] | undefined) =>
    before !== undefined && JSON.stringify(now) === JSON.stringify(before)
  const subscription = find(world.store.subscriptions, 'subscription', schedule.subscription ?? '')
  // An item whose price goes on stays the same item; the others are changed in the order they stand.
  const before = subscription.items.data
  const changed = before.filter(({ price: { id } }) =>
    phase.items.every(({ price }) => price !== id),
  )
  const items = [
    ...phase.items.map((item) => {
      const old = before.find(({ price }) => price.id === item.price) ?? changed.shift()
      const same = running?.items.find(({ price }) => price === item.price)
      return {
        ...(old && { id: old.id }),
        ...itemParams(world, item),
        ...(goesOn(item.discounts, same?.discounts) && { discounts: undefined }),
      }
    }),
    ...changed.map((item) => ({ id: item.id, deleted: true })),
  ]
  return {
    items,
    // What only the phase before has set goes with it.
    ...(schedule.phases[index - 1]?.default_payment_method && { default_payment_method: null }),
    ...termsOf(schedule, phase),
    ...(goesOn(phase.discounts, running?.discounts) && { discounts: undefined }),
    metadata: metadataOf(phase),
    ...trialOf(phase, subscription, world.clock.seconds()),
    ...cancelAtOf(schedule, index, subscription),
  }
}

/** A phase without the discounts that can't be redeemed any more when it begins. */
function redeemable(world: World, { customer }: Schedule, phase: StoredPhase): StoredPhase {
  const purchase = { currency: phase.currency, amount: Number.POSITIVE_INFINITY }
  const usable = (discounts: StoredPhase['discounts']) =>
    discounts.filter((each) => each.discount || canRedeem(each))
  return {
    ...phase,
    discounts: usable(phase.discounts),
    items: phase.items.map((item) => ({ ...item, discounts: usable(item.discounts) })),
    add_invoice_items: phase.add_invoice_items.map((item) => ({
      ...item,
      discounts: usable(item.discounts),
    })),
  }

  function canRedeem(discount: StoredPhase['discounts'][number]): boolean {
    try {
      redeemableCoupon(world, discountParam(discount), customer, purchase, 'discounts')
      return true
    } catch (error) {
      if (error instanceof ApiError) return false
      throw error
    }
  }
}

/** The trial of a phase, as far as it isn't the running one. A phase without trial ends it. */
function trialOf(
  { trial_end }: StoredPhase,
  { status, trial_end: running }: Subscription,
  now: number,
): Pick<SubscriptionUpdate, 'trial_end'> {
  const isTrying = status === 'trialing' && running !== null && running > now
  if (trial_end !== null && trial_end > now) return trial_end === running ? {} : { trial_end }
  return isTrying ? { trial_end: 'now' } : {}
}

/** When a schedule cancels its subscription: known to the subscription from the last phase on. */
export function cancelAtOf(
  schedule: Schedule,
  index: number,
  { cancel_at: planned }: Subscription,
): Pick<SubscriptionUpdate, 'cancel_at'> {
  const at = endsIn(schedule, index) ? phaseAt(schedule, index).end_date : null
  return at === planned ? {} : { cancel_at: at }
}

/** Whether the subscription is canceled at the end of this phase. */
const endsIn = ({ end_behavior, phases }: Schedule, index: number) =>
  end_behavior === 'cancel' && index === phases.length - 1

/** Records that a phase is the current one, and plans its end. */
export function enterPhase(world: World, schedule: Schedule, index: number): Schedule {
  const phase = phaseAt(schedule, index)
  const known = find(world.store.schedules, 'subscription_schedule', schedule.id)
  // The subscription ends by itself with the last phase. All other phases end here: `renew` runs
  // this first if both are due, so that the new phase is billed.
  if (endsIn(schedule, index)) world.agenda.cancel('schedule', schedule.id)
  else world.agenda.plan('schedule', schedule.id, phase.end_date * 1000)
  planExpiring(world, schedule)
  return change(
    world,
    world.store.schedules,
    known,
    {
      subscription: schedule.subscription,
      status: 'active',
      current_phase: { start_date: phase.start_date, end_date: phase.end_date },
    },
    'subscription_schedule.updated',
  )
}

function itemParams(world: World, item: StoredPhase['items'][number]): PlannedItem {
  const metered = world.store.prices.get(item.price)?.recurring?.usage_type === 'metered'
  return {
    isPlanned: true,
    price: item.price,
    ...(item.quantity !== undefined && !metered && { quantity: item.quantity }),
    discounts: item.discounts.map(discountParam),
    tax_rates: (item.tax_rates ?? []).map(({ id }) => id),
    ...(item.metadata &&
      Object.keys(item.metadata).length > 0 && { metadata: { ...item.metadata } }),
  }
}

function phaseAt(schedule: Schedule, index: number): StoredPhase {
  const phase = schedule.phases[index]
  if (!phase) throw new Error(`${schedule.id} has no phase ${index}`)
  return phase
}
