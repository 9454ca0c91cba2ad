import {
  createPortalConfiguration,
  PortalConfigurationCreate,
  PortalConfigurationUpdate,
  updatePortalConfiguration,
} from '../../engine/portal/configuration'
import { createPortalSession, PortalSessionCreate } from '../../engine/portal/sessions'
import { flag } from '../../engine/world/params'
import { lists, post, type Route, retrieves, undated } from '../route'

const PATH = '/v1/billing_portal'

export const portalRoutes: Route[] = [
  post(`${PATH}/sessions`, PortalSessionCreate, (world, _, params) =>
    createPortalSession(world, params),
  ),
  post(`${PATH}/configurations`, PortalConfigurationCreate, (world, _, params) =>
    createPortalConfiguration(world, params),
  ),
  undated(
    lists(
      `${PATH}/configurations`,
      (world) => world.store.portalConfigurations.all(),
      { active: flag.optional(), is_default: flag.optional() },
      (each, { active, is_default }) =>
        (active === undefined || each.active === active) &&
        (is_default === undefined || each.is_default === is_default),
    ),
  ),
  retrieves(`${PATH}/configurations`, 'configuration', (world) => world.store.portalConfigurations),
  post(`${PATH}/configurations/:id`, PortalConfigurationUpdate, (world, { id }, params) =>
    updatePortalConfiguration(world, id, params),
  ),
]
