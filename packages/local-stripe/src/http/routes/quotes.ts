import { quoteLineItems, upfrontLineItems } from '../../engine/checkout/quotes/line-items'
import { QuoteCreate, QuoteFinalize, QuoteUpdate } from '../../engine/checkout/quotes/params'
import {
  acceptQuote,
  cancelQuote,
  createQuote,
  finalizeQuote,
  updateQuote,
} from '../../engine/checkout/quotes/quotes'
import { hash, notSupported, oneOf, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { quotePdf } from '../../pdf/quote-pdf'
import { get, lists, post, type Route, retrieves, undated } from '../route'

const PATH = '/v1/quotes'

export const quoteRoutes: Route[] = [
  post(PATH, QuoteCreate, (world, _, params) => createQuote(world, params)),
  undated(
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
  ),
  retrieves(PATH, 'quote', (world) => world.store.quotes),
  post(`${PATH}/:id`, QuoteUpdate, (world, { id }, params) => updateQuote(world, id, params)),
  post(`${PATH}/:id/finalize`, QuoteFinalize, (world, { id }, params) =>
    finalizeQuote(world, id, params),
  ),
  post(`${PATH}/:id/accept`, hash({}), (world, { id }) => acceptQuote(world, id)),
  post(`${PATH}/:id/cancel`, hash({}), (world, { id }) => cancelQuote(world, id)),
  undated(
    lists(`${PATH}/:id/line_items`, (world, _, id) => quoteLineItems(world, id).reverse(), {}),
  ),
  undated(
    lists(
      `${PATH}/:id/computed_upfront_line_items`,
      (world, _, id) => upfrontLineItems(world, id).reverse(),
      {},
    ),
  ),
  get(`${PATH}/:id/pdf`, hash({}), (world, { id }) =>
    quotePdf(world, find(world.store.quotes, 'quote', id)),
  ),
]
