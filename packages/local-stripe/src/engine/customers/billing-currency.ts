import { invalid } from '../world/errors'
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
    ...(sessions
      ? store.checkoutSessions
          .where('customer', customer)
          .filter(({ status, mode }) => status === 'open' && mode === 'subscription')
      : []),
  ]
  return found.flatMap(({ currency }) => currency ?? [])
}

/** A customer's credit is in one currency, and pays no invoices in others. */
export const balanceIn = (
  customer: { balance: number; currency?: string | null },
  currency: string,
): number => (!customer.currency || customer.currency === currency ? customer.balance : 0)
