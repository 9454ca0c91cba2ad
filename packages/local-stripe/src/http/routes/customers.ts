import { adjustBalance, BalanceEntryCreate } from '../../engine/customers/balance'
import {
  CustomerCreate,
  CustomerUpdate,
  createCustomer,
  customerOf,
  updateCustomer,
} from '../../engine/customers/customers'
import { deleteCustomer } from '../../engine/delete-customer'
import { missing } from '../../engine/world/errors'
import { hash, ignored, text } from '../../engine/world/params'
import { del, get, lists, post, type Route, retrieves } from '../route'

export const customerRoutes: Route[] = [
  post('/v1/customers', CustomerCreate, (world, _, params) => createCustomer(world, params)),
  lists(
    '/v1/customers',
    (world) => world.store.customers.all(),
    { email: text.optional(), test_clock: text.optional() },
    (customer, { email }) => email === undefined || customer.email === email,
  ),
  get(
    '/v1/customers/search',
    hash({ query: text, limit: ignored, page: ignored }),
    (world, _, params) => search(world.store.customers.all(), params.query, '/v1/customers/search'),
  ),
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
    {},
  ),
  lists(
    '/v1/customers/:id/payment_methods',
    (world, _, id) => world.store.paymentMethods.where('customer', customerOf(world, id).id),
    { type: text.optional(), allow_redisplay: text.optional() },
    (method, { type }) => type === undefined || method.type === type,
  ),
  get('/v1/customers/:id/payment_methods/:child', hash({}), (world, { id, child }) => {
    const method = world.store.paymentMethods.get(child)
    if (method?.customer !== id) throw missing('PaymentMethod', child)
    return method
  }),
]

/** A subset of Stripe's search language: `field:'value' AND metadata['key']:'value'`. */
export function search<T extends object>(items: T[], query: string, url: string) {
  const terms = query.split(/\s+AND\s+/i).map((term) => {
    const match = /^(\w+)(?:\[["'](.+?)["']\])?:["'](.*)["']$/.exec(term.trim())
    const [, field = '', key, value = ''] = match ?? []
    return { field, key, value }
  })
  const data = items.filter((item) =>
    terms.every(({ field, key, value }) => {
      const found = (item as Record<string, unknown>)[field]
      const inner = key === undefined ? found : (found as Record<string, unknown> | null)?.[key]
      return String(inner ?? '') === value
    }),
  )
  return { object: 'search_result', url, has_more: false, next_page: null, data: data.reverse() }
}
