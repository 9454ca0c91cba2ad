import {
  deleteInvoiceItem,
  InvoiceItemCreate,
  InvoiceItemUpdate,
  newInvoiceItem,
  updateInvoiceItem,
} from '../../engine/invoices/invoice-items'
import { flag, hash, notSupported, text } from '../../engine/world/params'
import { del, lists, post, type Route, retrieves } from '../route'

const PATH = '/v1/invoiceitems'

export const invoiceItemRoutes: Route[] = [
  post(PATH, InvoiceItemCreate, (world, _, params) => newInvoiceItem(world, params)),
  lists(
    PATH,
    (world, { customer }) =>
      customer === undefined
        ? world.store.invoiceItems.all()
        : world.store.invoiceItems.where('customer', customer),
    {
      customer: text.optional(),
      customer_account: notSupported(),
      invoice: text.optional(),
      pending: flag.optional(),
    },
    (item, { invoice, pending }) =>
      (invoice === undefined || item.invoice === invoice) &&
      (pending === undefined || (item.invoice === null) === pending),
  ),
  retrieves(PATH, 'invoiceitem', (world) => world.store.invoiceItems),
  post(`${PATH}/:id`, InvoiceItemUpdate, (world, { id }, params) =>
    updateInvoiceItem(world, id, params),
  ),
  del(`${PATH}/:id`, hash({}), (world, { id }) => deleteInvoiceItem(world, id)),
]
