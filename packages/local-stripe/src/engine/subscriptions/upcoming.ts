import type { Invoice, Subscription } from '../world/types'
import { dryRun, emit, find, type World } from '../world/world'
import { hasEnded } from './end'
import { startPeriod } from './renewal'
import { nextPeriodEnd } from './save'
import { advanceSchedule } from './schedules/schedules'

/** Sends `invoice.upcoming`, some days before a renewal. */
export function announceUpcoming(world: World, id: string): void {
  const subscription = find(world.store.subscriptions, 'subscription', id)
  if (hasEnded(subscription)) return
  // An invoice that doesn't exist yet has no id.
  const { id: _, ...upcoming } = upcomingInvoice(world, subscription)
  emit(world, 'invoice.upcoming', upcoming)
}

/** The next invoice: creates it and rolls it back. */
export function upcomingInvoice(world: World, before: Subscription): Invoice {
  return dryRun(world, () => {
    const now = world.clock.now()
    world.clock.standAt(Math.max(now, nextPeriodEnd(before) * 1000))
    try {
      beginPhase(world, before)
      const subscription = find(world.store.subscriptions, 'subscription', before.id)
      // A phase with another interval has already started and billed a new period.
      const isBilled = nextPeriodEnd(subscription) * 1000 > world.clock.now()
      return asPreview(
        isBilled
          ? find(world.store.invoices, 'invoice', subscription.latest_invoice ?? '')
          : startPeriod(world, subscription, 'upcoming'),
      )
    } finally {
      world.clock.standAt(now)
    }
  })
}

/** The next invoice bills the phase that begins with the next period. */
function beginPhase(world: World, { schedule }: Subscription): void {
  const at = schedule ? world.agenda.planned('schedule', schedule) : null
  if (schedule && at !== null && at <= world.clock.now()) advanceSchedule(world, schedule)
}

/** An invoice as a preview, with an id that shows that it doesn't exist. */
export function asPreview(invoice: Invoice): Invoice {
  const id = invoice.id.replace('in_', 'upcoming_in_')
  return {
    ...invoice,
    id,
    automatically_finalizes_at: null,
    lines: {
      ...invoice.lines,
      url: `/v1/invoices/upcoming/lines`,
      data: invoice.lines.data.map((line) => ({ ...line, invoice: id })),
    },
  }
}
