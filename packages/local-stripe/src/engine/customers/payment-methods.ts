import type { z } from 'zod'
import { invalid, missing } from '../world/errors'
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
  withMetadata,
} from '../world/params'
import type { CardBehavior } from '../world/records'
import type { PaymentMethod } from '../world/types'
import { change, create, find, type World } from '../world/world'
import { cardError } from './declines'
import { bankBehavior, cardBehavior, tokenBehavior } from './test-cards'
import { markSpent, requireUsable } from './usable'

const BillingDetails = hash({
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

/** Details of the other types of payment methods. */
const otherTypes = {
  acss_debit: notSupported(),
  affirm: notSupported(),
  afterpay_clearpay: notSupported(),
  alipay: notSupported(),
  alma: notSupported(),
  amazon_pay: notSupported(),
  au_becs_debit: notSupported(),
  bacs_debit: notSupported(),
  bancontact: notSupported(),
  billie: notSupported(),
  bizum: notSupported(),
  blik: notSupported(),
  boleto: notSupported(),
  cashapp: notSupported(),
  crypto: notSupported(),
  customer_balance: notSupported(),
  eps: notSupported(),
  fpx: notSupported(),
  giropay: notSupported(),
  grabpay: notSupported(),
  ideal: notSupported(),
  interac_present: notSupported(),
  kakao_pay: notSupported(),
  klarna: notSupported(),
  konbini: notSupported(),
  kr_card: notSupported(),
  link: notSupported(),
  mb_way: notSupported(),
  mobilepay: notSupported(),
  multibanco: notSupported(),
  naver_pay: notSupported(),
  nz_bank_account: notSupported(),
  oxxo: notSupported(),
  p24: notSupported(),
  pay_by_bank: notSupported(),
  payco: notSupported(),
  paynow: notSupported(),
  paypal: notSupported(),
  paypay: notSupported(),
  payto: notSupported(),
  pix: notSupported(),
  promptpay: notSupported(),
  radar_options: notSupported(),
  revolut_pay: notSupported(),
  samsung_pay: notSupported(),
  satispay: notSupported(),
  scalapay: notSupported(),
  sequra: notSupported(),
  sofort: notSupported(),
  sunbit: notSupported(),
  swish: notSupported(),
  twint: notSupported(),
  upi: notSupported(),
  wechat_pay: notSupported(),
  zip: notSupported(),
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

export function createPaymentMethod(
  world: World,
  params: z.output<typeof PaymentMethodCreate>,
): PaymentMethod {
  const type = params.type ?? 'card'
  const behavior =
    type === 'card' ? behaviorOfCard(params.card) : bankBehavior(!isFailingAccount(params))
  const method = storePaymentMethod(world, behavior, {
    type,
    card: params.card,
    billing: params.billing_details,
    bank: params.us_bank_account,
    allow_redisplay: params.allow_redisplay,
    metadata: withMetadata({}, params.metadata),
  })
  const onFile = world.store.cardsOnFile.get(method.id)
  if (onFile && params.us_bank_account?.account_number) {
    world.store.cardsOnFile.put({ ...onFile, unverified: true })
  }
  return method
}

/** Creates a payment method with this behavior. No event is sent until it is attached. */
export function storePaymentMethod(
  world: World,
  behavior: CardBehavior,
  given: {
    type?: string
    card?: GivenCard
    bank?: {
      account_holder_type?: 'company' | 'individual'
      account_type?: 'checking' | 'savings'
      routing_number?: string
    }
    billing?: z.output<typeof BillingDetails>
    metadata?: Record<string, string>
    allow_redisplay?: PaymentMethod['allow_redisplay']
  } = {},
): PaymentMethod {
  const type = behavior.bank
    ? given.type === 'sepa_debit'
      ? given.type
      : 'us_bank_account'
    : 'card'
  const { billing } = given
  const method: PaymentMethod = {
    id: world.ids.next('pm', 24),
    object: 'payment_method',
    allow_redisplay: given.allow_redisplay ?? 'unspecified',
    billing_details: {
      address: billing?.address ?? EMPTY_ADDRESS,
      email: billing?.email ?? null,
      name: billing?.name ?? null,
      phone: billing?.phone ?? null,
      tax_id: null,
    },
    ...(type === 'card' && { card: cardOf(world, behavior, given.card) }),
    ...(type === 'us_bank_account' && {
      us_bank_account: {
        account_holder_type: given.bank?.account_holder_type ?? 'individual',
        account_type: given.bank?.account_type ?? 'checking',
        bank_name: 'STRIPE TEST BANK',
        financial_connections_account: null,
        fingerprint: fingerprint(behavior),
        last4: behavior.last4,
        networks: { preferred: 'ach', supported: ['ach'] },
        routing_number: given.bank?.routing_number ?? '110000000',
        status_details: null,
      },
    }),
    ...(type === 'sepa_debit' && {
      sepa_debit: {
        bank_code: '37040044',
        branch_code: '',
        country: 'DE',
        fingerprint: fingerprint(behavior),
        generated_from: null,
        last4: behavior.last4,
      },
    }),
    created: world.clock.seconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: given.metadata ?? {},
    type,
  }
  world.store.cardsOnFile.put({
    id: method.id,
    object: 'card_on_file',
    behavior,
    authenticated: false,
  })
  return create(world, world.store.paymentMethods, method)
}

/** Finds a payment method by id, or creates one from a test token such as `pm_card_visa`. */
export function resolvePaymentMethod(world: World, id: string, param = 'payment_method') {
  const known = world.store.paymentMethods.get(id)
  if (known) return known
  const behavior = tokenBehavior(id)
  if (behavior) return storePaymentMethod(world, behavior)
  throw missing('PaymentMethod', id, param)
}

/** Attaches a payment method to a customer. Throws if the bank refuses to save the card. */
export function attachPaymentMethod(
  world: World,
  id: string,
  customerId: string,
  param = 'id',
): PaymentMethod {
  if (!world.store.customers.get(customerId)) throw missing('customer', customerId, 'customer')
  const method = resolvePaymentMethod(world, id, param)
  if (method.customer === customerId) return method
  if (method.customer !== null) {
    throw invalid(
      'The payment method you provided has already been attached to a customer.',
      'payment_method',
    )
  }
  requireUsable(world, method, customerId)
  const { declines } = behaviorOf(world, method)
  if (declines) throw cardError(declines, {}, { keepsChanges: false })
  return change(
    world,
    world.store.paymentMethods,
    method,
    { customer: customerId },
    'payment_method.attached',
  )
}

export function detachPaymentMethod(world: World, id: string): PaymentMethod {
  const method = find(world.store.paymentMethods, 'PaymentMethod', id)
  if (method.customer === null) {
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    )
  }
  const customer = world.store.customers.get(method.customer)
  if (customer?.invoice_settings.default_payment_method === id) {
    change(
      world,
      world.store.customers,
      customer,
      { invoice_settings: { ...customer.invoice_settings, default_payment_method: null } },
      'customer.updated',
    )
  }
  for (const subscription of world.store.subscriptions.where('customer', method.customer)) {
    if (subscription.default_payment_method === id) {
      world.store.subscriptions.put({ ...subscription, default_payment_method: null })
    }
  }
  const detached = change(
    world,
    world.store.paymentMethods,
    method,
    { customer: null },
    'payment_method.detached',
  )
  markSpent(world, id)
  return detached
}

export function updatePaymentMethod(
  world: World,
  id: string,
  params: z.output<typeof PaymentMethodUpdate>,
): PaymentMethod {
  const method = find(world.store.paymentMethods, 'PaymentMethod', id)
  const { card, billing_details: billing } = params
  return change(
    world,
    world.store.paymentMethods,
    method,
    {
      ...(method.card && {
        card: {
          ...method.card,
          exp_month: card?.exp_month ?? method.card.exp_month,
          exp_year: card?.exp_year ?? method.card.exp_year,
        },
      }),
      ...(method.us_bank_account && {
        us_bank_account: { ...method.us_bank_account, ...params.us_bank_account },
      }),
      billing_details: {
        ...method.billing_details,
        ...(billing?.address !== undefined && { address: billing.address }),
        ...(billing?.email !== undefined && { email: billing.email }),
        ...(billing?.name !== undefined && { name: billing.name }),
        ...(billing?.phone !== undefined && { phone: billing.phone }),
      },
      ...(params.allow_redisplay && { allow_redisplay: params.allow_redisplay }),
      metadata: withMetadata(method.metadata, params.metadata),
    },
    'payment_method.updated',
  )
}

export function behaviorOf(world: World, method: PaymentMethod): CardBehavior {
  const onFile = world.store.cardsOnFile.get(method.id)
  if (!onFile) throw new Error(`no card on file for ${method.id}`)
  return onFile.behavior
}

/** Records that the card was authenticated, so that off-session charges need no 3-D Secure. */
export function recordAuthentication(world: World, method: PaymentMethod): void {
  const onFile = world.store.cardsOnFile.get(method.id)
  if (onFile) world.store.cardsOnFile.put({ ...onFile, authenticated: true })
}

export function behaviorOfCard(card: z.output<typeof CardDetails> | undefined): CardBehavior {
  if (card?.token) {
    const behavior = tokenBehavior(card.token)
    if (!behavior) throw missing('token', card.token, 'card[token]')
    return behavior
  }
  if (!card?.number) {
    throw invalid('Missing required param: card[number].', 'card[number]', 'parameter_missing')
  }
  const behavior = cardBehavior(card.number)
  if (behavior) return behavior
  throw cardError(
    { code: 'incorrect_number', message: 'Your card number is incorrect.' },
    { param: 'number' },
    { keepsChanges: false },
  )
}

const isFailingAccount = (params: z.output<typeof PaymentMethodCreate>) =>
  params.us_bank_account?.account_number === '000111111116' ||
  FAILING_IBANS.includes(params.sepa_debit?.iban.replaceAll(' ', '') ?? '')

/** The second one is what the Stripe CLI uses to make a payment fail. */
const FAILING_IBANS = ['DE62370400440532013001', 'IT60X0542811101000000123456']

type GivenCard = Pick<z.output<typeof CardDetails>, 'number' | 'cvc' | 'exp_month' | 'exp_year'>

/** A card that is typed in without its security code. Test tokens have one. */
const isUnchecked = ({ number, cvc }: GivenCard) => number !== undefined && cvc === undefined

function cardOf(
  world: World,
  behavior: CardBehavior,
  given: GivenCard = {},
): NonNullable<PaymentMethod['card']> {
  const year = new Date(world.clock.now()).getUTCFullYear()
  return {
    brand: behavior.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: isUnchecked(given) ? null : 'pass',
    },
    country: behavior.country ?? 'US',
    display_brand: behavior.brand,
    exp_month: given.exp_month ?? 12,
    exp_year: given.exp_year ?? year + 4,
    fingerprint: fingerprint(behavior),
    funding: behavior.funding ?? 'credit',
    generated_from: null,
    last4: behavior.last4,
    networks: { available: [behavior.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  }
}

/** The same card has the same fingerprint wherever it is used. */
const fingerprint = (behavior: CardBehavior) => {
  let mixed = 2_166_136_261
  for (const letter of `${behavior.brand}${behavior.last4}${behavior.funding ?? ''}`) {
    mixed = Math.imul(mixed ^ letter.charCodeAt(0), 16_777_619) >>> 0
  }
  return `${mixed.toString(36)}localcard000000`.slice(0, 16)
}

const EMPTY_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}
