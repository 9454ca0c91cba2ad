import {
  attachPaymentMethod,
  detachPaymentMethod,
} from '../../engine/customers/payment-methods/attach'
import { createPaymentMethod } from '../../engine/customers/payment-methods/create'
import {
  PaymentMethodCreate,
  PaymentMethodUpdate,
} from '../../engine/customers/payment-methods/params'
import { updatePaymentMethod } from '../../engine/customers/payment-methods/update'
import { verifyPaymentIntent } from '../../engine/payments/attempts'
import { VerifyMicrodeposits } from '../../engine/payments/microdeposits'
import {
  PaymentIntentCancel,
  PaymentIntentCapture,
  PaymentIntentConfirm,
  PaymentIntentCreate,
  PaymentIntentUpdate,
} from '../../engine/payments/payment-intent-params'
import {
  cancelPaymentIntent,
  capturePaymentIntent,
  confirmPaymentIntent,
  createPaymentIntent,
  updatePaymentIntent,
} from '../../engine/payments/payment-intents'
import { PaymentRecordReport, reportPayment } from '../../engine/payments/payment-records'
import {
  cancelSetupIntent,
  confirmSetupIntent,
  createSetupIntent,
  SetupIntentCancel,
  SetupIntentConfirm,
  SetupIntentCreate,
  SetupIntentUpdate,
  updateSetupIntent,
  verifySetupIntent,
} from '../../engine/payments/setup-intents'
import { hash, metadata, notSupported, oneOf, text, withMetadata } from '../../engine/world/params'
import type { PaymentMethod } from '../../engine/world/types'
import { change, find } from '../../engine/world/world'
import { lists, post, type Route, retrieves, undated } from '../route'
import { CHARGE_FIELDS, PAYMENT_INTENT_FIELDS } from '../search/fields'
import { searches } from '../search/search'

const ofCustomer = { customer: text.optional(), customer_account: notSupported() }

/** The filters of a list of payment methods. */
export const METHOD_FILTERS = {
  type: text.optional(),
  allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
}
export const isWanted = (
  method: PaymentMethod,
  { type, allow_redisplay }: { type?: string; allow_redisplay?: string },
) =>
  (type === undefined || method.type === type) &&
  (allow_redisplay === undefined || method.allow_redisplay === allow_redisplay)

/** Payment methods, payment intents, setup intents and charges. */
export const paymentRoutes: Route[] = [
  post('/v1/payment_methods', PaymentMethodCreate, (world, _, params) =>
    createPaymentMethod(world, params),
  ),
  undated(
    lists(
      '/v1/payment_methods',
      (world, { customer }) =>
        customer === undefined ? [] : world.store.paymentMethods.where('customer', customer),
      { ...ofCustomer, ...METHOD_FILTERS },
      isWanted,
    ),
  ),
  retrieves('/v1/mandates', 'mandate', (world) => world.store.mandates),
  retrieves('/v1/payment_methods', 'PaymentMethod', (world) => world.store.paymentMethods),
  post('/v1/payment_methods/:id', PaymentMethodUpdate, (world, { id }, params) =>
    updatePaymentMethod(world, id, params),
  ),
  post(
    '/v1/payment_methods/:id/attach',
    hash({ customer: text, customer_account: notSupported() }),
    (world, { id }, params) => attachPaymentMethod(world, id, params.customer),
  ),
  post('/v1/payment_methods/:id/detach', hash({}), (world, { id }) =>
    detachPaymentMethod(world, id),
  ),

  post('/v1/payment_records/report_payment', PaymentRecordReport, (world, _, params) =>
    reportPayment(world, params),
  ),
  retrieves('/v1/payment_records', 'payment_record', (world) => world.store.paymentRecords),

  post('/v1/payment_intents', PaymentIntentCreate, (world, _, params) =>
    createPaymentIntent(world, params),
  ),
  lists(
    '/v1/payment_intents',
    (world, { customer }) =>
      customer === undefined
        ? world.store.paymentIntents.all()
        : world.store.paymentIntents.where('customer', customer),
    ofCustomer,
  ),
  searches('payment_intents', (world) => world.store.paymentIntents.all(), PAYMENT_INTENT_FIELDS),
  retrieves(
    '/v1/payment_intents',
    'payment_intent',
    (world) => world.store.paymentIntents,
    hash({ client_secret: notSupported() }),
  ),
  post('/v1/payment_intents/:id', PaymentIntentUpdate, (world, { id }, params) =>
    updatePaymentIntent(world, id, params),
  ),
  post('/v1/payment_intents/:id/confirm', PaymentIntentConfirm, (world, { id }, params) =>
    confirmPaymentIntent(world, id, params),
  ),
  post('/v1/payment_intents/:id/capture', PaymentIntentCapture, (world, { id }, params) =>
    capturePaymentIntent(world, id, params),
  ),
  post(
    '/v1/payment_intents/:id/verify_microdeposits',
    VerifyMicrodeposits,
    (world, { id }, params) => verifyPaymentIntent(world, id, params),
  ),
  post('/v1/payment_intents/:id/cancel', PaymentIntentCancel, (world, { id }, params) =>
    cancelPaymentIntent(world, id, params),
  ),

  post('/v1/setup_intents', SetupIntentCreate, (world, _, params) =>
    createSetupIntent(world, params),
  ),
  lists(
    '/v1/setup_intents',
    (world) => world.store.setupIntents.all(),
    { ...ofCustomer, attach_to_self: notSupported(), payment_method: text.optional() },
    (intent, { customer, payment_method }) =>
      (customer === undefined || intent.customer === customer) &&
      (payment_method === undefined || intent.payment_method === payment_method),
  ),
  retrieves(
    '/v1/setup_intents',
    'setupintent',
    (world) => world.store.setupIntents,
    hash({ client_secret: notSupported() }),
  ),
  post('/v1/setup_intents/:id', SetupIntentUpdate, (world, { id }, params) =>
    updateSetupIntent(world, id, params),
  ),
  post('/v1/setup_intents/:id/confirm', SetupIntentConfirm, (world, { id }, params) =>
    confirmSetupIntent(world, id, params),
  ),
  post('/v1/setup_intents/:id/verify_microdeposits', VerifyMicrodeposits, (world, { id }, params) =>
    verifySetupIntent(world, id, params),
  ),
  post('/v1/setup_intents/:id/cancel', SetupIntentCancel, (world, { id }, params) =>
    cancelSetupIntent(world, id, params),
  ),

  lists(
    '/v1/charges',
    (world, { customer }) =>
      customer === undefined
        ? world.store.charges.all()
        : world.store.charges.where('customer', customer),
    { customer: text.optional(), payment_intent: text.optional(), transfer_group: notSupported() },
    (charge, { payment_intent }) =>
      payment_intent === undefined || charge.payment_intent === payment_intent,
  ),
  searches('charges', (world) => world.store.charges.all(), CHARGE_FIELDS),
  retrieves('/v1/charges', 'charge', (world) => world.store.charges),
  post(
    '/v1/charges/:id',
    hash({
      customer: notSupported(),
      description: text.optional(),
      fraud_details: notSupported(),
      metadata: metadata.optional(),
      receipt_email: notSupported(),
      shipping: notSupported(),
      transfer_group: notSupported(),
    }),
    (world, { id }, params) => {
      const charge = find(world.store.charges, 'charge', id)
      return change(
        world,
        world.store.charges,
        charge,
        {
          metadata: withMetadata(charge.metadata, params.metadata),
          ...(params.description && { description: params.description }),
        },
        'charge.updated',
      )
    },
  ),
]
