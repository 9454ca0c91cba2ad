import type { z } from 'zod'
import type { DiscountParams } from '../../catalog/discount-params'
import { ApiError } from '../../world/errors'
import { hash, many, notSupported, oneOf } from '../../world/params'
import type { Invoice, Schedule } from '../../world/types'
import { find, type World } from '../../world/world'
import { updateSubscription } from '../changes/update'
import { nextPeriodEnd } from '../save'
import { upcomingInvoice } from '../upcoming'
import { isLive } from './close'
import { createSchedule } from './create-schedule'
import { Phase } from './params'
import { discountReference } from './phases'
import { advanceSchedule, updateSchedule } from './schedules'

export const ScheduleDetails = hash({
  billing_mode: hash({ type: oneOf('classic', 'flexible'), flexible: notSupported() }).optional(),
  end_behavior: oneOf('cancel', 'release').optional(),
  pause_schedules: notSupported(),
  phases: many(Phase).optional(),
  proration_behavior: oneOf('create_prorations', 'none', 'always_invoice').optional(),
})

interface Preview {
  schedule_details?: z.output<typeof ScheduleDetails>
  discounts?: DiscountParams
}

/** The next invoice of a schedule, after the changes of `schedule_details`. The caller rolls back. */
export function previewOfSchedule(world: World, schedule: Schedule, given: Preview): Invoice {
  if (!isLive(schedule)) throw nothingUpcoming(schedule.customer)
  const latest = world.store.subscriptions.get(schedule.subscription ?? '')?.latest_invoice
  const { phases, end_behavior, proration_behavior } = given.schedule_details ?? {}
  const changed = given.schedule_details
    ? updateSchedule(world, schedule.id, { phases, end_behavior, proration_behavior })
    : schedule
  if (changed.status === 'not_started') return firstInvoice(world, changed, given.discounts)
  const id = changed.subscription ?? ''
  if (given.discounts !== undefined) {
    updateSubscription(world, id, { discounts: given.discounts }, { bySchedule: true })
  }
  const subscription = find(world.store.subscriptions, 'subscription', id)
  if (subscription.latest_invoice !== latest) {
    return draftOf(world, subscription.latest_invoice ?? '')
  }
  if ((subscription.cancel_at ?? Infinity) <= nextPeriodEnd(subscription)) {
    throw nothingUpcoming(subscription.customer)
  }
  return upcomingInvoice(world, subscription)
}

/** An invoice as it was drafted, before it was finalized and paid. */
function draftOf(world: World, id: string): Invoice {
  const drafted = world.pendingEvents.find(
    ({ type, data }) => type === 'invoice.created' && data.object.id === id,
  )
  // The object of `invoice.created` is an invoice.
  return (drafted?.data.object ?? find(world.store.invoices, 'invoice', id)) as Invoice
}

/** The first invoice of a schedule that doesn't exist yet. The caller rolls back. */
export function previewOfNewSchedule(world: World, customer: string, given: Preview): Invoice {
  const { phases, end_behavior, billing_mode } = given.schedule_details ?? {}
  const schedule = createSchedule(world, {
    customer,
    billing_mode,
    end_behavior,
    start_date: phases?.[0]?.start_date,
    phases: phases?.map((phase, i) => ({
      ...phase,
      ...(i === 0 && given.discounts !== undefined && { discounts: given.discounts }),
    })),
  })
  return firstInvoice(world, schedule, undefined)
}

/** The first invoice of a schedule that has started just now, or starts later. */
function firstInvoice(
  world: World,
  schedule: Schedule,
  discounts: DiscountParams | undefined,
): Invoice {
  const [first, ...others] = schedule.phases
  if (first && discounts !== undefined) {
    const replaced = { ...first, discounts: (discounts ?? []).map(discountReference) }
    world.store.schedules.put({ ...schedule, phases: [replaced, ...others] })
  }
  if (schedule.status === 'not_started') startAt(world, schedule.id, first?.start_date ?? 0)
  const { subscription } = find(world.store.schedules, 'subscription_schedule', schedule.id)
  const made = find(world.store.subscriptions, 'subscription', subscription ?? '')
  const invoice = world.store.invoices.get(made.latest_invoice ?? '')
  if (!invoice) throw nothingUpcoming(schedule.customer)
  return invoice
}

function startAt(world: World, id: string, start: number): void {
  const now = world.clock.now()
  world.clock.standAt(start * 1000)
  try {
    advanceSchedule(world, id)
  } finally {
    world.clock.standAt(now)
  }
}

/** Stripe answers 404 if there is nothing to preview. */
export const nothingUpcoming = (customer: string) =>
  new ApiError(404, {
    type: 'invalid_request_error',
    code: 'invoice_upcoming_none',
    doc_url: 'https://stripe.com/docs/error-codes/invoice-upcoming-none',
    message: `No upcoming invoices for customer: ${customer}`,
  })
