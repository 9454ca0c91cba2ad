import { addIntervals } from '../world/calendar'
import type { TestClock } from '../world/types'
import type { World } from '../world/world'

/**
 * The latest moment that a test clock can be advanced to at once: two intervals of its shortest
 * subscription, or two years without one.
 */
export function latestAdvance(world: World, { id, frozen_time }: TestClock): number {
  const intervals = world.store.subscriptions
    .all()
    .filter(({ test_clock, status }) => test_clock === id && !ENDED.includes(status))
    .flatMap(({ items }) => items.data.map(({ price }) => price.recurring))
  return Math.min(
    addIntervals(frozen_time, 'year', 2),
    ...intervals.map((each) =>
      addIntervals(frozen_time, each?.interval ?? 'month', 2 * (each?.interval_count ?? 1)),
    ),
  )
}

const ENDED = ['canceled', 'incomplete_expired']
