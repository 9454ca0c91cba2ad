import {
  allBalanceTransactions,
  findBalanceTransaction,
} from '../../engine/payments/balance-transactions'
import { hash, notSupported, text } from '../../engine/world/params'
import { get, lists, type Route } from '../route'

const PATH = '/v1/balance_transactions'

export const balanceTransactionRoutes: Route[] = [
  lists(
    PATH,
    allBalanceTransactions,
    {
      currency: text.optional(),
      payout: notSupported(),
      source: text.optional(),
      type: text.optional(),
    },
    (each, { currency, source, type }) =>
      (currency === undefined || each.currency === currency) &&
      (source === undefined || each.source === source) &&
      (type === undefined || each.type === type),
  ),
  get(`${PATH}/:id`, hash({}), (world, { id }) => findBalanceTransaction(world, id)),
]
