import { DAY } from './calendar'
import type { World } from './world'

/**
 * Whether the clock may move this far at once. Every renewal on the way is carried out, so an
 * unlimited move could run for hours.
 */
export const isWithinClockLimit = ({ clock }: World, moment: number): boolean =>
  moment - clock.now() <= MAX_MOVE

/** Ten years, leap days included. */
const MAX_MOVE = 3653 * DAY * 1000
