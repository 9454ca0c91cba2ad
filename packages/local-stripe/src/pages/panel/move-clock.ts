import type { Engine } from '../../engine/engine'
import { addIntervals } from '../../engine/world/calendar'
import { isWithinClockLimit } from '../../engine/world/clock-limits'

export type ClockError = 'no_renewal' | 'no_date' | 'backwards' | 'too_far' | 'nowhere'

/** Moves the clock as a button of the panel asks. Returns why it can't, or null. */
export function moveClock({ clock, world }: Engine, to: string, date: string): ClockError | null {
  const now = Math.floor(clock.now().getTime() / 1000)
  switch (to) {
    case 'day':
    case 'week':
    case 'month':
      clock.advanceTo(new Date(addIntervals(now, to, 1) * 1000))
      return null
    case 'renewal':
      return clock.advanceToNextRenewal() ? null : 'no_renewal'
    case 'real':
      clock.real()
      return null
    case 'date': {
      const moment = new Date(`${date}T12:00:00Z`)
      if (Number.isNaN(moment.getTime())) return 'no_date'
      if (moment < clock.now()) return 'backwards'
      if (!isWithinClockLimit(world, moment.getTime())) return 'too_far'
      clock.advanceTo(moment)
      return null
    }
    default:
      return 'nowhere'
  }
}
