import { z } from 'zod'
import type { Decline } from './cards'
import { chargeFailed, chargePending, chargeSucceeded } from './charges'
import {
  AUTHENTICATION_FAILED,
  AUTHENTICATION_REQUIRED,
  cardProblem,
  GENERIC_DECLINE,
} from './declines'
import { invalid, missing, StripeProblem } from './errors'
import {
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  oneOf,
  open,
  taken,
  text,
  withMetadata,
} from './params'
import {
  attachPaymentMethod,
  behaviourOf,
  createPaymentMethod,
  PaymentMethodCreate,
  rememberAuthentication,
  resolvePaymentMethod,
} from './payment-methods'
import { paymentSettled } from './settlement'
import type { Charge, PaymentIntent, PaymentMethod } from './wire'
import { change, create, find, type World } from './world'

const confirmation = {
  confirm: flag.optional(),
  off_session: z.union([flag, text]).optional(),
  payment_method: emptyable(text).optional(),
  payment_method_data: PaymentMethodCreate.optional(),
  payment_method_options: taken,
  receipt_email: emptyable(text).optional(),
  return_url: text.optional(),
  setup_future_usage: emptyable(oneOf('off_session', 'on_session')).optional(),
  shipping: taken,
  mandate: taken,
  mandate_data: taken,
  error_on_requires_action: flag.optional(),
  use_stripe_sdk: taken,
}

const details = {
  ...confirmation,
  customer: text.optional(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
  statement_descriptor: taken,
  statement_descriptor_suffix: taken,
  payment_method_types: many(text).optional(),
  automatic_payment_methods: hash({
    enabled: flag,
    allow_redirects: oneOf('always', 'never').optional(),
  }).optional(),
  transfer_group: taken,
  amount_details: taken,
  payment_details: taken,
}

export const PaymentIntentCreate = hash({
  ...details,
  amount: integer,
  currency: text,
  capture_method: oneOf('automatic', 'automatic_async', 'manual').optional(),
  confirmation_method: oneOf('automatic', 'manual').optional(),
})
export const PaymentIntentUpdate = hash({
  ...details,
  amount: integer.optional(),
  currency: text.optional(),
})
export const PaymentIntentConfirm = hash({ ...confirmation, capture_method: taken })
export const PaymentIntentCapture = hash({
  amount_to_capture: integer.optional(),
  metadata: metadata.optional(),
  final_capture: taken,
})
export const PaymentIntentCancel = hash({
  cancellation_reason: open<PaymentIntent['cancellation_reason']>().optional(),
})

/** How an attempt to take money went. The intent is as it is after it. */
export type Attempt =
  | { kind: 'succeeded'; intent: PaymentIntent; charge: Charge }
  | { kind: 'processing'; intent: PaymentIntent }
  | { kind: 'requires_action'; intent: PaymentIntent }
  | { kind: 'declined'; intent: PaymentIntent; decline: Decline; charge: Charge | null }

export function createPaymentIntent(
  world: World,
  params: z.output<typeof PaymentIntentCreate>,
): PaymentIntent {
  if (params.amount < 1) {
    throw invalid('Invalid positive integer', 'amount', 'parameter_invalid_integer')
  }
  if (params.customer && !world.store.customers.get(params.customer)) {
    throw missing('customer', params.customer, 'customer')
  }
  const intent = openPaymentIntent(world, params.amount, params.currency.toLowerCase(), {
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: withMetadata({}, params.metadata),
    capture_method: params.capture_method ?? 'automatic_async',
    confirmation_method: params.confirmation_method ?? 'automatic',
    setup_future_usage: params.setup_future_usage ?? null,
    receipt_email: params.receipt_email ?? null,
    payment_method_types: params.payment_method_types ?? ['card'],
    automatic_payment_methods: params.automatic_payment_methods ?? null,
    ...methodGiven(world, params),
  })
  return params.confirm ? confirmPaymentIntent(world, intent.id, params) : intent
}

/** A new intent of anyone's: the API's, an invoice's, a Checkout session's. */
export function openPaymentIntent(
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
      payment_method_options: { card: { request_three_d_secure: 'automatic' } } as never,
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
  const given = methodGiven(world, params)
  return change(world, world.store.paymentIntents, intent, {
    ...(params.amount !== undefined && { amount: params.amount }),
    ...(params.customer !== undefined && { customer: params.customer }),
    ...(params.description !== undefined && { description: params.description }),
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
  const { payment_method } = methodGiven(world, params)
  const methodId = payment_method ?? intent.payment_method
  if (!methodId) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      undefined,
      'payment_intent_unexpected_state',
    )
  }
  const method = find(world.store.paymentMethods, 'PaymentMethod', methodId, 'payment_method')
  const offSession = params.off_session !== undefined && params.off_session !== false
  const attempt = attemptPayment(
    world,
    change(world, world.store.paymentIntents, intent, {
      ...(params.setup_future_usage !== undefined && {
        setup_future_usage: params.setup_future_usage,
      }),
    }),
    method,
    { offSession, returnUrl: params.return_url },
  )
  paymentSettled(world, attempt)
  if (attempt.kind === 'declined') {
    throw cardProblem(attempt.decline, {
      ...(attempt.charge && { charge: attempt.charge.id }),
      payment_intent: attempt.intent,
    })
  }
  return find(world.store.paymentIntents, 'payment_intent', id)
}

/** Asks the bank. Everything that follows from the answer is done by whoever asked. */
export function attemptPayment(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  how: { offSession?: boolean; authenticated?: boolean; returnUrl?: string } = {},
): Attempt {
  const behaviour = behaviourOf(world, method)
  const onFile = world.store.cardsOnFile.get(method.id)
  const before = intent
  const using = { ...intent, payment_method: method.id, next_action: null }

  const refused = refusal(world, intent, behaviour.declines ?? null)
  if (refused) return fail(world, before, using, method, refused)

  const challenged =
    behaviour.authentication === 'always' ||
    (behaviour.authentication === 'unless_set_up' && !onFile?.authenticated)
  if (challenged && !how.authenticated) {
    if (how.offSession) return fail(world, before, using, method, AUTHENTICATION_REQUIRED)
    const waiting = change(
      world,
      world.store.paymentIntents,
      before,
      {
        ...using,
        status: 'requires_action',
        next_action: nextAction(world, intent, how.returnUrl),
      },
      'payment_intent.requires_action',
    )
    return { kind: 'requires_action', intent: waiting }
  }
  if (behaviour.declinesCharges) {
    return fail(world, before, using, method, behaviour.declinesCharges)
  }
  if (how.authenticated && intent.setup_future_usage) rememberAuthentication(world, method)
  if (behaviour.bank) return startBankPayment(world, before, using, method)
  return succeed(world, before, using, method)
}

/** What the holder answered to 3-D Secure, on the page that `next_action` leads to. */
export function answerAuthentication(
  world: World,
  id: string,
  answer: 'success' | 'fail',
): Attempt {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (intent.status !== 'requires_action' || !intent.payment_method) {
    throw unexpectedState(intent, 'authenticated')
  }
  const method = find(world.store.paymentMethods, 'PaymentMethod', intent.payment_method)
  const attempt: Attempt =
    answer === 'success'
      ? attemptPayment(world, intent, method, { authenticated: true })
      : failWithoutCharge(world, intent, AUTHENTICATION_FAILED)
  paymentSettled(world, attempt)
  return attempt
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
    { captured: true, amount_captured: amount },
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

/** A bank payment arrives, or bounces, days after it was made. */
export function settleBankPayment(world: World, id: string): void {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (intent.status !== 'processing' || !intent.payment_method) return
  const method = find(world.store.paymentMethods, 'PaymentMethod', intent.payment_method)
  const charge = find(world.store.charges, 'charge', intent.latest_charge ?? '')
  if (behaviourOf(world, method).bank === 'succeeds') {
    const paid = change(
      world,
      world.store.charges,
      charge,
      { status: 'succeeded', paid: true },
      'charge.succeeded',
    )
    const done = change(
      world,
      world.store.paymentIntents,
      intent,
      { status: 'succeeded', amount_received: intent.amount },
      'payment_intent.succeeded',
    )
    paymentSettled(world, { kind: 'succeeded', intent: done, charge: paid })
    return
  }
  const decline: Decline = { code: 'payment_intent_payment_attempt_failed', message: BOUNCED }
  const bounced = change(
    world,
    world.store.charges,
    charge,
    { status: 'failed', failure_code: decline.code, failure_message: BOUNCED },
    'charge.failed',
  )
  const attempt = failWithoutCharge(world, intent, decline)
  paymentSettled(world, { ...attempt, charge: bounced })
}

function succeed(
  world: World,
  before: PaymentIntent,
  using: PaymentIntent,
  method: PaymentMethod,
): Attempt {
  const charge = chargeSucceeded(world, using, method)
  const manual = before.capture_method === 'manual'
  const intent = change(
    world,
    world.store.paymentIntents,
    before,
    {
      ...using,
      status: manual ? 'requires_capture' : 'succeeded',
      amount_received: manual ? 0 : before.amount,
      amount_capturable: manual ? before.amount : 0,
      latest_charge: charge.id,
      last_payment_error: null,
    },
    manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded',
  )
  keepForLater(world, intent, method)
  const { disputes } = behaviourOf(world, method)
  if (disputes) world.agenda.plan(`dispute ${disputes}`, charge.id, world.clock.now())
  return { kind: 'succeeded', intent, charge }
}

function startBankPayment(
  world: World,
  before: PaymentIntent,
  using: PaymentIntent,
  method: PaymentMethod,
): Attempt {
  const charge = chargePending(world, using, method)
  const intent = change(
    world,
    world.store.paymentIntents,
    before,
    { ...using, status: 'processing', latest_charge: charge.id, last_payment_error: null },
    'payment_intent.processing',
  )
  const settles = world.clock.now() + world.settings.bankSettlesAfter * 1000
  world.agenda.plan('settle bank payment', intent.id, settles)
  return { kind: 'processing', intent }
}

function fail(
  world: World,
  before: PaymentIntent,
  using: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
): Attempt {
  const charge = chargeFailed(world, using, method, decline)
  const intent = change(
    world,
    world.store.paymentIntents,
    before,
    {
      ...using,
      payment_method: null,
      status: 'requires_payment_method',
      latest_charge: charge.id,
      last_payment_error: errorOf(decline, charge.id),
    },
    'payment_intent.payment_failed',
  )
  return { kind: 'declined', intent, decline, charge }
}

function failWithoutCharge(world: World, intent: PaymentIntent, decline: Decline) {
  const failed = change(
    world,
    world.store.paymentIntents,
    intent,
    {
      payment_method: null,
      next_action: null,
      status: 'requires_payment_method',
      last_payment_error: errorOf(decline),
    },
    'payment_intent.payment_failed',
  )
  return { kind: 'declined' as const, intent: failed, decline, charge: null }
}

/** A person may have asked in the control panel that this customer's next payment fails. */
function refusal(world: World, intent: PaymentIntent, declines: Decline | null): Decline | null {
  const notes = intent.customer ? world.store.customerNotes.get(intent.customer) : undefined
  if (notes?.nextPaymentFails) {
    world.store.customerNotes.put({ ...notes, nextPaymentFails: false })
    return GENERIC_DECLINE
  }
  return declines
}

function keepForLater(world: World, intent: PaymentIntent, method: PaymentMethod): void {
  if (intent.setup_future_usage && intent.customer && method.customer === null) {
    attachPaymentMethod(world, method.id, intent.customer)
  }
}

function methodGiven(
  world: World,
  params: {
    payment_method?: string | null
    payment_method_data?: z.output<typeof PaymentMethodCreate>
  },
): { payment_method?: string | null } {
  if (params.payment_method_data) {
    return { payment_method: createPaymentMethod(world, params.payment_method_data).id }
  }
  if (params.payment_method === undefined) return {}
  if (params.payment_method === null) return { payment_method: null }
  return { payment_method: resolvePaymentMethod(world, params.payment_method).id }
}

const nextAction = (world: World, intent: PaymentIntent, returnUrl?: string) =>
  returnUrl
    ? {
        type: 'redirect_to_url',
        redirect_to_url: {
          return_url: returnUrl,
          url: `${world.settings.baseUrl}/3ds/${intent.id}`,
        },
      }
    : { type: 'use_stripe_sdk', use_stripe_sdk: {} }

const errorOf = (decline: Decline, charge?: string): PaymentIntent['last_payment_error'] => ({
  type: 'card_error' as const,
  code: decline.code,
  message: decline.message,
  ...(decline.decline_code && { decline_code: decline.decline_code }),
  ...(charge && { charge }),
  doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
})

const unexpectedState = (intent: PaymentIntent, done: string) =>
  new StripeProblem(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent could not be ${done} because it has a status of ${intent.status}.`,
    payment_intent: intent,
  })

const CONFIRMABLE: string[] = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
]

const BOUNCED = 'The payment could not be completed: the account has been closed.'
