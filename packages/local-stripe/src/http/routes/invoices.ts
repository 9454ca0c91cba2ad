import { markUncollectible, sendInvoice, voidInvoice } from '../../engine/invoices/by-hand/close'
import { createInvoice, deleteInvoice, updateInvoice } from '../../engine/invoices/by-hand/create'
import {
  InvoiceCreate,
  InvoiceFinalize,
  InvoicePay,
  InvoiceUpdate,
} from '../../engine/invoices/by-hand/params'
import { payInvoice } from '../../engine/invoices/by-hand/pay'
import { collectInvoice } from '../../engine/invoices/collect'
import {
  addLines,
  InvoiceAddLines,
  InvoiceRemoveLines,
  InvoiceUpdateLine,
  InvoiceUpdateLines,
  removeLines,
  updateLine,
  updateLines,
} from '../../engine/invoices/edit-lines'
import { finalizeInvoice } from '../../engine/invoices/finalize'
import { attachPayment, InvoiceAttachPayment } from '../../engine/invoices/invoice-payments'
import { InvoiceCreatePreview, previewInvoice } from '../../engine/subscriptions/invoice-preview'
import { hash, notSupported, oneOf, range, text, within } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { del, lists, post, type Route, retrieves, undated } from '../route'
import { INVOICE_FIELDS } from '../search/fields'
import { searches } from '../search/search'

const PATH = '/v1/invoices'

export const invoiceRoutes: Route[] = [
  lists(
    PATH,
    (world, { customer }) =>
      customer === undefined
        ? world.store.invoices.all()
        : world.store.invoices.where('customer', customer),
    {
      collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
      customer: text.optional(),
      customer_account: notSupported(),
      due_date: range.optional(),
      status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void').optional(),
      subscription: text.optional(),
    },
    (invoice, { collection_method, due_date, status, subscription }) =>
      within(invoice.due_date, due_date) &&
      (status === undefined || invoice.status === status) &&
      (collection_method === undefined || invoice.collection_method === collection_method) &&
      (subscription === undefined ||
        invoice.parent?.subscription_details?.subscription === subscription),
  ),
  post(PATH, InvoiceCreate, (world, _, params) => createInvoice(world, params)),
  post(`${PATH}/create_preview`, InvoiceCreatePreview, (world, _, params) =>
    previewInvoice(world, params),
  ),
  searches('invoices', (world) => world.store.invoices.all(), INVOICE_FIELDS),
  retrieves(PATH, 'invoice', (world) => world.store.invoices),
  post(`${PATH}/:id`, InvoiceUpdate, (world, { id }, params) => updateInvoice(world, id, params)),
  del(`${PATH}/:id`, hash({}), (world, { id }) => deleteInvoice(world, id)),
  post(`${PATH}/:id/send`, hash({}), (world, { id }) => sendInvoice(world, id)),
  post(`${PATH}/:id/mark_uncollectible`, hash({}), (world, { id }) => markUncollectible(world, id)),
  post(`${PATH}/:id/finalize`, InvoiceFinalize, (world, { id }, params) => {
    const open = finalizeInvoice(world, find(world.store.invoices, 'invoice', id))
    return params.auto_advance && open.status === 'open'
      ? collectInvoice(world, open, { offSession: true }).invoice
      : open
  }),
  post(`${PATH}/:id/pay`, InvoicePay, (world, { id }, params) => payInvoice(world, id, params)),
  post(`${PATH}/:id/add_lines`, InvoiceAddLines, (world, { id }, params) =>
    addLines(world, id, params),
  ),
  post(`${PATH}/:id/update_lines`, InvoiceUpdateLines, (world, { id }, params) =>
    updateLines(world, id, params),
  ),
  post(`${PATH}/:id/remove_lines`, InvoiceRemoveLines, (world, { id }, params) =>
    removeLines(world, id, params),
  ),
  post(`${PATH}/:id/lines/:child`, InvoiceUpdateLine, (world, { id, child }, params) =>
    updateLine(world, id, child, params),
  ),
  post(`${PATH}/:id/attach_payment`, InvoiceAttachPayment, (world, { id }, params) =>
    attachPayment(world, id, params),
  ),
  post(`${PATH}/:id/void`, hash({}), (world, { id }) => voidInvoice(world, id)),
  undated(
    lists(
      `${PATH}/:id/lines`,
      (world, _, id) => [...find(world.store.invoices, 'invoice', id).lines.data].reverse(),
      {},
    ),
  ),
  lists(
    '/v1/invoice_payments',
    (world, { invoice }) =>
      invoice === undefined
        ? world.store.invoicePayments.all()
        : world.store.invoicePayments.where('invoice', invoice),
    {
      invoice: text.optional(),
      payment: hash({
        type: oneOf('payment_intent', 'payment_record'),
        payment_intent: text.optional(),
        payment_record: text.optional(),
      }).optional(),
      status: oneOf('canceled', 'open', 'paid').optional(),
    },
    (each, { payment, status }) =>
      (status === undefined || each.status === status) &&
      (payment === undefined ||
        (each.payment.payment_intent === payment.payment_intent &&
          each.payment.payment_record === payment.payment_record)),
  ),
  retrieves('/v1/invoice_payments', 'invoice_payment', (world) => world.store.invoicePayments),
]
