import { DAY } from './calendar'
import type { World } from './world'

/**
 * Whether the clock may go there in one move. Every renewal on the way is carried out, so a move
 * without an end would never end.
 */
export const isWithinClockLimit = ({ clock }: World, moment: number): boolean =>
  moment - clock.now() <= FARTHEST

/** Ten years, leap days included. */
const FARTHEST = 3653 * DAY * 1000
