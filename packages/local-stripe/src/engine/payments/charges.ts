import { mandateOf } from '../customers/payment-methods/mandates'
import type { Decline } from '../world/records'
import type { Charge, PaymentIntent, PaymentMethod } from '../world/types'
import { create, type World } from '../world/world'

/** Records a charge that the bank accepted. */
export const chargeSucceeded = (world: World, intent: PaymentIntent, method: PaymentMethod) =>
  recordCharge(world, intent, method, null)

/** Records a charge that the bank declined. */
export const chargeFailed = (
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
) => recordCharge(world, intent, method, decline)

/** Records a bank payment that is not settled yet. */
export const chargePending = (world: World, intent: PaymentIntent, method: PaymentMethod) =>
  create<Charge>(
    world,
    world.store.charges,
    { ...chargeOf(world, intent, method, null), status: 'pending', paid: false },
    'charge.pending',
  )

function recordCharge(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline | null,
): Charge {
  const charge = chargeOf(world, intent, method, decline)
  return create(world, world.store.charges, charge, decline ? 'charge.failed' : 'charge.succeeded')
}

function chargeOf(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline | null,
): Charge {
  const id = world.ids.next('ch', 24)
  const captured = !decline && intent.capture_method !== 'manual'
  const customer = intent.customer ? world.store.customers.get(intent.customer) : undefined
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: decline ? null : world.ids.next('txn', 24),
    billing_details: method.billing_details,
    calculated_statement_descriptor: world.settings.accountName.toUpperCase().slice(0, 22),
    captured,
    created: world.clock.seconds(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: decline
      ? {
          advice_code: null,
          network_advice_code: null,
          network_decline_code: null,
          network_status: 'declined_by_network',
          reason: decline.decline_code ?? decline.code,
          risk_level: 'normal',
          risk_score: 20,
          seller_message: 'The bank did not return any further details with this decline.',
          type: 'issuer_declined',
        }
      : {
          advice_code: null,
          network_advice_code: null,
          network_decline_code: null,
          network_status: 'approved_by_network',
          reason: null,
          risk_level: 'normal',
          risk_score: 20,
          seller_message: 'Payment complete.',
          type: 'authorized',
        },
    paid: !decline,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(intent, method, mandateOf(world, method.id)?.id ?? null),
    receipt_email: intent.receipt_email ?? null,
    receipt_number: null,
    receipt_url: decline ? null : `${world.settings.baseUrl}/r/${id}`,
    refunded: false,
    review: null,
    shipping: intent.shipping ?? customer?.shipping ?? null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
}

function detailsOf(
  intent: PaymentIntent,
  method: PaymentMethod,
  mandate: string | null,
): Charge['payment_method_details'] {
  const { card, us_bank_account: bank, sepa_debit: sepa } = method
  if (bank) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } =
      bank
    return {
      type: 'us_bank_account',
      us_bank_account: {
        account_holder_type,
        account_type,
        bank_name,
        fingerprint,
        last4,
        ...(mandate && { mandate }),
        payment_reference: null,
        routing_number,
      },
    }
  }
  if (sepa) {
    const { bank_code, branch_code, country, fingerprint, last4 } = sepa
    return {
      type: 'sepa_debit',
      sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate },
    }
  }
  if (!card) throw new Error(`${method.id} is neither a card nor a bank account`)
  return {
    type: 'card',
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: card.funding,
      installments: null,
      issuer: null,
      last4: card.last4,
      mandate,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  }
}
