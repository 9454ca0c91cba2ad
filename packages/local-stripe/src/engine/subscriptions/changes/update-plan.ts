import { isLicensed, itemAmount, itemLines, quantityOf, trialLine } from '../../invoices/lines'
import { ended, type Proration, prorations } from '../../invoices/proration'
import { closeUsage, skipUsage, usageLines } from '../../invoices/usage'
import { DAY } from '../../world/calendar'
import { invalid } from '../../world/errors'
import type { InvoiceLine, Subscription, SubscriptionItem } from '../../world/types'
import type { World } from '../../world/world'
import { trialDaysOf } from '../billing-anchor'
import { extraLines } from '../extra-item-lines'
import { cutAt, naturalPeriod } from '../periods'
import { changedItems } from './changed-items'
import { cancellation, plainFields } from './update-fields'
import type { SubscriptionUpdate } from './update-params'

/** What an update does: the changed fields, the invoice lines, and whether they are charged now. */
export interface UpdatePlan {
  patch: Partial<Subscription>
  /** Credits and charges for a part of a period, and usage. They become invoice items. */
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
  const trialEnd = trialEndOf(params, items, now)
  const wasTrialing = before.status === 'trialing'
  const trialEnds = trialEnd !== null && trialEnd <= now
  if (trialEnd !== null && !trialEnds) Object.assign(patch, startTrial(before, trialEnd, now))
  checkProrationDate(before, params)
  if (params.billing_cycle_anchor?.type === 'now' && wasTrialing && !trialEnds) {
    throw invalid(
      'The trial must end before the billing cycle anchor. Set trial_end to `now` to end it.',
      'billing_cycle_anchor',
      'subscription_update_trial_after_billing_cycle_anchor',
    )
  }
  const change: Change = {
    before,
    items,
    patch,
    behavior,
    moment: params.proration_date ?? now,
    wasTrialing,
    trialEnds,
  }
  const restarts =
    params.billing_cycle_anchor?.type === 'now' ||
    (trialEnds && wasTrialing) ||
    (!wasTrialing && restartsByItself(before, items))
  const plan = restarts ? restart(world, change) : keepCycle(world, change, params)
  const lines = [...plan.lines, ...extraLines(world, before, params.add_invoice_items)]
  const invoiceNow =
    lines.length + plan.prorations.length > 0 &&
    (restarts || behavior === 'always_invoice' || Boolean(patch.trial_end && !wasTrialing))
  return { patch, prorations: plan.prorations, lines, invoiceNow }
}

interface Change {
  before: Subscription
  items: SubscriptionItem[]
  /** The fields that change. Filled in by the functions below. */
  patch: Partial<Subscription>
  behavior: 'always_invoice' | 'create_prorations' | 'none'
  /** The time from which prorations are computed. */
  moment: number
  wasTrialing: boolean
  trialEnds: boolean
}

type Billed = Pick<UpdatePlan, 'prorations' | 'lines'>

/** Begins a new period now: credits the old one, and bills the new one and the usage so far. */
function restart(world: World, change: Change): Billed {
  const { before, items, patch, behavior, moment, wasTrialing, trialEnds } = change
  const now = world.clock.seconds()
  const credits =
    wasTrialing || behavior === 'none' ? [] : prorations(world, before, ended(before), moment)
  const usage = wasTrialing
    ? []
    : before.items.data
        .filter((item) => !isLicensed(item))
        // A metered price that is removed without prorations is not billed.
        .filter((item) => behavior !== 'none' || items.some(({ id }) => id === item.id))
        .flatMap((item) => usageLines(world, before, item, now))
  const restarted = items.map((item) => ({
    ...item,
    current_period_start: now,
    current_period_end: cutAt(naturalPeriod(item.price, now, now), cancelAtAfter(change)).end,
  }))
  Object.assign(patch, {
    billing_cycle_anchor: now,
    items: { ...before.items, data: restarted },
    ...(wasTrialing && trialEnds && { trial_end: now, status: 'active' }),
  })
  const full = restarted.flatMap((item) => fullPeriod(world, before, item))
  return { prorations: credits, lines: [...usage, ...full] }
}

/** Keeps the periods: prorates what changed in them, and bills the usage of what ended. */
function keepCycle(world: World, change: Change, params: SubscriptionUpdate): Billed {
  const { before, patch, behavior, moment, wasTrialing } = change
  const now = world.clock.seconds()
  const periodic = periodsAfter(change, params, now)
  const after = { ...before, ...patch, items: { ...before.items, data: periodic } }
  if (params.items || patch.trial_end || periodic.some((item, i) => item !== change.items[i])) {
    patch.items = after.items
  }
  if (wasTrialing) {
    const added = before.billing_mode.type === 'flexible' && behavior !== 'none'
    return { prorations: added ? changedTrialLines(world, before, after) : [], lines: [] }
  }
  const usage = endedUsage(world, before, after, behavior)
  const made =
    behavior === 'none'
      ? []
      : prorations(world, before, patch.trial_end ? ended(before) : after, moment)
  const trial = patch.trial_end
    ? periodic
        .filter((item) => isLicensed(item) || before.billing_mode.type === 'classic')
        .map((item) => trialLine(world, after, item, { start: now, end: item.current_period_end }))
    : []
  return { prorations: [...usage, ...made], lines: trial }
}

/** The items with the periods that they have after an update which keeps the billing cycle. */
function periodsAfter(change: Change, params: SubscriptionUpdate, now: number): SubscriptionItem[] {
  const { before, items, patch, wasTrialing } = change
  const { trial_end: trialEnd } = patch
  if (trialEnd) {
    return items.map((item) => ({
      ...item,
      current_period_start: wasTrialing ? item.current_period_start : now,
      current_period_end: trialEnd,
    }))
  }
  if (wasTrialing) return items
  const movesEnd = params.cancel_at !== undefined
  return items.map((item) => {
    const old = before.items.data.find((each) => each.id === item.id)
    // At the end of a period there is nothing to move: the next one has the new interval.
    const isMoved =
      old !== undefined && old.current_period_end > now && intervalOf(old) !== intervalOf(item)
    if (!isMoved && !movesEnd) return item
    const { current_period_start: start } = item
    const natural = naturalPeriod(item.price, before.billing_cycle_anchor, isMoved ? now : start)
    const period = cutAt(
      { start: isMoved ? natural.start : start, end: natural.end },
      cancelAtAfter(change),
    )
    if (period.start === start && period.end === item.current_period_end) return item
    return { ...item, current_period_start: period.start, current_period_end: period.end }
  })
}

/**
 * In classic billing mode, the cycle restarts with a price of another interval, and with the
 * first price that isn't free. In flexible billing mode it does only if the request says so.
 */
function restartsByItself(before: Subscription, items: SubscriptionItem[]): boolean {
  if (before.billing_mode.type !== 'classic') return false
  const intervalChanged = items.some((item) => {
    const old = before.items.data.find((each) => each.id === item.id)
    return old && intervalOf(old) !== intervalOf(item)
  })
  const isFree = (some: SubscriptionItem[]) =>
    some.every((item) => isLicensed(item) && item.price.unit_amount === 0)
  return intervalChanged || (isFree(before.items.data) && !isFree(items))
}

/**
 * The usage so far of metered items that end, and of metered prices that are replaced. In classic
 * billing mode it is not billed.
 */
function endedUsage(
  world: World,
  before: Subscription,
  after: Subscription,
  behavior: Change['behavior'],
): Proration[] {
  const now = world.clock.seconds()
  for (const item of after.items.data) {
    if (!before.items.data.some(({ id }) => id === item.id)) skipUsage(world, before, item)
  }
  return before.items.data
    .filter((item) => !isLicensed(item))
    .flatMap((item) => {
      const next = after.items.data.find((each) => each.id === item.id)
      if (next?.price.id === item.price.id) return []
      const lines = closeUsage(world, before, item)
      const goesOn = next !== undefined && !isLicensed(next)
      // At the end of its period, usage is due in any case.
      const isDue = behavior !== 'none' || goesOn || item.current_period_end <= now
      if (before.billing_mode.type === 'classic' || !isDue) return []
      return lines.filter((line) => line.amount !== 0).map((line) => ({ line, credits: null }))
    })
}

/** The $0 lines of items that are added or changed during a trial. */
function changedTrialLines(world: World, before: Subscription, after: Subscription): Proration[] {
  return after.items.data
    .filter((item) => {
      const old = before.items.data.find((each) => each.id === item.id)
      const same = old?.price.id === item.price.id && quantityOf(old) === quantityOf(item)
      return isLicensed(item) && !same && itemAmount(world, item, after.currency) !== 0
    })
    .map((item) => ({
      line: trialLine(world, after, item, {
        start: world.clock.seconds(),
        end: item.current_period_end,
      }),
      credits: null,
    }))
}

const cancelAtAfter = ({ before, patch }: Change): number | null =>
  patch.cancel_at !== undefined ? patch.cancel_at : before.cancel_at

/** When the trial ends after an update. Null if the update says nothing about it. */
function trialEndOf(
  { trial_end, trial_from_plan }: SubscriptionUpdate,
  items: SubscriptionItem[],
  now: number,
): number | null {
  if (trial_end === 'now') return now
  if (trial_end !== undefined) return trial_end
  const days = trial_from_plan ? trialDaysOf(items.map(({ price }) => price)) : 0
  return days > 0 ? now + days * DAY : null
}

function startTrial(before: Subscription, end: number, now: number): Partial<Subscription> {
  return {
    status: 'trialing',
    trial_start: before.status === 'trialing' ? before.trial_start : now,
    trial_end: end,
    billing_cycle_anchor: end,
  }
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
