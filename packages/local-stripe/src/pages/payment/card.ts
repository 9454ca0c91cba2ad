import { cardBehavior } from '../../engine/customers/test-cards'

/** A card as entered in Checkout or the portal, validated before it is charged. */

export interface Card {
  number: string
  expMonth: number
  expYear: number
  cvc: string
  name: string
}

export type CardFormResult =
  | { kind: 'card'; card: Card }
  | { kind: 'invalid'; errors: Record<string, string> }

export const testCards = [
  { number: '4242424242424242', says: 'Succeeds' },
  { number: '4000000000000002', says: 'Declined' },
  { number: '4000002500003155', says: 'Requires 3-D Secure' },
  { number: '4000000000000341', says: 'Can be saved, and is declined when it is charged' },
] as const

/** Reads and validates the card fields. `now` is the time of the local clock. */
export function readCard(values: Record<string, string>, now: Date): CardFormResult {
  const number = (values.number ?? '').replace(/[\s-]/g, '')
  const cvc = (values.cvc ?? '').trim()
  const name = (values.name ?? '').trim()
  const expiry = readExpiry(values.expiry ?? '')
  const errors: Record<string, string> = {}

  if (number === '') errors.number = 'Enter a card number.'
  else if (cardBehavior(number) === null) {
    errors.number = 'Your card number is invalid.'
  }
  if (!expiry) errors.expiry = 'Enter the expiry date as MM / YY.'
  else if (hasPassed(expiry, now)) errors.expiry = 'Your card’s expiry date is in the past.'
  if (!/^\d{3,4}$/.test(cvc)) errors.cvc = 'Enter the 3 or 4 digits of the security code.'
  if (name === '') errors.name = 'Enter the name on the card.'

  if (!expiry || Object.keys(errors).length > 0) return { kind: 'invalid', errors }
  return { kind: 'card', card: { number, ...expiry, cvc, name } }
}

/** The form values with a test card filled in. Other fields stay. */
export function fillTestCard(number: string, values: Record<string, string>, now: Date) {
  const year = String((now.getUTCFullYear() + 4) % 100).padStart(2, '0')
  return {
    ...values,
    number: number.replace(/(\d{4})(?=\d)/g, '$1 '),
    expiry: `12 / ${year}`,
    cvc: '123',
    name: values.name || 'Jenny Rosen',
  }
}

function readExpiry(typed: string) {
  const match = /^\s*(\d{1,2})\s*[/.-]?\s*(?:20)?(\d{2})\s*$/.exec(typed)
  const expMonth = Number(match?.[1])
  if (!match || expMonth < 1 || expMonth > 12) return null
  return { expMonth, expYear: 2000 + Number(match[2]) }
}

/** A card is valid until the end of its month. */
function hasPassed({ expMonth, expYear }: { expMonth: number; expYear: number }, now: Date) {
  return Date.UTC(expYear, expMonth) <= now.getTime()
}
