import { invalid } from '../world/errors'
import type { Customer } from '../world/types'
import type { World } from '../world/world'

/**
 * Refuses a second currency for a customer while something active is in the first: a subscription, a
 * schedule, an open quote, a pending invoice item or, for a new session, an open Checkout session.
 * Invoices by hand may be in any currency.
 */
export function requireOneCurrency(
  world: World,
  customer: string,
  currency: string,
  { param, sessions = false }: { param?: string; sessions?: boolean } = {},
): void {
  const other = activeCurrencies(world, customer, sessions).find((each) => each !== currency)
  if (other === undefined) return
  throw invalid(
    `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, invoice item or active subscription mode checkout session with currency ${other}.`,
    param,
  )
}

function activeCurrencies(world: World, customer: string, sessions: boolean): string[] {
  const { store } = world
  const found = [
    ...store.subscriptions
      .where('customer', customer)
      .filter(({ status }) => status !== 'canceled' && status !== 'incomplete_expired'),
    ...store.schedules
      .where('customer', customer)
      .filter(({ status }) => status === 'active' || status === 'not_started')
      .flatMap((schedule) => schedule.phases),
    ...store.quotes.where('customer', customer).filter(({ status }) => status === 'open'),
    ...store.invoiceItems.where('customer', customer).filter((item) => item.invoice === null),
    ...discountCurrencies(world, customer),
    ...(sessions
      ? store.checkoutSessions
          .where('customer', customer)
          .filter(({ status, mode }) => status === 'open' && mode === 'subscription')
      : []),
  ]
  return found.flatMap(({ currency }) => currency ?? [])
}

/** The currency of the customer's discount, if it takes off an amount in only one. */
function discountCurrencies({ store }: World, customer: string) {
  const coupon = store.coupons.get(store.customers.get(customer)?.discount?.source.coupon ?? '')
  const isFixed = coupon?.amount_off && Object.keys(coupon.currency_options ?? {}).length <= 1
  return isFixed ? [{ currency: coupon.currency }] : []
}

/**
 * The balance of a customer in a currency. That in the customer's own is `balance`, those in others
 * are the sums of their transactions.
 */
export const balanceIn = (
  world: World,
  { id, balance, currency: own }: Customer,
  currency: string,
) =>
  !own || own === currency
    ? balance
    : sum(
        world.store.balanceEntries
          .where('customer', id)
          .filter((each) => each.currency === currency),
      )

const sum = (entries: { amount: number }[]) =>
  entries.reduce((total, { amount }) => total + amount, 0)

/** `invoice_credit_balance`: the credit of a customer by currency, and what is owed as negative. */
export function creditsOf(world: World, customer: Customer | undefined): Record<string, number> {
  if (!customer) return {}
  const entries = world.store.balanceEntries.where('customer', customer.id)
  const currencies = [customer.currency, ...entries.map((each) => each.currency)]
  const balances = [...new Set(currencies)].flatMap((currency) =>
    currency ? [[currency, balanceIn(world, customer, currency)] as const] : [],
  )
  return Object.fromEntries(
    balances
      .filter(([, balance]) => balance !== 0)
      .map(([currency, balance]) => [currency, -balance]),
  )
}
