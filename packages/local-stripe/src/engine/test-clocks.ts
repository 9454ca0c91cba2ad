import type { z } from 'zod'
import { deleteCustomer } from './delete-customer'
import { DAY } from './world/calendar'
import { isWithinClockLimit } from './world/clock-limits'
import { invalid } from './world/errors'
import { hash, integer, text } from './world/params'
import type { TestClock } from './world/types'
import { change, create, emit, find, type World } from './world/world'

export const TestClockCreate = hash({ frozen_time: integer, name: text.optional() })
export const TestClockAdvance = hash({ frozen_time: integer })

/**
 * Stripe's test clocks. A local Stripe has one time for everything, so advancing a test clock
 * beyond it advances everything.
 */
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
  if (params.frozen_time <= clock.frozen_time) {
    throw invalid('The frozen time must be later than it is now.', 'frozen_time')
  }
  if (!isWithinClockLimit(world, params.frozen_time * 1000)) {
    throw invalid('The frozen time must be at most 10 years from now.', 'frozen_time')
  }
  const advancing = change(
    world,
    world.store.testClocks,
    clock,
    {
      status: 'advancing',
      frozen_time: params.frozen_time,
      status_details: { advancing: { target_frozen_time: params.frozen_time } },
    },
    'test_helpers.test_clock.advancing',
  )
  world.agenda.plan('test clock ready', id, Math.max(params.frozen_time * 1000, world.clock.now()))
  return advancing
}

export function testClockReady(world: World, id: string): void {
  const clock = world.store.testClocks.get(id)
  if (clock?.status !== 'advancing') return
  change(
    world,
    world.store.testClocks,
    clock,
    { status: 'ready', status_details: {} },
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
