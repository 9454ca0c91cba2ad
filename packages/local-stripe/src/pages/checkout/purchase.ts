import type { Means } from '../../engine/checkout/pay'
import type { Buyer } from '../../engine/world/records'
import { readCard, type TypedCard } from '../payment/card'
import type { Order } from './order'

export type Purchase =
  | { kind: 'purchase'; means: Means; buyer: Buyer }
  | { kind: 'slips'; errors: Record<string, string> }

/** What was typed, as the engine takes it, or what is wrong with it. */
export function readPurchase(order: Order, values: Record<string, string>, now: Date): Purchase {
  const known = order.session.customer_details?.email ?? order.session.customer_email
  const email = known ?? values.email?.trim() ?? ''
  const errors: Record<string, string> = {}
  if (!/^\S+@\S+$/.test(email)) errors.email = 'Enter your email.'

  const chosen = needsPayment(order) ? means(order, values, now) : { kind: 'nothing' as const }
  if (chosen.kind === 'slips') Object.assign(errors, chosen.errors)
  if (Object.keys(errors).length > 0) return { kind: 'slips', errors }
  switch (chosen.kind) {
    case 'card': {
      const { number, ...holder } = chosen.card
      return { kind: 'purchase', means: { number }, buyer: { email, ...holder } }
    }
    case 'means':
      return { kind: 'purchase', means: chosen.means, buyer: { email } }
    default:
      return { kind: 'purchase', means: { nothing: true }, buyer: { email } }
  }
}

/** The card typed, a card saved before, or a bank: only ever what the page offered. */
function means(
  { session, saved }: Order,
  values: Record<string, string>,
  now: Date,
): TypedCard | { kind: 'means'; means: Means } {
  const { method, bank } = values
  if (method === 'us_bank_account' && session.payment_method_types.includes(method)) {
    return { kind: 'means', means: { bank: bank === 'fails' ? 'fails' : 'succeeds' } }
  }
  const card = saved.find(({ id }) => id === method)
  return card ? { kind: 'means', means: { paymentMethod: card.id } } : readCard(values, now)
}

/** A trial or a full discount may ask for no card at all. */
export function needsPayment({ session }: Order): boolean {
  return session.payment_method_collection !== 'if_required' || session.amount_total !== 0
}
