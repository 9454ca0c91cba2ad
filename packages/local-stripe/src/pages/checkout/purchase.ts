import type { PayWith } from '../../engine/checkout/pay'
import type { Buyer } from '../../engine/world/records'
import { type CardFormResult, readCard } from '../payment/card'
import type { Order } from './order'

export type Purchase =
  | { kind: 'purchase'; payWith: PayWith; buyer: Buyer }
  | { kind: 'invalid'; errors: Record<string, string> }

/** What was typed, as the engine takes it, or what is wrong with it. */
export function readPurchase(order: Order, values: Record<string, string>, now: Date): Purchase {
  const known = order.session.customer_details?.email ?? order.session.customer_email
  const email = known ?? values.email?.trim() ?? ''
  const errors: Record<string, string> = {}
  if (!/^\S+@\S+$/.test(email)) errors.email = 'Enter your email.'

  const chosen = needsPayment(order)
    ? chosenPayment(order, values, now)
    : { kind: 'nothing' as const }
  if (chosen.kind === 'invalid') Object.assign(errors, chosen.errors)
  if (Object.keys(errors).length > 0) return { kind: 'invalid', errors }
  switch (chosen.kind) {
    case 'card': {
      const { number, ...holder } = chosen.card
      return { kind: 'purchase', payWith: { number }, buyer: { email, ...holder } }
    }
    case 'payWith':
      return { kind: 'purchase', payWith: chosen.payWith, buyer: { email } }
    default:
      return { kind: 'purchase', payWith: { nothing: true }, buyer: { email } }
  }
}

/** The card typed, a card saved before, or a bank: only ever what the page offered. */
function chosenPayment(
  { session, saved }: Order,
  values: Record<string, string>,
  now: Date,
): CardFormResult | { kind: 'payWith'; payWith: PayWith } {
  const { method, bank } = values
  if (method === 'us_bank_account' && session.payment_method_types.includes(method)) {
    return { kind: 'payWith', payWith: { bank: bank === 'fails' ? 'fails' : 'succeeds' } }
  }
  const card = saved.find(({ id }) => id === method)
  return card ? { kind: 'payWith', payWith: { paymentMethod: card.id } } : readCard(values, now)
}

/** A trial or a full discount may ask for no card at all. */
export function needsPayment({ session }: Order): boolean {
  return session.payment_method_collection !== 'if_required' || session.amount_total !== 0
}
