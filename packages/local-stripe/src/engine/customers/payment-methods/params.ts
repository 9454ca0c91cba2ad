import type { z } from 'zod'
import {
  address,
  email,
  emptyable,
  hash,
  integer,
  metadata,
  notSupported,
  oneOf,
  text,
} from '../../world/params'
import { otherTypes } from './other-types'

export const BillingDetails = hash({
  address: emptyable(address).optional(),
  email: emptyable(email).optional(),
  name: emptyable(text).optional(),
  phone: emptyable(text).optional(),
  tax_id: notSupported(),
})

export const CardDetails = hash({
  number: text.optional(),
  exp_month: integer.optional(),
  exp_year: integer.optional(),
  cvc: text.optional(),
  token: text.optional(),
  networks: notSupported(),
})

const BankHolder = {
  account_holder_type: oneOf('company', 'individual').optional(),
  account_type: oneOf('checking', 'savings').optional(),
}

const creation = {
  ...otherTypes,
  type: oneOf('card', 'us_bank_account', 'sepa_debit').optional(),
  us_bank_account: hash({
    account_number: text.optional(),
    routing_number: text.optional(),
    ...BankHolder,
    financial_connections_account: notSupported(),
  }).optional(),
  sepa_debit: hash({ iban: text }).optional(),
  billing_details: BillingDetails.optional(),
  allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
  metadata: metadata.optional(),
}

/** `payment_method_data` of an intent. */
export const PaymentMethodData = hash({
  ...creation,
  // Not in the SDK's types. Stripe takes it from clients, and the CLI sends it.
  card: CardDetails.optional(),
})

export const PaymentMethodCreate = hash({
  ...creation,
  card: CardDetails.optional(),
  custom: notSupported(),
  customer: notSupported(),
  payment_method: notSupported(),
})

export const PaymentMethodUpdate = hash({
  billing_details: BillingDetails.optional(),
  card: hash({
    exp_month: integer.optional(),
    exp_year: integer.optional(),
    networks: notSupported(),
  }).optional(),
  allow_redisplay: oneOf('always', 'limited', 'unspecified').optional(),
  metadata: metadata.optional(),
  us_bank_account: hash(BankHolder).optional(),
})

export type GivenCard = Pick<
  z.output<typeof CardDetails>,
  'number' | 'cvc' | 'exp_month' | 'exp_year'
>
