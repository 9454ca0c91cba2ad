import {
  advanceTestClock,
  createTestClock,
  deleteTestClock,
  TestClockAdvance,
  TestClockCreate,
} from '../../engine/test-clocks/test-clocks'
import { hash } from '../../engine/world/params'
import { del, lists, post, type Route, retrieves, undated } from '../route'

const PATH = '/v1/test_helpers/test_clocks'

export const testClockRoutes: Route[] = [
  post(PATH, TestClockCreate, (world, _, params) => createTestClock(world, params)),
  undated(lists(PATH, (world) => world.store.testClocks.all(), {})),
  retrieves(PATH, 'test clock', (world) => world.store.testClocks),
  post(`${PATH}/:id/advance`, TestClockAdvance, (world, { id }, params) =>
    advanceTestClock(world, id, params),
  ),
  del(`${PATH}/:id`, hash({}), (world, { id }) => deleteTestClock(world, id)),
]
