import type { z } from 'zod'
import {
  AUTHENTICATION_FAILED,
  AUTHENTICATION_REQUIRED,
  GENERIC_DECLINE,
} from '../customers/declines'
import { attachPaymentMethod } from '../customers/payment-methods/attach'
import { behaviorOf, recordAuthentication } from '../customers/payment-methods/behavior'
import { activateMandates, useUpMandate } from '../customers/payment-methods/mandates'
import { ApiError } from '../world/errors'
import type { PaymentAttempt } from '../world/payment-attempt'
import type { Decline } from '../world/records'
import type { PaymentIntent, PaymentMethod } from '../world/types'
import { change, find, type World } from '../world/world'
import { chargeFailed, chargePending, chargeSucceeded } from './charges'
import {
  microdepositAction,
  needsMicrodeposits,
  type VerifyMicrodeposits,
  verifyMicrodeposits,
} from './microdeposits'

/** Attempts a charge. The caller handles the result, including `world.reactions.paymentSettled`. */
export function attemptPayment(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  how: { offSession?: boolean; authenticated?: boolean; returnUrl?: string } = {},
): PaymentAttempt {
  const behavior = behaviorOf(world, method)
  const onFile = world.store.cardsOnFile.get(method.id)
  const before = intent
  const using = { ...intent, payment_method: method.id, next_action: null }

  const refused = declineFor(world, intent, behavior.declines ?? null)
  if (refused) return fail(world, before, using, method, refused)

  const challenged =
    behavior.authentication === 'always' ||
    (behavior.authentication === 'unless_set_up' && !onFile?.authenticated)
  const isUnverified = needsMicrodeposits(world, method)
  if ((challenged || isUnverified) && !how.authenticated) {
    if (how.offSession && challenged)
      return fail(world, before, using, method, AUTHENTICATION_REQUIRED)
    const waiting = change(
      world,
      world.store.paymentIntents,
      before,
      {
        ...using,
        status: 'requires_action',
        next_action: isUnverified
          ? microdepositAction(world, intent)
          : nextAction(world, intent, how.returnUrl),
      },
      'payment_intent.requires_action',
    )
    return { kind: 'requires_action', intent: waiting }
  }
  if (behavior.declinesCharges) {
    return fail(world, before, using, method, behavior.declinesCharges)
  }
  if (how.authenticated && intent.setup_future_usage) recordAuthentication(world, method)
  if (behavior.bank) return startBankPayment(world, before, using, method)
  return succeed(world, before, using, method)
}

/** Continues a payment after 3-D Secure was answered on the page of `next_action`. */
export function answerAuthentication(
  world: World,
  id: string,
  answer: 'success' | 'fail',
): PaymentAttempt {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (intent.status !== 'requires_action' || !intent.payment_method) {
    throw unexpectedState(intent, 'authenticated')
  }
  const method = find(world.store.paymentMethods, 'PaymentMethod', intent.payment_method)
  const attempt: PaymentAttempt =
    answer === 'success'
      ? attemptPayment(world, intent, method, { authenticated: true })
      : failWithoutCharge(world, intent, AUTHENTICATION_FAILED)
  world.reactions.paymentSettled(world, attempt)
  return attempt
}

/** Continues a payment by bank account after its microdeposits were verified. */
export function verifyPaymentIntent(
  world: World,
  id: string,
  params: z.output<typeof VerifyMicrodeposits>,
): PaymentIntent {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  verifyMicrodeposits(world, intent, params)
  activateMandates(world, intent)
  return answerAuthentication(world, id, 'success').intent
}

/** Settles or fails a bank payment, days after it was started. */
export function settleBankPayment(world: World, id: string): void {
  const intent = find(world.store.paymentIntents, 'payment_intent', id)
  if (intent.status !== 'processing' || !intent.payment_method) return
  const method = find(world.store.paymentMethods, 'PaymentMethod', intent.payment_method)
  const charge = find(world.store.charges, 'charge', intent.latest_charge ?? '')
  if (behaviorOf(world, method).bank === 'succeeds') {
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
    world.reactions.paymentSettled(world, { kind: 'succeeded', intent: done, charge: paid })
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
  const attempt = failWithoutCharge(world, intent, decline, method)
  world.reactions.paymentSettled(world, { ...attempt, charge: bounced })
}

function succeed(
  world: World,
  before: PaymentIntent,
  using: PaymentIntent,
  method: PaymentMethod,
): PaymentAttempt {
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
  saveForFutureUse(world, intent, method)
  useUpMandate(world, method.id)
  const { disputes } = behaviorOf(world, method)
  if (disputes) world.agenda.plan(`dispute ${disputes}`, charge.id, world.clock.now())
  if (behaviorOf(world, method).warns)
    world.agenda.plan('warn of fraud', charge.id, world.clock.now())
  return { kind: 'succeeded', intent, charge }
}

function startBankPayment(
  world: World,
  before: PaymentIntent,
  using: PaymentIntent,
  method: PaymentMethod,
): PaymentAttempt {
  const charge = chargePending(world, using, method)
  const intent = change(
    world,
    world.store.paymentIntents,
    before,
    { ...using, status: 'processing', latest_charge: charge.id, last_payment_error: null },
    'payment_intent.processing',
  )
  useUpMandate(world, method.id)
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
): PaymentAttempt {
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
      last_payment_error: errorOf(decline, charge.id, method),
    },
    'payment_intent.payment_failed',
  )
  return { kind: 'declined', intent, decline, charge }
}

function failWithoutCharge(
  world: World,
  intent: PaymentIntent,
  decline: Decline,
  method?: PaymentMethod,
) {
  const failed = change(
    world,
    world.store.paymentIntents,
    intent,
    {
      payment_method: null,
      next_action: null,
      status: 'requires_payment_method',
      last_payment_error: errorOf(decline, undefined, method),
    },
    'payment_intent.payment_failed',
  )
  return { kind: 'declined' as const, intent: failed, decline, charge: null }
}

/** The decline of the card, or the one that the control panel asked for. Uses that one up. */
function declineFor(world: World, intent: PaymentIntent, declines: Decline | null): Decline | null {
  const notes = intent.customer ? world.store.customerNotes.get(intent.customer) : undefined
  if (notes?.nextPaymentFails) {
    world.store.customerNotes.put({ ...notes, nextPaymentFails: false })
    return GENERIC_DECLINE
  }
  return declines
}

function saveForFutureUse(world: World, intent: PaymentIntent, method: PaymentMethod): void {
  if (intent.setup_future_usage && intent.customer && method.customer === null) {
    attachPaymentMethod(world, method.id, intent.customer)
  }
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

/** The payment method is embedded, not an id, as in Stripe's own errors. */
const errorOf = (
  decline: Decline,
  charge?: string,
  method?: PaymentMethod,
): PaymentIntent['last_payment_error'] => ({
  type: 'card_error' as const,
  code: decline.code,
  message: decline.message,
  ...(decline.decline_code && { decline_code: decline.decline_code }),
  ...(charge && { charge }),
  ...(method && { payment_method: method as never }),
  doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
})

export const unexpectedState = (intent: PaymentIntent, done: string) =>
  new ApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent could not be ${done} because it has a status of ${intent.status}.`,
    payment_intent: intent,
  })

const BOUNCED = 'The payment could not be completed: the account has been closed.'
