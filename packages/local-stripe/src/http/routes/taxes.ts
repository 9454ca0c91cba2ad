import { customerOf } from '../../engine/customers/customers'
import {
  addTaxId,
  CustomerTaxIdCreate,
  createTaxId,
  deleteTaxId,
  TaxIdCreate,
  TaxIdOwner,
  taxIdOf,
} from '../../engine/tax/tax-ids'
import {
  createTaxRate,
  TaxRateCreate,
  TaxRateUpdate,
  updateTaxRate,
} from '../../engine/tax/tax-rates'
import { flag, hash } from '../../engine/world/params'
import { del, get, lists, post, type Route, retrieves, undated } from '../route'

const OF_CUSTOMER = '/v1/customers/:id/tax_ids'

/** Tax rates and tax ids. */
export const taxRoutes: Route[] = [
  post('/v1/tax_rates', TaxRateCreate, (world, _, params) => createTaxRate(world, params)),
  lists(
    '/v1/tax_rates',
    (world) => world.store.taxRates.all(),
    { active: flag.optional(), inclusive: flag.optional() },
    (rate, { active, inclusive }) =>
      (active === undefined || rate.active === active) &&
      (inclusive === undefined || rate.inclusive === inclusive),
  ),
  retrieves('/v1/tax_rates', 'tax rate', (world) => world.store.taxRates),
  post('/v1/tax_rates/:id', TaxRateUpdate, (world, { id }, params) =>
    updateTaxRate(world, id, params),
  ),

  post('/v1/tax_ids', TaxIdCreate, (world, _, params) => createTaxId(world, params)),
  undated(
    lists(
      '/v1/tax_ids',
      (world) => world.store.taxIds.all(),
      { owner: TaxIdOwner.optional() },
      (taxId, { owner }) =>
        owner?.type === 'customer' ? taxId.customer === owner.customer : taxId.customer === null,
    ),
  ),
  retrieves('/v1/tax_ids', 'tax_id', (world) => world.store.taxIds),
  del('/v1/tax_ids/:id', hash({}), (world, { id }) => deleteTaxId(world, id)),

  post(OF_CUSTOMER, CustomerTaxIdCreate, (world, { id }, params) =>
    addTaxId(world, params, customerOf(world, id).id),
  ),
  undated(
    lists(
      OF_CUSTOMER,
      (world, _, id) => world.store.taxIds.where('customer', customerOf(world, id).id),
      {},
    ),
  ),
  get(`${OF_CUSTOMER}/:child`, hash({}), (world, { id, child }) => taxIdOf(world, child, id)),
  del(`${OF_CUSTOMER}/:child`, hash({}), (world, { id, child }) => deleteTaxId(world, child, id)),
]
