import {
  CreditNoteCreate,
  CreditNoteUpdate,
  createCreditNote,
  previewCreditNote,
  updateCreditNote,
  voidCreditNote,
} from '../../engine/invoices/credit-notes'
import { closeDispute, DisputeUpdate, updateDispute } from '../../engine/payments/disputes'
import {
  createRefund,
  RefundCreate,
  RefundUpdate,
  updateRefund,
} from '../../engine/payments/refunds'
import { hash, notSupported, text } from '../../engine/world/params'
import { find } from '../../engine/world/world'
import { get, lists, post, type Route, retrieves, undated } from '../route'

const NOTES = '/v1/credit_notes'
const WARNINGS = '/v1/radar/early_fraud_warnings'

/** Refunds, disputes, early fraud warnings and credit notes. */
export const creditRoutes: Route[] = [
  post('/v1/refunds', RefundCreate, (world, _, params) => createRefund(world, params)),
  lists(
    '/v1/refunds',
    (world, { charge }) =>
      charge === undefined
        ? world.store.refunds.all()
        : world.store.refunds.where('charge', charge),
    { charge: text.optional(), payment_intent: text.optional() },
    (refund, { payment_intent }) =>
      payment_intent === undefined || refund.payment_intent === payment_intent,
  ),
  retrieves('/v1/refunds', 'refund', (world) => world.store.refunds),
  post('/v1/refunds/:id', RefundUpdate, (world, { id }, params) => updateRefund(world, id, params)),

  lists(
    '/v1/disputes',
    (world) => world.store.disputes.all(),
    { charge: text.optional(), payment_intent: text.optional() },
    (dispute, { charge, payment_intent }) =>
      (charge === undefined || dispute.charge === charge) &&
      (payment_intent === undefined || dispute.payment_intent === payment_intent),
  ),
  retrieves('/v1/disputes', 'dispute', (world) => world.store.disputes),
  post('/v1/disputes/:id', DisputeUpdate, (world, { id }, params) =>
    updateDispute(world, id, params),
  ),
  post('/v1/disputes/:id/close', hash({}), (world, { id }) => closeDispute(world, id)),

  lists(
    WARNINGS,
    (world, { charge }) =>
      charge === undefined
        ? world.store.earlyFraudWarnings.all()
        : world.store.earlyFraudWarnings.where('charge', charge),
    { charge: text.optional(), payment_intent: text.optional() },
    (warning, { payment_intent }) =>
      payment_intent === undefined || warning.payment_intent === payment_intent,
  ),
  retrieves(WARNINGS, 'early fraud warning', (world) => world.store.earlyFraudWarnings),

  post(NOTES, CreditNoteCreate, (world, _, params) => createCreditNote(world, params)),
  lists(
    NOTES,
    (world) => world.store.creditNotes.all(),
    { customer: text.optional(), customer_account: notSupported(), invoice: text.optional() },
    (note, { customer, invoice }) =>
      (customer === undefined || note.customer === customer) &&
      (invoice === undefined || note.invoice === invoice),
  ),
  get(`${NOTES}/preview`, CreditNoteCreate, (world, _, params) => previewCreditNote(world, params)),
  retrieves(NOTES, 'credit note', (world) => world.store.creditNotes),
  post(`${NOTES}/:id`, CreditNoteUpdate, (world, { id }, params) =>
    updateCreditNote(world, id, params),
  ),
  post(`${NOTES}/:id/void`, hash({}), (world, { id }) => voidCreditNote(world, id)),
  undated(
    lists(
      `${NOTES}/:id/lines`,
      (world, _, id) => [...find(world.store.creditNotes, 'credit note', id).lines.data].reverse(),
      {},
    ),
  ),
]
