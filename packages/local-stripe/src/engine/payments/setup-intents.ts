import type { z } from 'zod'
import { AUTHENTICATION_FAILED, cardError } from '../customers/declines'
import { attachPaymentMethod } from '../customers/payment-methods/attach'
import { behaviorOf, recordAuthentication } from '../customers/payment-methods/behavior'
import { resolvePaymentMethod } from '../customers/payment-methods/create'
import {
  activateMandates,
  MandateData,
  mandateFor,
  requireConfirm,
} from '../customers/payment-methods/mandates'
import { requireUsable } from '../customers/usable'
import { ApiError, invalid, missing } from '../world/errors'
import {
  emptyable,
  flag,
  hash,
  many,
  metadata,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { PaymentMethod, SetupIntent } from '../world/types'
import { change, create, find, type World } from '../world/world'
import {
  automaticMethods,
  changedTypes,
  namedTypes,
  requireReturnUrl,
  typesAllowed,
} from './accepted-methods'
import { setupOptions } from './method-options'
import {
  microdepositAction,
  needsMicrodeposits,
  type VerifyMicrodeposits,
  verifyMicrodeposits,
} from './microdeposits'

const shared = {
  attach_to_self: notSupported(),
  customer: text.optional(),
  customer_account: notSupported(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
  excluded_payment_method_types: notSupported(),
  flow_directions: notSupported(),
  payment_method: emptyable(text).optional(),
  payment_method_configuration: notSupported(),
  payment_method_data: notSupported(),
  payment_method_options: notSupported(),
  allowed_payment_method_types: many(text).optional(),
  // From before the API had `allowed_payment_method_types`.
  payment_method_types: many(text).optional(),
}
export const SetupIntentCreate = hash({
  ...shared,
  automatic_payment_methods: hash({
    enabled: flag,
    allow_redirects: oneOf('always', 'never').optional(),
  }).optional(),
  confirm: flag.optional(),
  return_url: text.optional(),
  usage: oneOf('off_session', 'on_session').optional(),
  confirmation_token: notSupported(),
  mandate_data: emptyable(MandateData).optional(),
  on_behalf_of: notSupported(),
  single_use: notSupported(),
  use_stripe_sdk: notSupported(),
})
export const SetupIntentUpdate = hash(shared)
export const SetupIntentConfirm = hash({
  allowed_payment_method_types: notSupported(),
  confirmation_token: notSupported(),
  payment_method_data: notSupported(),
  payment_method: text.optional(),
  payment_method_options: notSupported(),
  return_url: text.optional(),
  mandate_data: emptyable(MandateData).optional(),
  use_stripe_sdk: notSupported(),
})
export const SetupIntentCancel = hash({
  cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer').optional(),
})

interface SetupConfirmation {
  payment_method?: string | null
  return_url?: string
  mandate_data?: MandateData | null
}

export function createSetupIntent(
  world: World,
  params: z.output<typeof SetupIntentCreate>,
): SetupIntent {
  if (params.customer && !world.store.customers.get(params.customer)) {
    throw missing('customer', params.customer, 'customer')
  }
  requireConfirm(params)
  const method = params.payment_method && resolvePaymentMethod(world, params.payment_method).id
  const intent = newSetupIntent(world, {
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: withMetadata({}, params.metadata),
    payment_method: method || null,
    allowed_payment_method_types: typesAllowed(params),
    payment_method_types: namedTypes(params) ?? ['card'],
    usage: params.usage ?? 'off_session',
    automatic_payment_methods: automaticMethods(params),
    status: method ? 'requires_confirmation' : 'requires_payment_method',
  })
  return params.confirm ? confirmSetupIntent(world, intent.id, params) : intent
}

export function newSetupIntent(world: World, given: Partial<SetupIntent>): SetupIntent {
  const id = world.ids.next('seti', 24)
  const intent: SetupIntent = {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: world.ids.next(`${id}_secret`, 25),
    created: world.clock.seconds(),
    customer: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: setupOptions(given.payment_method_types ?? ['card']),
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: 'off_session',
    ...given,
  }
  const { status } = intent
  // It was tried at once.
  const isTried = status === 'succeeded' || status === 'requires_action'
  const created = create<SetupIntent>(
    world,
    world.store.setupIntents,
    { ...intent, status: isTried ? 'requires_payment_method' : status },
    'setup_intent.created',
  )
  return isTried
    ? change(world, world.store.setupIntents, created, { status }, `setup_intent.${status}`)
    : created
}

export function updateSetupIntent(
  world: World,
  id: string,
  params: z.output<typeof SetupIntentUpdate>,
): SetupIntent {
  const intent = find(world.store.setupIntents, 'setupintent', id)
  const method = params.payment_method && resolvePaymentMethod(world, params.payment_method).id
  return change(world, world.store.setupIntents, intent, {
    metadata: withMetadata(intent.metadata, params.metadata),
    ...changedTypes(params),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.customer !== undefined && { customer: params.customer }),
    ...(method && { payment_method: method, status: 'requires_confirmation' as const }),
  })
}

export function confirmSetupIntent(
  world: World,
  id: string,
  params: SetupConfirmation,
): SetupIntent {
  const intent = find(world.store.setupIntents, 'setupintent', id)
  if (!intent.status.startsWith('requires_')) throw unexpectedState(intent, 'confirmed')
  const methodId = params.payment_method || intent.payment_method
  if (!methodId) {
    throw invalid(
      'You cannot confirm this SetupIntent because it is missing a payment method.',
      undefined,
      'setup_intent_unexpected_state',
    )
  }
  requireReturnUrl(intent, params)
  const method = resolvePaymentMethod(world, methodId)
  requireUsable(world, method, intent.customer)
  const behavior = behaviorOf(world, method)
  if (behavior.declines) {
    const decline = behavior.declines
    const failed = change(
      world,
      world.store.setupIntents,
      intent,
      {
        status: 'requires_payment_method',
        payment_method: null,
        last_setup_error: { type: 'card_error', ...decline },
      },
      'setup_intent.setup_failed',
    )
    throw cardError(decline, { setup_intent: failed })
  }
  const mandate = mandateFor(world, params, method, null)?.id ?? null
  const isUnverified = needsMicrodeposits(world, method)
  if (behavior.authentication || isUnverified) {
    return change(
      world,
      world.store.setupIntents,
      intent,
      {
        status: 'requires_action',
        mandate,
        payment_method: method.id,
        next_action: isUnverified
          ? microdepositAction(world, intent)
          : params.return_url
            ? {
                type: 'redirect_to_url',
                redirect_to_url: {
                  return_url: params.return_url,
                  url: `${world.settings.baseUrl}/3ds/${intent.id}`,
                },
              }
            : { type: 'use_stripe_sdk', use_stripe_sdk: {} },
      },
      'setup_intent.requires_action',
    )
  }
  return succeed(world, { ...intent, mandate }, method.id)
}

/** Completes the setup of a bank account after its microdeposits were verified. */
export function verifySetupIntent(
  world: World,
  id: string,
  params: z.output<typeof VerifyMicrodeposits>,
): SetupIntent {
  const intent = find(world.store.setupIntents, 'setupintent', id)
  verifyMicrodeposits(world, intent, params)
  activateMandates(world, intent)
  return answerSetupAuthentication(world, id, 'success')
}

export function answerSetupAuthentication(
  world: World,
  id: string,
  answer: 'success' | 'fail',
): SetupIntent {
  const intent = find(world.store.setupIntents, 'setupintent', id)
  if (intent.status !== 'requires_action' || !intent.payment_method) {
    throw unexpectedState(intent, 'authenticated')
  }
  if (answer === 'success') {
    recordAuthentication(
      world,
      find(world.store.paymentMethods, 'PaymentMethod', intent.payment_method),
    )
    return succeed(world, intent, intent.payment_method)
  }
  return change(
    world,
    world.store.setupIntents,
    intent,
    {
      status: 'requires_payment_method',
      payment_method: null,
      next_action: null,
      last_setup_error: { type: 'card_error', ...AUTHENTICATION_FAILED },
    },
    'setup_intent.setup_failed',
  )
}

export function cancelSetupIntent(
  world: World,
  id: string,
  params: z.output<typeof SetupIntentCancel>,
): SetupIntent {
  const intent = find(world.store.setupIntents, 'setupintent', id)
  if (!intent.status.startsWith('requires_')) throw unexpectedState(intent, 'canceled')
  return change(
    world,
    world.store.setupIntents,
    intent,
    {
      status: 'canceled',
      next_action: null,
      cancellation_reason: params.cancellation_reason ?? null,
    },
    'setup_intent.canceled',
  )
}

/** Completes the setup intent of a Checkout session with what the buyer entered. */
export function completeSetupIntent(
  world: World,
  id: string,
  customer: string | null,
  method: PaymentMethod,
): SetupIntent {
  const intent = find(world.store.setupIntents, 'setupintent', id)
  const owned = world.store.setupIntents.put({ ...intent, customer })
  return succeed(world, owned, method.id)
}

function succeed(world: World, intent: SetupIntent, methodId: string): SetupIntent {
  if (intent.customer) attachPaymentMethod(world, methodId, intent.customer)
  const done = change(
    world,
    world.store.setupIntents,
    intent,
    { status: 'succeeded', payment_method: methodId, next_action: null, last_setup_error: null },
    'setup_intent.succeeded',
  )
  world.reactions.setupSucceeded(world, done)
  return done
}

const unexpectedState = (intent: SetupIntent, done: string) =>
  new ApiError(400, {
    type: 'invalid_request_error',
    code: 'setup_intent_unexpected_state',
    message: `This SetupIntent could not be ${done} because it has a status of ${intent.status}.`,
    setup_intent: intent,
  })
