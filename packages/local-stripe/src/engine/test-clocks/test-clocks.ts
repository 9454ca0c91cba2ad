import type { z } from 'zod'
import { deleteCustomer } from '../delete-customer'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import { hash, integer, notSupported, text } from '../world/params'
import type { TestClock } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { latestAdvance } from './advance-limit'

export const TestClockCreate = hash({
  customer: notSupported(),
  frozen_time: integer,
  name: text.optional(),
})
export const TestClockAdvance = hash({ frozen_time: integer })

/** Creates a test clock. Its customers live at its time, which only advancing it moves. */
export function createTestClock(world: World, params: z.output<typeof TestClockCreate>): TestClock {
  const now = world.clock.seconds()
  return create(
    world,
    world.store.testClocks,
    {
      id: world.ids.next('clock', 24),
      object: 'test_helpers.test_clock',
      created: now,
      deletes_after: now + 30 * DAY,
      frozen_time: params.frozen_time,
      livemode: false,
      name: params.name ?? null,
      status: 'ready',
      status_details: {},
    },
    'test_helpers.test_clock.created',
  )
}

export function advanceTestClock(
  world: World,
  id: string,
  params: z.output<typeof TestClockAdvance>,
): TestClock {
  const clock = find(world.store.testClocks, 'test clock', id)
  if (clock.status !== 'ready') {
    throw invalid('You cannot advance a test clock that is not ready.', undefined)
  }
  if (params.frozen_time <= clock.frozen_time) {
    throw invalid(
      "The frozen time must be after the test clock's current frozen time.",
      'frozen_time',
    )
  }
  if (params.frozen_time > latestAdvance(world, clock)) {
    throw invalid(
      'The frozen time cannot be more than two intervals in the future from the shortest subscription in this test clock, or two years if it has none.',
      'frozen_time',
    )
  }
  return change(
    world,
    world.store.testClocks,
    clock,
    {
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: params.frozen_time } },
    },
    'test_helpers.test_clock.advancing',
  )
}

/** Ends what `advanceTestClock` began, after the tasks on the way. */
export function arrive(world: World, clock: TestClock, frozen_time: number): void {
  change(
    world,
    world.store.testClocks,
    clock,
    { frozen_time, status: 'ready', status_details: {} },
    'test_helpers.test_clock.ready',
  )
}

/** Deletes its customers as well. */
export function deleteTestClock(world: World, id: string) {
  const clock = find(world.store.testClocks, 'test clock', id)
  for (const customer of world.store.customers.all()) {
    if (customer.test_clock === id) deleteCustomer(world, customer.id)
  }
  world.store.testClocks.delete(id)
  emit(world, 'test_helpers.test_clock.deleted', clock)
  return { id, object: 'test_helpers.test_clock' as const, deleted: true as const }
}
