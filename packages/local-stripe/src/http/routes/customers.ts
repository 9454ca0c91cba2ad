import { adjustBalance, BalanceEntryCreate } from '../../engine/customers/balance'
import {
  CustomerSessionCreate,
  createCustomerSession,
} from '../../engine/customers/customer-sessions'
import {
  CustomerCreate,
  CustomerUpdate,
  createCustomer,
  customerOf,
  updateCustomer,
} from '../../engine/customers/customers'
import { deleteCustomer } from '../../engine/delete-customer'
import { missing } from '../../engine/world/errors'
import { hash, text } from '../../engine/world/params'
import { del, get, lists, post, type Route, retrieves, undated } from '../route'
import { CUSTOMER_FIELDS } from '../search/fields'
import { searches } from '../search/search'
import { isWanted, METHOD_FILTERS } from './payments'

export const customerRoutes: Route[] = [
  post('/v1/customer_sessions', CustomerSessionCreate, (world, _, params) =>
    createCustomerSession(world, params),
  ),
  post('/v1/customers', CustomerCreate, (world, _, params) => createCustomer(world, params)),
  lists(
    '/v1/customers',
    (world) => world.store.customers.all(),
    { email: text.optional(), test_clock: text.optional() },
    (customer, { email }) => email === undefined || customer.email === email,
  ),
  searches('customers', (world) => world.store.customers.all(), CUSTOMER_FIELDS),
  retrieves('/v1/customers', 'customer', (world) => world.store.customers),
  post('/v1/customers/:id', CustomerUpdate, (world, { id }, params) =>
    updateCustomer(world, id, params),
  ),
  del('/v1/customers/:id', hash({}), (world, { id }) => deleteCustomer(world, id)),
  post('/v1/customers/:id/balance_transactions', BalanceEntryCreate, (world, { id }, params) =>
    adjustBalance(world, id, params),
  ),
  lists(
    '/v1/customers/:id/balance_transactions',
    (world, _, id) => world.store.balanceEntries.where('customer', customerOf(world, id).id),
    { invoice: text.optional() },
    (entry, { invoice }) => invoice === undefined || entry.invoice === invoice,
  ),
  undated(
    lists(
      '/v1/customers/:id/payment_methods',
      (world, _, id) => world.store.paymentMethods.where('customer', customerOf(world, id).id),
      METHOD_FILTERS,
      isWanted,
    ),
  ),
  get('/v1/customers/:id/payment_methods/:child', hash({}), (world, { id, child }) => {
    const method = world.store.paymentMethods.get(child)
    if (method?.customer !== id) throw missing('PaymentMethod', child)
    return method
  }),
]
