import type { z } from 'zod'
import { invalid } from '../world/errors'
import { hash, integer, metadata, text, withMetadata } from '../world/params'
import type { BalanceEntry, Customer } from '../world/types'
import { change, create, type World } from '../world/world'
import { balanceIn } from './billing-currency'
import { customerOf } from './customers'

export const BalanceEntryCreate = hash({
  amount: integer,
  currency: text,
  description: text.optional(),
  metadata: metadata.optional(),
})

/** A manual adjustment. A negative amount is credit for the next invoices. */
export function adjustBalance(
  world: World,
  customerId: string,
  params: z.output<typeof BalanceEntryCreate>,
): BalanceEntry {
  const customer = customerOf(world, customerId)
  const currency = params.currency.toLowerCase()
  if (customer.currency && customer.currency !== currency) {
    throw invalid(
      `You cannot combine currencies on a single customer: this one's is ${customer.currency}, not ${currency}.`,
      'currency',
    )
  }
  return changeBalance(world, customer, params.amount, currency, {
    type: 'adjustment',
    description: params.description ?? null,
    metadata: withMetadata({}, params.metadata),
  })
}

/** Changes a customer's balance and records the balance transaction. */
export function changeBalance(
  world: World,
  customer: Customer,
  amount: number,
  currency: string,
  why: Pick<BalanceEntry, 'type'> & Partial<BalanceEntry>,
): BalanceEntry {
  const balance = balanceIn(world, customer, currency) + amount
  // A balance in another currency is only in the transactions.
  if (!customer.currency || customer.currency === currency) {
    change(
      world,
      world.store.customers,
      customer,
      { balance, currency: customer.currency ?? currency },
      'customer.updated',
    )
  }
  return create(world, world.store.balanceEntries, {
    id: world.ids.next('cbtxn', 24),
    object: 'customer_balance_transaction',
    amount,
    checkout_session: null,
    created: world.clock.seconds(),
    credit_note: null,
    currency,
    customer: customer.id,
    customer_account: null,
    description: null,
    ending_balance: balance,
    invoice: null,
    livemode: false,
    metadata: {},
    ...why,
  })
}
