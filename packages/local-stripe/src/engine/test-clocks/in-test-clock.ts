import { objectWithId } from '../world/references'
import type { Store } from '../world/store'
import type { World } from '../world/world'

/**
 * Runs `work` in the time of a test clock, or of the world for null. What is created and planned
 * meanwhile belongs to the test clock.
 */
export function inTestClock<T>(world: World, id: string | null, work: () => T): T {
  const clock = id === null ? undefined : world.store.testClocks.get(id)
  if (!clock) return work()
  const { agenda } = world
  const outer = agenda.testClock
  agenda.testClock = clock.id
  world.clock.followTestClock(clock.frozen_time * 1000)
  try {
    return work()
  } finally {
    agenda.testClock = outer
    world.clock.release()
    world.clock.followTestClock(null)
  }
}

/** The test clock of the objects whose ids are in `about`: the path and parameters of a request. */
export function testClockOf(world: World, about: unknown): string | null {
  if (world.store.testClocks.size === 0) return null
  for (const text of textsIn(about)) {
    const clock = clockOfId(world.store, text)
    if (clock) return clock
  }
  return null
}

/** The test clock of an object: its own, or that of its customer. */
export function clockOfObject(store: Store, object: Owned): string | null {
  if (object.object === 'test_helpers.test_clock') return `${object.id}`
  if (typeof object.test_clock === 'string') return object.test_clock
  for (const owner of [object.customer, object.charge, object.invoice, object.subscription]) {
    const clock = typeof owner === 'string' ? clockOfId(store, owner) : null
    if (clock) return clock
  }
  return null
}

/** The fields of an object that lead to its customer. */
interface Owned {
  id?: unknown
  object?: unknown
  test_clock?: unknown
  customer?: unknown
  charge?: unknown
  invoice?: unknown
  subscription?: unknown
}

function clockOfId(store: Store, id: string): string | null {
  const object = id.startsWith('si_')
    ? store.subscriptions.all().find(({ items }) => items.data.some((item) => item.id === id))
    : objectWithId(store, id)
  return object ? clockOfObject(store, object as Owned) : null
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) yield* textsIn(inner)
  }
}
