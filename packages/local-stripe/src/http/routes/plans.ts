import {
  createPlan,
  deletePlan,
  PlanCreate,
  PlanUpdate,
  plans,
  retrievePlan,
  updatePlan,
} from '../../engine/catalog/plans'
import { flag, hash, text } from '../../engine/world/params'
import { del, get, lists, post, type Route } from '../route'

const PATH = '/v1/plans'

/** Plans: the older API for recurring prices. */
export const planRoutes: Route[] = [
  post(PATH, PlanCreate, (world, _, params) => createPlan(world, params)),
  lists(
    PATH,
    plans,
    { active: flag.optional(), product: text.optional() },
    (plan, { active, product }) =>
      (active === undefined || plan.active === active) &&
      (product === undefined || plan.product === product),
  ),
  get(`${PATH}/:id`, hash({}), (world, { id }) => retrievePlan(world, id)),
  post(`${PATH}/:id`, PlanUpdate, (world, { id }, params) => updatePlan(world, id, params)),
  del(`${PATH}/:id`, hash({}), (world, { id }) => deletePlan(world, id)),
]
