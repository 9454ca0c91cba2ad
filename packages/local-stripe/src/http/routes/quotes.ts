import {
  acceptQuote,
  cancelQuote,
  createQuote,
  finalizeQuote,
  QuoteCreate,
  QuoteFinalize,
  QuoteUpdate,
  updateQuote,
} from '../../engine/checkout/quotes'
import { hash, notSupported, oneOf, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { quotePdf } from '../../pdf/quote-pdf'
import { get, lists, post, type Route, retrieves } from '../route'

const PATH = '/v1/quotes'

export const quoteRoutes: Route[] = [
  post(PATH, QuoteCreate, (world, _, params) => createQuote(world, params)),
  lists(
    PATH,
    (world) => world.store.quotes.all(),
    {
      customer: text.optional(),
      customer_account: notSupported(),
      status: oneOf('accepted', 'canceled', 'draft', 'open').optional(),
      test_clock: text.optional(),
    },
    (quote, { customer, status }) =>
      (customer === undefined || quote.customer === customer) &&
      (status === undefined || quote.status === status),
  ),
  retrieves(PATH, 'quote', (world) => world.store.quotes),
  post(`${PATH}/:id`, QuoteUpdate, (world, { id }, params) => updateQuote(world, id, params)),
  post(`${PATH}/:id/finalize`, QuoteFinalize, (world, { id }, params) =>
    finalizeQuote(world, id, params),
  ),
  post(`${PATH}/:id/accept`, hash({}), (world, { id }) => acceptQuote(world, id)),
  post(`${PATH}/:id/cancel`, hash({}), (world, { id }) => cancelQuote(world, id)),
  get(`${PATH}/:id/pdf`, hash({}), (world, { id }) =>
    quotePdf(world, find(world.store.quotes, 'quote', id)),
  ),
]
