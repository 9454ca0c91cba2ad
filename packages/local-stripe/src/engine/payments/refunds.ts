import type { z } from 'zod'
import { behaviorOf } from '../customers/payment-methods/behavior'
import { invalid } from '../world/errors'
import {
  emptyable,
  hash,
  integer,
  metadata,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import { previousAttributes } from '../world/previous-attributes'
import type { Charge, Refund } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { isOpenDispute } from './disputes'
import { closeWarnings } from './early-fraud-warnings'

export const RefundCreate = hash({
  amount: integer.optional(),
  charge: text.optional(),
  currency: notSupported(),
  customer: notSupported(),
  instructions_email: notSupported(),
  metadata: metadata.optional(),
  origin: notSupported(),
  payment_intent: text.optional(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer').optional(),
  refund_application_fee: notSupported(),
  reverse_transfer: notSupported(),
})
export const RefundUpdate = hash({ metadata: emptyable(metadata).optional() })

/** Refunds a charge, in full or in part. */
export function createRefund(world: World, params: z.output<typeof RefundCreate>): Refund {
  const charge = findCharge(world, params)
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalid(
      'This charge has not succeeded and cannot be refunded.',
      undefined,
      'charge_not_refundable' as never,
    )
  }
  const left = charge.amount - charge.amount_refunded
  if (left === 0) {
    throw invalid(
      `Charge ${charge.id} has already been refunded.`,
      undefined,
      'charge_already_refunded',
    )
  }
  const amount = params.amount ?? left
  if (amount < 1 || amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      'amount',
    )
  }
  if (isChargedBack(world, charge)) {
    throw invalid(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    )
  }
  const refund = create(world, world.store.refunds, {
    id: world.ids.next('re', 24),
    object: 'refund',
    amount,
    balance_transaction: world.ids.next('txn', 24),
    charge: charge.id,
    created: world.clock.seconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
    },
    metadata: withMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  } satisfies Refund)
  emit(world, 'refund.created', refund)
  const amount_refunded = charge.amount_refunded + amount
  const refunded = change(
    world,
    world.store.charges,
    charge,
    { amount_refunded, refunded: amount_refunded === charge.amount },
    'charge.refunded',
  )
  closeWarnings(world, refunded)
  const method = charge.payment_method
    ? world.store.paymentMethods.get(charge.payment_method)
    : undefined
  if (method && behaviorOf(world, method).refundFails) {
    world.agenda.plan('fail refund', refund.id, world.clock.now() + 1000)
  }
  return refund
}

export function updateRefund(
  world: World,
  id: string,
  params: z.output<typeof RefundUpdate>,
): Refund {
  const refund = find(world.store.refunds, 'refund', id)
  const patch = { metadata: withMetadata(refund.metadata, params.metadata ?? undefined) }
  const updated = change(world, world.store.refunds, refund, patch, 'refund.updated')
  if (updated !== refund) {
    emit(world, 'charge.refund.updated', updated, previousAttributes(refund, updated))
  }
  return updated
}

/** Fails a refund: the money comes back, and the charge counts as not refunded. */
export function failRefund(world: World, id: string): void {
  const refund = find(world.store.refunds, 'refund', id)
  if (refund.status !== 'succeeded') return
  const charge = find(world.store.charges, 'charge', refund.charge ?? '')
  const failed = change(world, world.store.refunds, refund, {
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  })
  emit(world, 'refund.failed', failed)
  emit(world, 'charge.refund.updated', failed)
  change(
    world,
    world.store.charges,
    charge,
    { amount_refunded: charge.amount_refunded - refund.amount, refunded: false },
    'charge.updated',
  )
}

function findCharge(world: World, params: z.output<typeof RefundCreate>): Charge {
  if (params.charge) return find(world.store.charges, 'charge', params.charge, 'charge')
  if (!params.payment_intent) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const intent = find(
    world.store.paymentIntents,
    'payment_intent',
    params.payment_intent,
    'payment_intent',
  )
  if (!intent.latest_charge) {
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      'payment_intent',
    )
  }
  return find(world.store.charges, 'charge', intent.latest_charge)
}

/** The bank has the money while a dispute is open, and keeps it if the dispute is lost. */
const isChargedBack = (world: World, charge: Charge) =>
  world.store.disputes
    .where('charge', charge.id)
    .some(({ status }) => status === 'lost' || isOpenDispute(status))
