import type { Schedule, Subscription } from '../../world/types'
import { change, type World } from '../../world/world'
import type { ExtraItem } from '../extra-item-lines'
import { extraItemOf, phaseOf } from './phases'

type StoredPhase = Schedule['phases'][number]

/**
 * Records a direct change of a subscription in its schedule. A change of what a phase bills ends the
 * current phase, and a new one goes on to its end. The terms of payment become the schedule's
 * defaults.
 * https://docs.stripe.com/billing/subscriptions/subscription-schedules (May 2026)
 */
export function recordInSchedule(
  world: World,
  before: Subscription,
  after: Subscription,
  extraItems: ExtraItem[] = [],
): void {
  const schedule = after.schedule ? world.store.schedules.get(after.schedule) : undefined
  if (schedule?.status !== 'active') return
  const phases = splitPhases(world, schedule, before, after, extraItems)
  const now = world.clock.seconds()
  const current = phases.find((phase) => phase.start_date <= now && phase.end_date > now)
  change(
    world,
    world.store.schedules,
    schedule,
    {
      phases,
      default_settings: { ...schedule.default_settings, ...changedTerms(schedule, before, after) },
      ...(current && {
        current_phase: { start_date: current.start_date, end_date: current.end_date },
      }),
    },
    'subscription_schedule.updated',
  )
}

function splitPhases(
  world: World,
  { phases }: Schedule,
  before: Subscription,
  after: Subscription,
  extraItems: ExtraItem[],
): StoredPhase[] {
  const now = world.clock.seconds()
  const index = phases.findIndex((phase) => phase.start_date <= now && phase.end_date > now)
  const current = phases[index]
  const changes = billed(before) !== billed(after) || extraItems.length > 0
  if (!current || !changes) return phases
  const { items, discounts, trial_end, automatic_tax, default_tax_rates } = phaseOf(after)
  const next: StoredPhase = {
    ...current,
    start_date: now,
    items,
    discounts,
    automatic_tax,
    default_tax_rates,
    trial_end: trial_end !== null && trial_end > now ? trial_end : null,
    add_invoice_items: extraItems.flatMap((item) => extraItemOf(world, item) ?? []),
  }
  const ended = current.start_date < now ? [{ ...current, end_date: now }] : []
  return [...phases.slice(0, index), ...ended, next, ...phases.slice(index + 1)]
}

/** What a phase says of a subscription that is billed, to compare. */
function billed(subscription: Subscription): string {
  const { items, discounts, trial_end, automatic_tax, default_tax_rates } = phaseOf(subscription)
  return JSON.stringify([items, discounts, trial_end, automatic_tax, default_tax_rates])
}

/** The terms of payment of a subscription, as far as they were changed. */
function changedTerms(
  { default_settings }: Schedule,
  before: Subscription,
  after: Subscription,
): Partial<Schedule['default_settings']> {
  const { collection_method, days_until_due, default_payment_method } = after
  const { custom_fields, description, footer } = after.invoice_settings
  const isShownAsBefore =
    days_until_due === before.days_until_due && after.invoice_settings === before.invoice_settings
  return {
    ...(collection_method !== before.collection_method && { collection_method }),
    ...(default_payment_method !== before.default_payment_method && { default_payment_method }),
    ...(!isShownAsBefore && {
      invoice_settings: {
        ...default_settings.invoice_settings,
        custom_fields,
        days_until_due,
        description,
        footer,
      },
    }),
  }
}
