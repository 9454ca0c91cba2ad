import { DAY } from '../world/calendar'
import { missing } from '../world/errors'
import type { BalanceTransaction, Charge, Refund } from '../world/types'
import type { World } from '../world/world'

/** What Stripe takes for a card payment in the United States: 2.9 % and 30 cents. */
const feeOf = (amount: number) => Math.round(amount * 0.029) + 30

/** What a dispute costs. It is not given back if the dispute is won. */
export const DISPUTE_FEE = 1500

/** Creates the record of money that moved on the account's balance. */
export function balanceTransaction(
  given: Pick<
    BalanceTransaction,
    'id' | 'amount' | 'created' | 'currency' | 'reporting_category' | 'source' | 'type'
  > &
    Partial<BalanceTransaction>,
  fee: number,
): BalanceTransaction {
  return {
    object: 'balance_transaction',
    available_on: given.created + 2 * DAY,
    balance_type: 'payments',
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: given.currency,
              description: given.type === 'charge' ? 'Stripe processing fees' : 'Dispute fee',
              type: 'stripe_fee',
            },
          ],
    net: given.amount - fee,
    status: 'pending',
    ...given,
  }
}

/**
 * The balance transaction with this id. Those of charges and refunds are derived when asked for.
 * Stripe answers 404 for others.
 */
export function findBalanceTransaction(world: World, id: string): BalanceTransaction {
  const found = balanceTransactionWith(world, id)
  if (!found) throw missing('balance transaction', id)
  return found
}

export function balanceTransactionWith(world: World, id: string): BalanceTransaction | undefined {
  const { charges, refunds } = world.store
  const [charge] = charges.where('balance_transaction', id)
  if (charge) return ofCharge(charge)
  const [refund] = refunds.where('balance_transaction', id)
  if (refund) return ofRefund(refund)
  return ofDisputes(world).find((each) => each.id === id)
}

/** All of them, oldest first. */
export const allBalanceTransactions = (world: World): BalanceTransaction[] =>
  [
    ...world.store.charges.all().flatMap((charge) => (isMoney(charge) ? [ofCharge(charge)] : [])),
    ...world.store.refunds.all().map(ofRefund),
    ...ofDisputes(world),
  ].sort((a, b) => a.created - b.created)

const isMoney = (charge: Charge) => charge.balance_transaction !== null && charge.captured

const ofDisputes = (world: World): BalanceTransaction[] =>
  world.store.disputes.all().flatMap((dispute) => dispute.balance_transactions)

const ofCharge = (charge: Charge): BalanceTransaction =>
  balanceTransaction(
    {
      id: charge.balance_transaction ?? '',
      amount: charge.amount_captured,
      created: charge.created,
      currency: charge.currency,
      description: charge.description,
      reporting_category: 'charge',
      source: charge.id,
      type: charge.payment_method_details?.type === 'card' ? 'charge' : 'payment',
    },
    feeOf(charge.amount_captured),
  )

/** Stripe keeps the fee of a payment that is refunded. */
const ofRefund = (refund: Refund): BalanceTransaction =>
  balanceTransaction(
    {
      id: refund.balance_transaction ?? '',
      amount: -refund.amount,
      created: refund.created,
      currency: refund.currency,
      description: 'REFUND FOR CHARGE',
      reporting_category: 'refund',
      source: refund.id,
      type: 'refund',
    },
    0,
  )
