import type { z } from 'zod'
import { customerOf } from '../customers/customers'
import {
  address,
  emptyable,
  hash,
  integer,
  metadata,
  natural,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { PaymentRecord } from '../world/types'
import { create, type World } from '../world/world'
import { currencyCode } from './chargeable'

const shippingDetails = hash({
  address: address.optional(),
  name: text.optional(),
  phone: text.optional(),
})

export const PaymentRecordReport = hash({
  amount_requested: hash({ currency: text, value: natural }),
  canceled: hash({ canceled_at: integer }).optional(),
  customer_details: hash({
    customer: text.optional(),
    email: text.optional(),
    name: text.optional(),
    phone: text.optional(),
  }).optional(),
  customer_presence: oneOf('off_session', 'on_session').optional(),
  description: text.optional(),
  failed: hash({ failed_at: integer }).optional(),
  guaranteed: hash({ guaranteed_at: integer }).optional(),
  initiated_at: integer,
  metadata: emptyable(metadata).optional(),
  outcome: oneOf('canceled', 'failed', 'guaranteed').optional(),
  payment_method_details: hash({
    billing_details: notSupported(),
    custom: hash({ display_name: text.optional(), type: text.optional() }).optional(),
    payment_method: text.optional(),
    type: oneOf('custom').optional(),
  }),
  processor_details: hash({
    custom: hash({ payment_reference: text }).optional(),
    type: oneOf('custom'),
  }).optional(),
  shipping_details: shippingDetails.optional(),
})

/** Records a payment that was made outside of Stripe. */
export function reportPayment(
  world: World,
  params: z.output<typeof PaymentRecordReport>,
): PaymentRecord {
  const { customer_details: payer, outcome, amount_requested } = params
  if (payer?.customer) customerOf(world, payer.customer, 'customer_details[customer]')
  const currency = currencyCode(amount_requested.currency)
  const amount = (value: number) => ({ currency, value })
  const asked = amount(amount_requested.value)
  const when = (kind: typeof outcome) => (outcome === kind ? asked : amount(0))
  return create<PaymentRecord>(world, world.store.paymentRecords, {
    id: world.ids.next('pr', 24),
    object: 'payment_record',
    amount: asked,
    amount_authorized: amount(0),
    amount_canceled: when('canceled'),
    amount_failed: when('failed'),
    amount_guaranteed: when('guaranteed'),
    amount_refunded: amount(0),
    amount_requested: asked,
    application: null,
    created: world.clock.seconds(),
    customer_details: payer
      ? {
          customer: payer.customer ?? null,
          email: payer.email ?? null,
          name: payer.name ?? null,
          phone: payer.phone ?? null,
        }
      : null,
    customer_presence: params.customer_presence ?? null,
    description: params.description ?? null,
    latest_payment_attempt_record: null,
    livemode: false,
    metadata: withMetadata({}, params.metadata ?? undefined),
    payment_method_details: {
      billing_details: null,
      payment_method: params.payment_method_details.payment_method ?? null,
      type: 'custom',
      custom: {
        display_name: params.payment_method_details.custom?.display_name ?? '',
        type: params.payment_method_details.custom?.type ?? null,
      },
    },
    processor_details: {
      type: 'custom',
      ...(params.processor_details?.custom && { custom: params.processor_details.custom }),
    },
    reported_by: 'self',
    shipping_details: params.shipping_details
      ? {
          address: params.shipping_details.address ?? NO_ADDRESS,
          name: params.shipping_details.name ?? null,
          phone: params.shipping_details.phone ?? null,
        }
      : null,
  })
}

const NO_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}
