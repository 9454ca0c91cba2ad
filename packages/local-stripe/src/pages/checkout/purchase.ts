import type { PayWith } from '../../engine/checkout/pay/pay'
import type { Buyer } from '../../engine/world/records'
import { type CardFormResult, readCard } from '../payment/card'
import type { Order } from './order'
import { readAnswers } from './questions'

export type Purchase =
  | { kind: 'purchase'; payWith: PayWith; buyer: Buyer }
  | { kind: 'invalid'; errors: Record<string, string> }

/** Reads the form. Returns the arguments for the engine, or errors by field. */
export function readPurchase(order: Order, values: Record<string, string>, now: Date): Purchase {
  const known = order.session.customer_details?.email ?? order.session.customer_email
  const email = known ?? values.email?.trim() ?? ''
  const { answers, errors } = readAnswers(order.session, values)
  if (!/^\S+@\S+$/.test(email)) errors.email = 'Enter your email.'
  const country = order.asksCountry ? (values.country ?? '').trim().toUpperCase() : null
  if (country !== null && !/^[A-Z]{2}$/.test(country)) {
    errors.country = 'Enter the two letters of your country, such as US.'
  }
  const contact = { email, ...(country && { country }), ...answers }

  const chosen = needsPayment(order)
    ? chosenPayment(order, values, now)
    : { kind: 'nothing' as const }
  if (chosen.kind === 'invalid') Object.assign(errors, chosen.errors)
  if (Object.keys(errors).length > 0) return { kind: 'invalid', errors }
  switch (chosen.kind) {
    case 'card': {
      const { number, ...holder } = chosen.card
      return { kind: 'purchase', payWith: { number }, buyer: { ...contact, ...holder } }
    }
    case 'payWith':
      return { kind: 'purchase', payWith: chosen.payWith, buyer: contact }
    default:
      return { kind: 'purchase', payWith: { nothing: true }, buyer: contact }
  }
}

/** The entered card, a saved card or a bank account, but only what the page offers. */
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

/** False if nothing is due and the session collects a payment method only if required. */
export function needsPayment({ session }: Order): boolean {
  return session.payment_method_collection !== 'if_required' || session.amount_total !== 0
}
