import type { z } from 'zod'
import { cardError } from '../customers/declines'
import { createPaymentMethod, resolvePaymentMethod } from '../customers/payment-methods/create'
import { mandateFor, requireConfirm } from '../customers/payment-methods/mandates'
import type { PaymentMethodCreate } from '../customers/payment-methods/params'
import { markSpent, requireUsable } from '../customers/usable'
import { invalid, missing } from '../world/errors'
import { withMetadata } from '../world/params'
import type { PaymentIntent } from '../world/types'
import { change, create, find, type World } from '../world/world'
import {
  automaticMethods,
  changedTypes,
  namedTypes,
  requireReturnUrl,
  typesAllowed,
} from './accepted-methods'
import { attemptPayment, unexpectedState } from './attempts'
import { currencyCode, requireChargeable } from './chargeable'
import { methodOptions } from './method-options'
import type {
  PaymentIntentCancel,
  PaymentIntentCapture,
  PaymentIntentConfirm,
  PaymentIntentCreate,
  PaymentIntentUpdate,
} from './payment-intent-params'

export function createPaymentIntent(
  world: World,
  params: z.output<typeof PaymentIntentCreate>,
): PaymentIntent {
  if (params.amount < 1) {
    throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  }
  const currency = currencyCode(params.currency)
  requireChargeable(params.amount, currency, { param: 'amount' })
  if (params.customer && !world.store.customers.get(params.customer)) {
    throw missing('customer', params.customer, 'customer')
  }
  if (params.off_session !== undefined && !params.confirm) {
    throw invalid(
      'The parameter `off_session` cannot be passed when creating a PaymentIntent unless `confirm` is set to true.',
      'off_session',
    )
  }
  requireConfirm(params)
  const intent = newPaymentIntent(world, params.amount, currency, {
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: withMetadata({}, params.metadata),
    capture_method: params.capture_method ?? 'automatic_async',
    confirmation_method: params.confirmation_method ?? 'automatic',
    setup_future_usage: params.setup_future_usage ?? null,
    receipt_email: params.receipt_email ?? null,
    shipping: params.shipping ?? null,
    allowed_payment_method_types: typesAllowed(params),
    payment_method_types: namedTypes(params) ?? ['card'],
    automatic_payment_methods: automaticMethods(params),
    ...methodFromParams(world, params, params.customer ?? null),
  })
  return params.confirm ? confirmPaymentIntent(world, intent.id, params) : intent
}

/** Creates a payment intent for the API, an invoice or a Checkout session. */
export function newPaymentIntent(
  world: World,
  amount: number,
  currency: string,
  given: Partial<PaymentIntent>,
): PaymentIntent {
  const id = world.ids.next('pi', 24)
  return create(
    world,
    world.store.paymentIntents,
    {
      id,
      object: 'payment_intent',
      allowed_payment_method_types: null,
      amount,
      amount_capturable: 0,
      amount_received: 0,
      application: null,
      application_fee_amount: null,
      automatic_payment_methods: null,
      canceled_at: null,
      cancellation_reason: null,
      capture_method: 'automatic',
      client_secret: world.ids.next(`${id}_secret`, 25),
      confirmation_method: 'automatic',
      created: world.clock.seconds(),
      currency,
      customer: null,
      customer_account: null,
      description: null,
      excluded_payment_method_types: null,
      last_payment_error: null,
      latest_charge: null,
      livemode: false,
      managed_payments: null,
      metadata: {},
      next_action: null,
      on_behalf_of: null,
      payment_method: null,
      payment_method_configuration_details: null,
      payment_method_options: methodOptions(given.payment_method_types ?? ['card']),
      payment_method_types: ['card'],
      payment_record: null,
      processing: null,
      receipt_email: null,
      review: null,
      setup_future_usage: null,
      shipping: null,
      source: null,
      statement_descriptor: null,
      statement_descriptor_suffix: null,
      status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
      transfer_data: null,
      transfer_group: null,
      ...given,
    },
    'payment_intent.created',
  )
}

export function updatePaymentIntent(
  world: World,
  id: string,
  params: z.output<typeof PaymentIntentUpdate>,
): PaymentIntent {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    if (params.amount !== undefined) throw unexpectedState(intent, 'updated')
  }
  const given = methodFromParams(world, params, params.customer ?? intent.customer)
  return change(world, world.store.paymentIntents, intent, {
    ...(params.amount !== undefined && { amount: params.amount }),
    ...(params.currency && { currency: currencyCode(params.currency) }),
    ...changedTypes(params),
    ...(params.customer !== undefined && { customer: params.customer }),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.capture_method && { capture_method: params.capture_method }),
    ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email }),
    ...(params.shipping !== undefined && { shipping: params.shipping }),
    ...(params.setup_future_usage !== undefined && {
      setup_future_usage: params.setup_future_usage,
    }),
    metadata: withMetadata(intent.metadata, params.metadata),
    ...given,
    ...(given.payment_method &&
      intent.status === 'requires_payment_method' && { status: 'requires_confirmation' }),
  })
}

export function confirmPaymentIntent(
  world: World,
  id: string,
  params: z.output<typeof PaymentIntentConfirm>,
): PaymentIntent {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'confirmed')
  const { payment_method } = methodFromParams(world, params, intent.customer)
  const methodId = payment_method ?? intent.payment_method
  if (!methodId) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      undefined,
      'payment_intent_unexpected_state',
    )
  }
  requireReturnUrl(intent, params)
  const method = find(world.store.paymentMethods, 'PaymentMethod', methodId, 'payment_method')
  requireUsable(world, method, intent.customer)
  const isSaved = method.customer !== null || saves(params, intent)
  const single = isSaved ? null : { amount: intent.amount, currency: intent.currency }
  mandateFor(world, params, method, single)
  const offSession = params.off_session !== undefined && params.off_session !== false
  const attempt = attemptPayment(
    world,
    change(world, world.store.paymentIntents, intent, {
      ...changedTypes(params),
      ...(params.capture_method && { capture_method: params.capture_method }),
      ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email }),
      ...(params.shipping !== undefined && { shipping: params.shipping }),
      ...(params.setup_future_usage !== undefined && {
        setup_future_usage: params.setup_future_usage,
      }),
    }),
    method,
    { offSession, returnUrl: params.return_url },
  )
  if (attempt.kind === 'succeeded' || attempt.kind === 'processing') markSpent(world, method.id)
  world.reactions.paymentSettled(world, attempt)
  if (attempt.kind === 'declined') {
    throw cardError(attempt.decline, {
      ...(attempt.charge && { charge: attempt.charge.id }),
      payment_intent: attempt.intent,
    })
  }
  return find(world.store.paymentIntents, 'payment_intent', id)
}

export function capturePaymentIntent(
  world: World,
  id: string,
  params: z.output<typeof PaymentIntentCapture>,
): PaymentIntent {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (intent.status !== 'requires_capture') throw unexpectedState(intent, 'captured')
  const amount = params.amount_to_capture ?? intent.amount_capturable
  if (amount < 1 || amount > intent.amount_capturable) {
    throw invalid('The amount to capture is more than what can be captured.', 'amount_to_capture')
  }
  const charge = find(world.store.charges, 'charge', intent.latest_charge ?? '')
  change(
    world,
    world.store.charges,
    charge,
    // What is not captured counts as refunded.
    { captured: true, amount_captured: amount, amount_refunded: charge.amount - amount },
    'charge.captured',
  )
  return change(
    world,
    world.store.paymentIntents,
    intent,
    {
      status: 'succeeded',
      amount_received: amount,
      amount_capturable: 0,
      metadata: withMetadata(intent.metadata, params.metadata),
    },
    'payment_intent.succeeded',
  )
}

export function cancelPaymentIntent(
  world: World,
  id: string,
  params: z.output<typeof PaymentIntentCancel> = {},
): PaymentIntent {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (!CONFIRMABLE.includes(intent.status) && intent.status !== 'requires_capture') {
    throw unexpectedState(intent, 'canceled')
  }
  return change(
    world,
    world.store.paymentIntents,
    intent,
    {
      status: 'canceled',
      canceled_at: world.clock.seconds(),
      cancellation_reason: params.cancellation_reason ?? null,
      next_action: null,
      amount_capturable: 0,
    },
    'payment_intent.canceled',
  )
}

function methodFromParams(
  world: World,
  params: {
    payment_method?: string | null
    payment_method_data?: z.output<typeof PaymentMethodCreate>
  },
  customer: string | null,
): { payment_method?: string | null } {
  if (params.payment_method_data) {
    return { payment_method: createPaymentMethod(world, params.payment_method_data).id }
  }
  if (params.payment_method === undefined) return {}
  if (params.payment_method === null) return { payment_method: null }
  const method = resolvePaymentMethod(world, params.payment_method)
  requireUsable(world, method, customer)
  return { payment_method: method.id }
}

/** Whether the payment method is kept for later payments. */
const saves = (params: z.output<typeof PaymentIntentConfirm>, intent: PaymentIntent) =>
  (params.setup_future_usage ?? intent.setup_future_usage) !== null

const CONFIRMABLE: string[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]
